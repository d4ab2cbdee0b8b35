import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { sendFile } from '../artifacts/send-file.ts';
import { findClaimProvider } from '../provider/agencies.queries.ts';
import { RefusedAnswer, answerApproval } from './answer-approval.ts';
import { findAskedOf } from './approvals.queries.ts';
import { ApprovePage } from './approve.page.tsx';
import { readAnswer } from './credit.form.ts';
import { pdfLimit } from './credit.routes.tsx';
import { formPdf } from './form-pdf.ts';
import { findEntry } from './ledger.queries.ts';
import { openLicenceNumber } from './licence-number.ts';
import { findProof } from './proofs.queries.ts';

type Route = { Params: { askedId: string } };

/** What a provider’s own people open who are to approve a claim: signed in, and only who was asked: one of the admins and leads. */
export function signedApprovalRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret, baseUrl, storage } = deps;
  const own = { config: { policy: 'lead-or-admin' } } as const;

  const get = async (request: FastifyRequest<Route>) => {
    const by = {
      approvalId: pathId(request.params.askedId, 'request'),
      personId: requireViewer(request).person.id,
    };
    const found = await findAskedOf(db, by, now());
    if (!found) throw new NotFoundError('request');
    return { ...found, by, path: `/credit/approvals/${by.approvalId}` };
  };
  const show = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    more: { typed?: Record<string, string>; errors?: FormErrors } = {},
  ) => {
    const { claim, approval, path } = await get(request);
    const entry = claim.entryId === null ? undefined : await findEntry(db, claim.personId, { id: claim.entryId });
    const proofName = entry?.proofName ?? undefined;
    const licenceNumber = openLicenceNumber(claim.numberSealed, claim.personId, secret);
    const { name } = requireViewer(request).person;
    const provider = await findClaimProvider(db, claim.id);
    const props = { context: pageContext(request, deps), claim, approval, licenceNumber, proofName, path, provider };
    reply.header('cache-control', 'private, no-store');
    return sendPage(reply, status, <ApprovePage {...props} {...more} signedInAs={name} />);
  };

  app.get<Route>('/credit/approvals/:askedId', own, (request, reply) => show(request, reply, 200));

  app.get<Route>(
    '/credit/approvals/:askedId/form.pdf',
    { config: { ...own.config, rateLimit: pdfLimit } },
    async (request, reply) => {
      const { claim, approval } = await get(request);
      if (approval.state !== 'waiting') throw new NotFoundError('form');
      const licenceNumber = openLicenceNumber(claim.numberSealed, claim.personId, secret) ?? '';
      const provider = await findClaimProvider(db, claim.id);
      return reply
        .type('application/pdf')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', 'inline; filename="evidence-of-completion.pdf"')
        .send(
          formPdf(claim, { licenceNumber, approval: undefined, provider, paper: 'us-letter', baseUrl, now: now() }),
        );
    },
  );

  app.get<Route>('/credit/approvals/:askedId/proof', { ...own, compress: false }, async (request, reply) => {
    const { claim, approval } = await get(request);
    const proof = approval.state === 'waiting' && (await findProof(db, claim));
    if (!proof) throw new NotFoundError('file');
    return sendFile(request, reply, storage, proof);
  });

  app.post<Route>('/credit/approvals/:askedId', own, async (request, reply) => {
    const { by, path } = await get(request);
    const { name } = requireViewer(request).person;
    // Who answers is known: a name that is typed would be somebody else’s.
    const typed = { ...textFields(request.body), approverName: name };
    const read = readAnswer(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const result = await db
      .transaction()
      .execute((trx) => answerApproval(trx, { ...read.value, ...by, now: now(), baseUrl }))
      .catch((error: unknown) => {
        if (error instanceof RefusedAnswer) return { ok: false as const };
        throw error;
      });
    return result.ok ? reply.redirect(path, 303) : show(request, reply, 409, { typed });
  });
}
