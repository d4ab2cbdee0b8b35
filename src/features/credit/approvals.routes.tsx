import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { sendFile } from '../artifacts/send-file.ts';
import { RefusedAnswer, answerApproval } from './answer-approval.ts';
import { findClaimProvider } from '../provider/agencies.queries.ts';
import { findByToken } from './approvals.queries.ts';
import { ApprovePage } from './approve.page.tsx';
import { readAnswer } from './credit.form.ts';
import { formPdf } from './form-pdf.ts';
import { findEntry } from './ledger.queries.ts';
import { openLicenceNumber } from './licence-number.ts';
import { findProof } from './proofs.queries.ts';

type Route = { Params: { token: string } };

const minute = 60_000;
/** Per network: generous for a school behind one address, tight for whoever guesses links. */
const looks = { max: 240, timeWindow: 10 * minute };
const answers = { max: 60, timeWindow: 10 * minute };

/** What approvers without an account open by the link that they were sent. */
export function approvalRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret, baseUrl, storage } = deps;

  const get = async ({ params: { token } }: FastifyRequest<Route>) => {
    const found = await findByToken(db, token, now());
    if (!found) throw new NotFoundError('request');
    const { claim } = found;
    const entry = claim.entryId === null ? undefined : await findEntry(db, claim.personId, { id: claim.entryId });
    const proofName = entry?.proofName ?? undefined;
    const provider = await findClaimProvider(db, claim.id);
    return {
      ...found,
      proofName,
      provider,
      licenceNumber: openLicenceNumber(claim.numberSealed, claim.personId, secret),
    };
  };
  const show = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    more: { typed?: Record<string, string>; errors?: FormErrors } = {},
  ) => {
    const found = await get(request);
    const path = `/approve/${encodeURIComponent(request.params.token)}`;
    reply.header('cache-control', 'private, no-store');
    const props = { context: pageContext(request, deps), ...found, path, ...more };
    return sendPage(reply, status, <ApprovePage {...props} />);
  };

  /**
   * The link is the whole key to a claim: no search engine keeps it, and nobody who is linked to from here learns it. Nobody’s
   * session is asked for, so that an answer needs no origin, which browsers leave out where no referrer may be sent.
   */
  const open = (rateLimit: typeof looks) => ({
    config: { policy: 'public', asksNobody: true, rateLimit } as const,
    onRequest: async (_: FastifyRequest, reply: FastifyReply) => {
      reply.headers({ 'x-robots-tag': 'noindex, nofollow, noarchive', 'referrer-policy': 'no-referrer' });
    },
  });

  app.get<Route>('/approve/:token', open(looks), (request, reply) => show(request, reply, 200));

  // Only while an answer is awaited: afterwards the link shows no number of a licence to anyone.
  app.get<Route>('/approve/:token/form.pdf', open(answers), async (request, reply) => {
    const { claim, approval, provider, licenceNumber = '' } = await get(request);
    if (approval.state !== 'waiting') throw new NotFoundError('form');
    return reply
      .type('application/pdf')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'inline; filename="evidence-of-completion.pdf"')
      .send(formPdf(claim, { licenceNumber, approval: undefined, provider, paper: 'us-letter', baseUrl, now: now() }));
  });

  // As long as the form, and not a day longer.
  app.get<Route>('/approve/:token/proof', { ...open(answers), compress: false }, async (request, reply) => {
    const { claim, approval } = await get(request);
    const proof = approval.state === 'waiting' && (await findProof(db, claim));
    if (!proof) throw new NotFoundError('file');
    return sendFile(request, reply, storage, proof);
  });

  app.post<Route>('/approve/:token', open(answers), async (request, reply) => {
    await get(request);
    const { token } = request.params;
    const typed = textFields(request.body);
    const read = readAnswer(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const result = await db
      .transaction()
      .execute((trx) => answerApproval(trx, { ...read.value, token, now: now(), baseUrl }))
      .catch((error: unknown) => {
        if (error instanceof RefusedAnswer) return { ok: false as const };
        throw error;
      });
    if (result.ok) return reply.redirect(`/approve/${encodeURIComponent(token)}`, 303);
    return show(request, reply, 409, { typed });
  });
}
