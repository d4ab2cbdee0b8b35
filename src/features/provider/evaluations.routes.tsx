import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readEvaluation } from '#domain/credit/evaluation-form.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { getIssuer } from '../admin/admin.queries.ts';
import { answerEvaluation, declineEvaluation, declineToken, evaluationToken, isSpent } from './answer-evaluation.ts';
import { type EvaluationVersion, findEvaluationForm, findEvaluationVersion } from './evaluation-forms.ts';
import { EvaluationPage } from './evaluation.page.tsx';
import { findOwnAward, listEvaluations, listMicroCredentials } from './evaluation.queries.ts';
import { EvaluationsPage } from './evaluations.page.tsx';
import { readFilter } from './provider.form.ts';

type Route = { Params: { publicId: string } };

/** The earner’s few questions after an award, and what they come to. */
export function evaluationRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret } = deps;
  const own = { config: { policy: 'signed-in' } } as const;

  const load = async (request: FastifyRequest<Route>) => {
    const award = await findOwnAward(db, requireViewer(request).person.id, request.params.publicId);
    if (!award) throw new NotFoundError('award');
    const issuer = { id: award.issuerId, slug: award.issuerSlug };
    return {
      award,
      form: award.revokedAt ? undefined : await findEvaluationForm(db, issuer),
      token: evaluationToken(award.id, secret),
    };
  };
  const show = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    more: { typed?: Record<string, string>; errors?: FormErrors; form?: EvaluationVersion; isNew?: boolean } = {},
  ) => {
    const { award, form, token } = await load(request);
    const [isEvaluated, saidNo] = await Promise.all([isSpent(db, token), isSpent(db, declineToken(award.id, secret))]);
    // Whoever said no and then comes for the questions gets them.
    const isDeclined = saidNo && textFields(request.query).again === undefined && request.method === 'GET';
    const props = { context: pageContext(request, deps), award, form, isEvaluated, isDeclined };
    reply.header('cache-control', 'private, no-store');
    return sendPage(reply, status, <EvaluationPage {...props} {...more} />);
  };

  app.get<Route>('/awards/:publicId/evaluation', own, (request, reply) => show(request, reply, 200));

  app.post<Route>('/awards/:publicId/evaluation', own, async (request, reply) => {
    const { award, form, token } = await load(request);
    if (award.revokedAt) return show(request, reply, 409);
    if (!form) throw new NotFoundError('evaluation');
    const typed = textFields(request.body);
    if (typed.decline !== undefined) {
      await db.transaction().execute((trx) => declineEvaluation(trx, declineToken(award.id, secret)));
      return reply.redirect(`/awards/${award.publicId}/evaluation`, 303);
    }
    // What was asked when the page was opened: other words may have been published since, and an answer is to those it was given to.
    const asked = await findEvaluationVersion(db, { slug: form.slug, sha256: typed.version ?? '' });
    if (!asked) return show(request, reply, 409, { typed, isNew: true });
    const read = readEvaluation(asked, typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors, form: asked });
    const command = { token, award, formSha256: asked.sha256, answers: read.answers, now: now() };
    const result = await db.transaction().execute((trx) => answerEvaluation(trx, command));
    if (!result.ok) return show(request, reply, 409);
    return reply.redirect(`/awards/${award.publicId}/evaluation`, 303);
  });

  app.get<{ Params: { issuer: string } }>(
    '/admin/:issuer/evaluations',
    { config: { policy: 'issuer-admin' } },
    async (request, reply) => {
      const issuer = await getIssuer(db, request.params.issuer);
      const filter = readFilter(textFields(request.query));
      const offered = await listMicroCredentials(db, issuer.id);
      const chosen = offered.find(({ slug }) => slug === filter.microCredential);
      const shown = { ...filter, microCredential: chosen?.slug };
      const results = await listEvaluations(db, issuer.id, { ...filter, microCredentialId: chosen?.id });
      const form = await findEvaluationForm(db, issuer);
      const props = { context: pageContext(request, deps), issuer, form, filter: shown, offered, results };
      return sendPage(reply, 200, <EvaluationsPage {...props} />);
    },
  );
}
