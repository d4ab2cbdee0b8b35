import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { networkLimits } from '../accounts/account-limits.ts';
import { acceptCoaching } from './accept-coaching.ts';
import { readComment } from './coach.form.ts';
import { CoachInvitationPage } from './coach-invitation.page.tsx';
import { coachRoutes } from './coach.routes.tsx';
import { findCoachedWork, listCoached } from './coached-work.queries.ts';
import { CoachedRequirementPage, type CoachedRequirementPageProps } from './coached-requirement.page.tsx';
import { CoachedWorkPage } from './coached-work.page.tsx';
import { coachingPaths } from './coaching-paths.ts';
import { CoachingPage } from './coaching.page.tsx';
import { findCoachInvitation, listComments } from './coaching.queries.ts';
import { endCoaching } from './end-coaching.ts';
import { markRead } from './mark-read.ts';
import { deleteComment, writeComment } from './write-comment.ts';

type Route = {
  Params: { coachId: string; key: string; commentId: string; token: string };
  Querystring: { ended?: string };
};

/** Per person: nobody writes as many by hand. */
const commentRate = personLimit({ max: 120, timeWindow: 60 * 60_000 });

/** The coach’s pages: they read, comment and stop; nothing else of another’s work opens to them. */
export function coachingRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'signed-in' } as const;

  const getWork = async (request: FastifyRequest) => {
    const { person } = requireViewer(request);
    const coachId = pathId((request.params as Route['Params']).coachId, 'work');
    const work = await findCoachedWork(db, person.id, coachId, now());
    if (!work) throw new NotFoundError('work');
    return { person, coachId, work };
  };

  const showRequirement = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Pick<CoachedRequirementPageProps, 'typed' | 'errors'> = {},
  ) => {
    const { work, coachId } = await getWork(request);
    const { key } = request.params as Route['Params'];
    const coached = work.requirements.find(({ requirement }) => requirement.id === key);
    if (!coached) throw new NotFoundError('requirement');
    const comments = await listComments(db, { enrolmentId: work.enrolmentId, requirement: key, coachId });
    const props = { context: pageContext(request, deps), work, coached, comments, ...more };
    return sendPage(reply, status, <CoachedRequirementPage {...props} />);
  };

  app.get<Route>('/coaching', { config }, async (request, reply) => {
    const coached = await listCoached(db, requireViewer(request).person.id);
    const props = { context: pageContext(request, deps), coached, hasEnded: request.query.ended === '1' };
    return sendPage(reply, 200, <CoachingPage {...props} />);
  });

  const invitation = { config: { policy: 'public', rateLimit: networkLimits.signIn } } as const;
  app.get<Route>('/coaching/invitations/:token', invitation, async (request, reply) => {
    const { token } = request.params;
    const found = await findCoachInvitation(db, token, now());
    if (!found) throw new NotFoundError('invitation');
    reply.header('cache-control', 'private, no-store');
    const props = { context: pageContext(request, deps), invitation: found, token };
    return sendPage(reply, 200, <CoachInvitationPage {...props} />);
  });

  app.post<Route>('/coaching/invitations/:token', { config }, async (request, reply) => {
    const { token } = request.params;
    const { person } = requireViewer(request);
    const result = await db.transaction().execute((trx) => acceptCoaching(trx, { token, person, now: now(), baseUrl }));
    if (result.ok) return reply.redirect(coachingPaths(result.coachId).home, 303);
    const found = result.reason === 'unknown' ? undefined : await findCoachInvitation(db, token, now());
    if (!found || result.reason === 'unknown') throw new NotFoundError('invitation');
    const props = { context: pageContext(request, deps), invitation: found, token, refused: result.reason };
    return sendPage(reply, 409, <CoachInvitationPage {...props} />);
  });

  app.get<Route>('/coaching/:coachId', { config }, async (request, reply) => {
    const { work, coachId } = await getWork(request);
    const comments = await listComments(db, { enrolmentId: work.enrolmentId, coachId });
    const props = { context: pageContext(request, deps), work, comments };
    return sendPage(reply, 200, <CoachedWorkPage {...props} />);
  });

  app.post<Route>('/coaching/:coachId/read', { config }, async (request, reply) => {
    const { person, coachId } = await getWork(request);
    const until = textFields(request.body).until ?? '';
    await db.transaction().execute((trx) => markRead(trx, { coachId, personId: person.id, until, now: now() }));
    return reply.redirect(coachingPaths(coachId).home, 303);
  });

  app.post<Route>('/coaching/:coachId/end', { config }, async (request, reply) => {
    const { person, coachId } = await getWork(request);
    const command = { coachId, by: person, as: 'coach' as const, now: now(), baseUrl };
    await db.transaction().execute((trx) => endCoaching(trx, command));
    return reply.redirect('/coaching?ended=1', 303);
  });

  app.get<Route>('/coaching/:coachId/requirements/:key', { config }, (request, reply) =>
    showRequirement(request, reply, 200),
  );

  app.post<Route>(
    '/coaching/:coachId/requirements/:key/comments',
    { config: { ...config, rateLimit: commentRate } },
    async (request, reply) => {
      const { person, coachId } = await getWork(request);
      const { key } = request.params;
      const typed = textFields(request.body);
      const read = readComment(typed);
      if (!read.ok) return showRequirement(request, reply, 422, { typed, errors: read.errors });
      const command = { coachId, personId: person.id, requirementKey: key, comment: read.comment, now: now() };
      const result = await db.transaction().execute((trx) => writeComment(trx, command));
      if (!result.ok) return showRequirement(request, reply, 422, { typed, errors: [result.refusal] });
      return reply.redirect(`${coachingPaths(coachId).requirement(key)}#comment-${result.id}`, 303);
    },
  );

  app.post<Route>('/coaching/:coachId/comments/:commentId/delete', { config }, async (request, reply) => {
    const { person, coachId } = await getWork(request);
    const commentId = pathId(request.params.commentId, 'comment');
    const command = { coachId, personId: person.id, commentId };
    const result = await db.transaction().execute((trx) => deleteComment(trx, command));
    if (!result.ok) throw new ConflictError('The earner has dealt with this comment, so it stays.');
    return reply.redirect(`${coachingPaths(coachId).requirement(result.requirementKey)}#coach-comments`, 303);
  });

  coachRoutes(app, deps);
}
