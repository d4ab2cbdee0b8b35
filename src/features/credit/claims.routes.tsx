import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { listApprovals, listApprovers, providerToApprove } from './approvals.queries.ts';
import { RefusedAsk, askApproval, askRefusals } from './ask-approval.ts';
import { beginClaim, beginRefusals } from './begin-claim.ts';
import { beginRecognition, recognitionRefusals } from './begin-recognition.ts';
import { ClaimPage } from './claim.page.tsx';
import { findClaim, listClaimEvents } from './claims.queries.ts';
import { findClaimProvider, findProviderNumber } from '../provider/agencies.queries.ts';
import { previewClaim } from './count-towards.ts';
import { readApprover, readProviderApprover, readTimeAndPlace } from './credit.form.ts';
import { pdfLimit } from './credit.routes.tsx';
import { formPdf } from './form-pdf.ts';
import { type LedgerEntry, findEntry, listClaimsOn } from './ledger.queries.ts';
import { openLicenceNumber } from './licence-number.ts';
import { listLicences, underRuleOf } from './licences.queries.ts';
import { moveOwnClaim, ownMoveRefusals } from './move-own-claim.ts';
import { NewClaimPage } from './new-claim.page.tsx';
import { NewRecognitionPage } from './recognition.page.tsx';
import { findRecognisable } from './recognition.queries.ts';
import { fillInForm, settleRefusals } from './settle-claim.ts';

type Route = { Params: { claimId: string } };
type More = { typed?: Record<string, string>; errors?: FormErrors };

/** What the earner themselves may say of a claim; an approver answers by a link. */
const OwnMove = z.enum(['submitted', 'accepted', 'rejected', 'withdrawn']);

/** Each is a mail to somebody who may know nothing of us. */
const asksLimit = personLimit({ max: 30, timeWindow: 24 * 60 * 60_000 });

