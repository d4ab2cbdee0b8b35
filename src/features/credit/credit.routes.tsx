import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Requirement } from '#domain/definition/schema.ts';
import { evidenceKinds } from '#domain/evidence/registry.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { getIssuer } from '../admin/admin.queries.ts';
import { discardAll, receiveForm } from '../artifacts/receive-files.ts';
import { sendFile } from '../artifacts/send-file.ts';
import { uploadRate } from '../artifacts/upload-limits.ts';
import { getNameAmong } from '../awards/present-name.ts';
import { AdminCreditPage } from './admin-credit.page.tsx';
import { listClaims } from './claims.queries.ts';
import { correctEntry } from './correct-entry.ts';
import { countClaimed } from './count-towards.ts';
import { LedgerQuery, isBackwards, readEmail, readEntry, readReason } from './credit.form.ts';
import { NewEntryPage } from './entry.page.tsx';
import { LedgerPage } from './ledger.page.tsx';
import { listLedger, listRecorded } from './ledger.queries.ts';
import { listLicences } from './licences.queries.ts';
import { findProof } from './proofs.queries.ts';
import { recordForPerson, recordOwnEntry, recordRefusals } from './record-entry.ts';
import { transcriptCsv, transcriptXlsx } from './transcript-file.ts';
import { transcriptPdf } from './transcript-pdf.ts';

type EntryRoute = { Params: { entryId: string } };
type IssuerRoute = { Params: { issuer: string; entryId: string } };

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What shows the hours that an earner enters, as the receiver of files takes it. */
const proofFile: Requirement = {
  ...{ id: 'proof', kind: 'artifact', title: 'Proof', prompt: 'What shows it' },
  rules: evidenceKinds.artifact.rules.parse({ accept: ['pdf', 'image'], maxMegabytes: 20, max: 1 }),
};

/** Setting a document takes far longer than reading a page. */
export const pdfLimit = { max: 60, timeWindow: '1 minute' };

