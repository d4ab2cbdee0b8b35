import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, GoneError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { getIssuer } from '../admin/admin.queries.ts';
import { disposeRecords, setRetention } from './dispose-records.ts';
import { listMicroCredentials } from './evaluation.queries.ts';
import { FilesPage } from './files.page.tsx';
import { findFile, listFiles } from './files.queries.ts';
import { auditFile, keepFile, makeTable, mostRows } from './make-file.ts';
import { Kind, readFileWish, readYears } from './provider.form.ts';
import { RecordsPage, whatOf } from './records.page.tsx';
import { listRecordClocks } from './records.queries.ts';
import { contentTypes } from './table-file.ts';

type Route = { Params: { issuer: string } };
type FileRoute = { Params: { issuer: string; fileId: string } };
type More = { typed?: Record<string, string>; errors?: FormErrors };

/** Each reads a whole period. */
const rateLimit = personLimit({ max: 30, timeWindow: 60_000 });

/** Files for a provider’s records, and how long they are kept. */
export function recordKeepingRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret } = deps;
  const admin = { config: { policy: 'issuer-admin' } } as const;
  const today = () => now().toISOString().slice(0, 10);

  const showFiles = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number, more: More = {}) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const [files, offered] = await Promise.all([listFiles(db, issuer.id), listMicroCredentials(db, issuer.id)]);
    // The school year that is running, as a beginning.
    const year = Number(today().slice(0, 4)) - (today().slice(5) < '07-01' ? 1 : 0);
    const typed = { from: `${year}-07-01`, to: today(), ...more.typed };
    const blank = /^(\d{1,5})-(\d{1,5})$/.exec(textFields(request.query).blank ?? '');
    const roster = blank ? { withoutNumber: Number(blank[1]), rows: Number(blank[2]) } : undefined;
    const props = { context: pageContext(request, deps), issuer, files, offered, roster, ...more, typed };
    return sendPage(reply, status, <FilesPage {...props} />);
  };

  app.get<Route>('/admin/:issuer/files', admin, (request, reply) => showFiles(request, reply, 200));

  app.post<Route>('/admin/:issuer/files', { config: { ...admin.config, rateLimit } }, async (request, reply) => {
    const actorId = requireViewer(request).person.id;
    const issuer = await getIssuer(db, request.params.issuer);
    const typed = textFields(request.body);
    const read = readFileWish(typed);
    if (!read.ok) return showFiles(request, reply, 422, { typed, errors: read.errors });
    const { kind, ending, from, to, microCredential } = read.value;
    const offered = await listMicroCredentials(db, issuer.id);
    const chosen = offered.find(({ slug }) => slug === microCredential);
    if (microCredential !== undefined && !chosen) {
      const errors = [{ field: 'micro-credential', message: 'Choose a micro-credential from the list' }];
      return showFiles(request, reply, 422, { typed, errors });
    }
    const scope = { issuerId: issuer.id, from, to, microCredentialId: chosen?.id };
    const table = await makeTable(db, { ...scope, kind, ending, secret });
    if (!table) {
      const message = `There are more than ${mostRows.toLocaleString('en-US')} rows in this period. Choose a shorter one`;
      return showFiles(request, reply, 422, { typed, errors: [{ field: 'from', message }] });
    }
    const command = { ...scope, kind, ending, table, actorId, now: now() };
    const id = await db.transaction().execute((trx) => keepFile(trx, command));
    const { rows, withoutNumber } = table;
    const query = withoutNumber === undefined ? '' : `?blank=${withoutNumber}-${rows}`;
    return reply.redirect(`/admin/${issuer.slug}/files${query}#file-${id}`, 303);
  });

  app.get<FileRoute>('/admin/:issuer/files/:fileId', { ...admin, compress: false }, async (request, reply) => {
    const actorId = requireViewer(request).person.id;
    const issuer = await getIssuer(db, request.params.issuer);
    const file = await findFile(db, issuer.id, pathId(request.params.fileId, 'file'));
    if (!file) throw new NotFoundError('file');
    const { content, kind, ending, from, to, rowCount: rows, sha256 } = file;
    if (!content) throw new GoneError('This file was disposed of when its time was up.');
    const event = { id: file.id, issuerId: issuer.id, actorId, kind, rows, sha256 };
    await db.transaction().execute((trx) => auditFile(trx, 'fetched', event));
    return reply
      .type(contentTypes[ending])
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="${kind}-${from}-to-${to}.${ending}"`)
      .send(content);
  });

  const showRecords = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number, more: More = {}) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const clocks = await listRecordClocks(db, issuer.id, today());
    const done = textFields(request.query).disposed;
    const disposed = done !== undefined && /^\d{1,9}-\d{1,9}-\d{1,9}$/.test(done) ? disposedText(done) : undefined;
    const props = { context: pageContext(request, deps), issuer, clocks, disposed, ...more };
    return sendPage(reply, status, <RecordsPage {...props} />);
  };

  app.get<Route>('/admin/:issuer/records', admin, (request, reply) => showRecords(request, reply, 200));

  app.post<Route>('/admin/:issuer/records', admin, async (request, reply) => {
    const actorId = requireViewer(request).person.id;
    const issuer = await getIssuer(db, request.params.issuer);
    const typed = textFields(request.body);
    const kind = readKind(typed.kind);
    const read = readYears(typed);
    if (!read.ok) {
      const errors = read.errors.map(({ message }) => ({ field: `years-${kind}`, message }));
      return showRecords(request, reply, 422, { typed, errors });
    }
    const command = { issuerId: issuer.id, kind, years: read.value, actorId, now: now() };
    await db.transaction().execute((trx) => setRetention(trx, command));
    return reply.redirect(`/admin/${issuer.slug}/records#${kind}`, 303);
  });

  app.post<Route>('/admin/:issuer/records/dispose', admin, async (request, reply) => {
    const actorId = requireViewer(request).person.id;
    const issuer = await getIssuer(db, request.params.issuer);
    const typed = textFields(request.body);
    const kind = readKind(typed.kind);
    const through = z.iso.date().safeParse(typed.through);
    if (!through.success) throw new UnreadableError('Go back to your records and look at what is due.');
    const command = { issuerId: issuer.id, kind, through: through.data, actorId, now: now() };
    const result = await db.transaction().execute((trx) => disposeRecords(trx, command));
    if (!result.ok) throw new ConflictError('What is due has changed meanwhile. Go back and look at it again.');
    const done = `${result.files}-${result.answers}-${result.numbers}`;
    return reply.redirect(`/admin/${issuer.slug}/records?disposed=${done}`, 303);
  });
}

function readKind(value: string | undefined) {
  const kind = Kind.safeParse(value);
  if (!kind.success) throw new UnreadableError('Go back to your records and choose one of them.');
  return kind.data;
}

function disposedText(done: string): string {
  const [files = 0, answers = 0, numbers = 0] = done.split('-').map(Number);
  return `Deleted: ${whatOf({ files, answers, numbers })}.`;
}