/** The earner’s claims. Another’s is not found. */
export function claimRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret, baseUrl } = deps;
  const own = { config: { policy: 'signed-in' } } as const;

  const showNew = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    entry: LedgerEntry,
    errors: FormErrors = [],
  ) => {
    const { issuerId, endsOn } = entry;
    const [licences, claims] = await Promise.all([listLicences(db, entry.personId), listClaimsOn(db, entry.id)]);
    const choices = await Promise.all(
      licences.map(async (held) => {
        const licence = await underRuleOf(db, held, endsOn);
        const of = { ruleId: licence.ruleId, on: endsOn };
        const provider = issuerId === null ? undefined : await findProviderNumber(db, { issuerId, ...of });
        return { licence, provider, claimId: claims.get(licence.ruleId), ...(await previewClaim(db, licence, entry)) };
      }),
    );
    const props = { context: pageContext(request, deps), entry, choices, errors };
    return sendPage(reply, status, <NewClaimPage {...props} />);
  };

  const showRecognition = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    publicId: string,
    errors: FormErrors = [],
  ) => {
    const personId = requireViewer(request).person.id;
    const award = await findRecognisable(db, personId, publicId);
    if (!award) throw new NotFoundError('award');
    const { issuerId, awardedOn: on } = award;
    const choices = await Promise.all(
      (await listLicences(db, personId)).map(async (held) => ({
        licence: await underRuleOf(db, held, on),
        provider: await findProviderNumber(db, { issuerId, ruleId: held.ruleId, on }),
      })),
    );
    const props = { context: pageContext(request, deps), award, choices, errors };
    return sendPage(reply, status, <NewRecognitionPage {...props} />);
  };

  app.get('/credit/claims/new', own, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const { award, as, entry: id } = textFields(request.query);
    // Which hours? They are chosen in the ledger.
    if (award === undefined && id === undefined) return reply.redirect('/credit#hours', 303);
    const by = award === undefined ? { id: pathId(id, 'line of your ledger') } : { publicId: award };
    const entry = as === 'recognition' ? undefined : await findEntry(db, personId, by);
    // An award without hours has no line; that it was completed can be claimed all the same.
    if (!entry && award !== undefined) return showRecognition(request, reply, 200, award);
    if (!entry) throw new NotFoundError('line of your ledger');
    return showNew(request, reply, 200, entry);
  });

  app.post('/credit/claims', own, async (request, reply) => {
    const { person } = requireViewer(request);
    const typed = textFields(request.body);
    const licenceId = pathId(typed.licence, 'licence');
    if (typed.award !== undefined) {
      const publicId = typed.award;
      const recognise = { person, publicId, licenceId, now: now() };
      const begun = await db.transaction().execute((trx) => beginRecognition(trx, recognise));
      if (begun.ok) return reply.redirect(`/credit/claims/${begun.id}`, 303);
      const errors = [{ field: licenceId, message: recognitionRefusals[begun.reason] }];
      return showRecognition(request, reply, 409, publicId, errors);
    }
    const entryId = pathId(typed.entry, 'line of your ledger');
    const command = { person, entryId, licenceId, now: now() };
    const result = await db.transaction().execute((trx) => beginClaim(trx, command));
    if (result.ok) return reply.redirect(`/credit/claims/${result.id}`, 303);
    const entry = await findEntry(db, person.id, { id: entryId });
    if (!entry) throw new NotFoundError('line of your ledger');
    const errors = [{ field: licenceId, message: beginRefusals[result.reason] }];
    return showNew(request, reply, 409, entry, errors);
  });

  const get = async (request: FastifyRequest<Route>) => {
    const claim = await findClaim(db, requireViewer(request).person.id, pathId(request.params.claimId, 'claim'));
    if (!claim) throw new NotFoundError('claim');
    return { claim, licenceNumber: openLicenceNumber(claim.numberSealed, claim.personId, secret) };
  };
  const show = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number, more: More = {}) => {
    const { claim, licenceNumber } = await get(request);
    const issuerId = providerToApprove(claim);
    const [events, approvals, provider, people] = await Promise.all([
      listClaimEvents(db, claim.id),
      listApprovals(db, claim.id, now()),
      findClaimProvider(db, claim.id),
      issuerId === null ? undefined : listApprovers(db, issuerId),
    ]);
    // Nobody approves their own claim.
    const approvers = people?.filter(({ id }) => id !== claim.personId);
    const found = { claim, licenceNumber, events, approvals, approvers, provider };
    const props = { context: pageContext(request, deps), ...found, ...more };
    reply.header('cache-control', 'private, no-store');
    return sendPage(reply, status, <ClaimPage {...props} />);
  };
  const idsOf = (request: FastifyRequest<Route>) => ({
    personId: requireViewer(request).person.id,
    claimId: pathId(request.params.claimId, 'claim'),
  });
  const back = (request: FastifyRequest<Route>, reply: FastifyReply) =>
    reply.redirect(`/credit/claims/${request.params.claimId}`, 303);

  app.get<Route>('/credit/claims/:claimId', own, (request, reply) => show(request, reply, 200));

  app.get<Route>(
    '/credit/claims/:claimId/form.pdf',
    { config: { ...own.config, rateLimit: pdfLimit } },
    async (request, reply) => {
      const { claim, licenceNumber = '' } = await get(request);
      const approval = (await listApprovals(db, claim.id, now())).find(({ state }) => state === 'approved');
      const provider = await findClaimProvider(db, claim.id);
      const paper = textFields(request.query).paper === 'letter' ? 'us-letter' : 'a4';
      return reply
        .type('application/pdf')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', 'inline; filename="evidence-of-completion.pdf"')
        .send(formPdf(claim, { licenceNumber, approval, provider, paper, baseUrl, now: now() }));
    },
  );

  app.post<Route>('/credit/claims/:claimId/form', own, async (request, reply) => {
    await get(request);
    const typed = textFields(request.body);
    const read = readTimeAndPlace(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const result = await db.transaction().execute((trx) => fillInForm(trx, { ...idsOf(request), ...read.value }));
    if (result.ok) return back(request, reply);
    return show(request, reply, 409, { errors: [{ field: 'form-title', message: settleRefusals[result.reason] }] });
  });

  const asks = { config: { ...own.config, rateLimit: asksLimit } };
  app.post<Route>('/credit/claims/:claimId/approval', asks, async (request, reply) => {
    const { person } = requireViewer(request);
    const { claim } = await get(request);
    const typed = textFields(request.body);
    const isOfProvider = providerToApprove(claim) !== null;
    const read = isOfProvider ? readProviderApprover(typed) : readApprover(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const command = { person, claimId: claim.id, approver: read.value, now: now(), baseUrl };
    const result = await db
      .transaction()
      .execute((trx) => askApproval(trx, command))
      .catch((error: unknown) => {
        if (error instanceof RefusedAsk) return { ok: false as const, reason: error.reason };
        throw error;
      });
    if (result.ok) return back(request, reply);
    const names = result.reason === 'own-address' ? 'approverEmail' : 'approverName';
    const field = isOfProvider ? 'approver' : names;
    return show(request, reply, 409, { typed, errors: [{ field, message: askRefusals[result.reason] }] });
  });

  app.post<Route>('/credit/claims/:claimId/state', own, async (request, reply) => {
    const { claim } = await get(request);
    const typed = textFields(request.body);
    const to = OwnMove.safeParse(typed.to);
    const note = (typed.note ?? '').trim();
    if (!to.success || note.length > 2000) {
      const message = to.success ? 'Shorten the reason to at most 2,000 characters' : 'Choose what has become of it';
      return show(request, reply, 422, { typed, errors: [{ field: 'note', message }] });
    }
    const move = { personId: claim.personId, claimId: claim.id, to: to.data, note, now: now() };
    const result = await db.transaction().execute((trx) => moveOwnClaim(trx, move));
    if (result.ok) return back(request, reply);
    const status = result.reason === 'reason-missing' ? 422 : 409;
    const fields = { 'form-not-full': 'time', 'sent-by-provider': 'form-title' } as const;
    const field = result.reason in fields ? fields[result.reason as keyof typeof fields] : 'note';
    return show(request, reply, status, { typed, errors: [{ field, message: ownMoveRefusals[result.reason] }] });
  });
}