/** The ledger: the earner’s own, and the lines that an issuer’s people enter. */
export function creditRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl, storage } = deps;
  const own = { config: { policy: 'signed-in' } } as const;
  const admin = { config: { policy: 'issuer-admin' } } as const;

  const showLedger = async (request: FastifyRequest, reply: FastifyReply, status: number) => {
    const { person } = requireViewer(request);
    const filter = LedgerQuery.parse(request.query);
    const [entries, claims, licences] = await Promise.all([
      listLedger(db, person.id, filter),
      listClaims(db, person.id),
      listLicences(db, person.id),
    ]);
    const counted = await Promise.all(
      licences.map(async (licence) => ({ ...licence, counted: await countClaimed(db, licence) })),
    );
    const errors = isBackwards(filter)
      ? [{ field: 'to', message: 'Choose a last day that is not before the first' }]
      : [];
    const props = { context: pageContext(request, deps), entries, claims, filter, licences: counted, errors };
    return sendPage(reply, status, <LedgerPage {...props} />);
  };
  app.get('/credit', own, (request, reply) =>
    showLedger(request, reply, isBackwards(LedgerQuery.parse(request.query)) ? 422 : 200),
  );

  const transcript = async (request: FastifyRequest, reply: FastifyReply, ending: 'pdf' | 'csv' | 'xlsx') => {
    const { person } = requireViewer(request);
    const filter = LedgerQuery.parse(request.query);
    if (isBackwards(filter)) return showLedger(request, reply, 422);
    const entries = await listLedger(db, person.id, filter);
    const type = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', xlsx }[ending];
    reply
      .type(type)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="pd-transcript.${ending}"`);
    if (ending === 'csv') return reply.send(transcriptCsv(entries));
    if (ending === 'xlsx') return reply.send(await transcriptXlsx(entries));
    const paper = textFields(request.query).paper === 'letter' ? 'us-letter' : 'a4';
    const name = await getNameAmong(
      db,
      person.id,
      entries.map(({ issuerId }) => issuerId),
    );
    return reply.send(transcriptPdf(entries, { name, filter, paper, baseUrl, now: now() }));
  };
  app.get('/credit/transcript.pdf', { config: { ...own.config, rateLimit: pdfLimit } }, (request, reply) =>
    transcript(request, reply, 'pdf'),
  );
  app.get('/credit/transcript.csv', own, (request, reply) => transcript(request, reply, 'csv'));
  app.get('/credit/transcript.xlsx', own, (request, reply) => transcript(request, reply, 'xlsx'));

  app.get('/credit/entries/new', own, (request, reply) =>
    sendPage(reply, 200, <NewEntryPage context={pageContext(request, deps)} />),
  );

  app.post('/credit/entries', { config: { ...own.config, rateLimit: uploadRate } }, async (request, reply) => {
    const { person } = requireViewer(request);
    const { fields, files, refused } = request.isMultipart()
      ? await receiveForm(request, deps, proofFile)
      : { fields: textFields(request.body), files: [], refused: [] };
    try {
      const read = readEntry(fields, now());
      const again = [{ field: 'proofFile', message: 'Choose the file again' }];
      const errors = [
        ...(read.ok ? [] : read.errors),
        ...refused.map(({ message }) => ({ field: 'proofFile', message })),
        ...(!read.ok && files.length > 0 ? again : []),
        ...(files.length > 1 ? [{ field: 'proofFile', message: 'Choose one file' }] : []),
      ];
      if (!read.ok || errors.length > 0) {
        const page = <NewEntryPage context={pageContext(request, deps)} typed={fields} errors={errors} />;
        return await sendPage(reply, 422, page);
      }
      const command = { personId: person.id, entry: read.value, file: files[0], now: now() };
      const id = await db.transaction().execute((trx) => recordOwnEntry(trx, command));
      return await reply.redirect(`/credit#entry-${id}`, 303);
    } finally {
      await discardAll(files);
    }
  });

  app.get<EntryRoute>('/credit/entries/:entryId/proof', { ...own, compress: false }, async (request, reply) => {
    const entryId = pathId(request.params.entryId, 'line');
    const proof = await findProof(db, { entryId, personId: requireViewer(request).person.id });
    if (!proof) throw new NotFoundError('file');
    return sendFile(request, reply, storage, proof);
  });

  app.post<EntryRoute>('/credit/entries/:entryId/correct', own, async (request, reply) => {
    const { person } = requireViewer(request);
    await takeOut(request, person.id);
    return reply.redirect('/credit#hours', 303);
  });

  const showAdmin = async (
    request: FastifyRequest<IssuerRoute>,
    reply: FastifyReply,
    status: number,
    more: { typed?: Record<string, string>; errors?: FormErrors } = {},
  ) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const recorded = await listRecorded(db, issuer.id);
    const props = { context: pageContext(request, deps), issuer, recorded, ...more };
    return sendPage(reply, status, <AdminCreditPage {...props} />);
  };

  app.get<IssuerRoute>('/admin/:issuer/credit', admin, (request, reply) => showAdmin(request, reply, 200));

  app.post<IssuerRoute>('/admin/:issuer/credit', admin, async (request, reply) => {
    const actorId = requireViewer(request).person.id;
    const issuer = await getIssuer(db, request.params.issuer);
    const typed = textFields(request.body);
    const errors: { field: string; message: string }[] = [];
    const email = readEmail(errors, 'email', typed.email ?? '');
    const read = readEntry(typed, now());
    if (!read.ok || errors.length > 0)
      return showAdmin(request, reply, 422, { typed, errors: [...errors, ...(read.ok ? [] : read.errors)] });
    const command = { issuer, email, entry: read.value, actorId, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => recordForPerson(trx, command));
    if (result.ok) return reply.redirect(`/admin/${issuer.slug}/credit`, 303);
    return showAdmin(request, reply, 422, { typed, errors: [recordRefusals[result.reason]] });
  });

  app.post<IssuerRoute>('/admin/:issuer/credit/:entryId/correct', admin, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    await takeOut(request, requireViewer(request).person.id, issuer);
    return reply.redirect(`/admin/${issuer.slug}/credit`, 303);
  });

  /** The form is one line within a table: what is wrong with it has a page of its own. */
  async function takeOut(request: FastifyRequest<EntryRoute>, actorId: string, issuer?: { id: string; name: string }) {
    const entryId = pathId(request.params.entryId, 'line');
    const read = readReason(textFields(request.body));
    const reason = read.ok ? read.value : undefined;
    const result = await db
      .transaction()
      .execute((trx) => correctEntry(trx, { entryId, reason, actorId, issuer, now: now(), baseUrl }));
    if (result.ok) return;
    if (result.reason === 'corrected-already') throw new ConflictError('This line was taken out already.');
    throw new UnreadableError('Write why the line is taken out, in at most 2,000 characters.');
  }
}
