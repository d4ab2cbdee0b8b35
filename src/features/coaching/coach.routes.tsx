import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { getOwnWork, getRequirement } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { askLook, lookRefusals } from './ask-look.ts';
import { readCoach } from './coach.form.ts';
import { CoachPage } from './coach.page.tsx';
import { listCoaches } from './coaching.queries.ts';
import { endCoaching } from './end-coaching.ts';
import { againRefusals, inviteAgain, nameCoach, nameRefusals } from './name-coach.ts';
import { resolveComment } from './resolve-comment.ts';

type Route = { Params: { key: string; coachId: string; commentId: string }; Querystring: { done?: string } };

/** Per person: a mail goes out for each. */
const mailRate = personLimit({ max: 40, timeWindow: 60 * 60_000 });

const notices: Record<string, string> = {
  named: 'The invitation is on its way. Nothing is shown to them before they accept.',
  resent: 'The invitation is on its way again. The link before no longer works.',
  ended: 'Ended. They see nothing of this work any more.',
};

/** The earner’s side: who coaches, asking them to look, and dealing with what they wrote. */
export function coachRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'signed-in' } as const;
  const mailing = { config: { ...config, rateLimit: mailRate } };

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Partial<Parameters<typeof CoachPage>[0]> = {},
  ) => {
    const { workspace, enrolmentId } = await getOwnWork(db, request);
    const coaches = await listCoaches(db, enrolmentId, now());
    const props = { context: pageContext(request, deps), workspace, coaches, ...more };
    return sendPage(reply, status, <CoachPage {...props} />);
  };

  app.get<Route>('/work/:enrolmentId/coach', { config }, (request, reply) => {
    const { done } = request.query;
    return show(request, reply, 200, { notice: noticeFor(notices, done) });
  });

  app.post<Route>('/work/:enrolmentId/coach', mailing, async (request, reply) => {
    const { enrolmentId } = await getOwnWork(db, request);
    const { person } = requireViewer(request);
    const typed = textFields(request.body);
    const read = readCoach(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const command = { enrolmentId, earner: person, namedBy: person, now: now(), baseUrl, coach: read.coach };
    const result = await db.transaction().execute((trx) => nameCoach(trx, command));
    if (!result.ok) {
      const errors = [{ field: 'email', message: nameRefusals[result.reason] }];
      return show(request, reply, 422, { typed, errors });
    }
    return reply.redirect(`${workPaths(enrolmentId).coach}?done=named`, 303);
  });

  app.post<Route>('/work/:enrolmentId/coaches/:coachId/resend', mailing, async (request, reply) => {
    const { enrolmentId } = await getOwnWork(db, request);
    const { person } = requireViewer(request);
    const coachId = pathId(request.params.coachId, 'coach');
    const command = { enrolmentId, earner: person, namedBy: person, now: now(), baseUrl, coachId };
    const result = await db.transaction().execute((trx) => inviteAgain(trx, command));
    if (!result.ok) throw new ConflictError(againRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).coach}?done=resent`, 303);
  });

  app.post<Route>('/work/:enrolmentId/coaches/:coachId/end', { config }, async (request, reply) => {
    const { enrolmentId } = await getOwnWork(db, request);
    const coachId = pathId(request.params.coachId, 'coach');
    const { person } = requireViewer(request);
    const command = { coachId, by: person, as: { earnerOf: enrolmentId }, now: now(), baseUrl };
    await db.transaction().execute((trx) => endCoaching(trx, command));
    return reply.redirect(`${workPaths(enrolmentId).coach}?done=ended`, 303);
  });

  app.post<Route>('/work/:enrolmentId/requirements/:key/look', mailing, async (request, reply) => {
    const { workspace, enrolmentId } = await getOwnWork(db, request);
    const requirement = getRequirement(workspace, request.params.key);
    const { person } = requireViewer(request);
    const command = { person, enrolmentId, requirementKey: requirement.id, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => askLook(trx, command));
    if (!result.ok) throw new ConflictError(lookRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).requirement(requirement.id)}#coach-comments`, 303);
  });

  app.post<Route>('/work/:enrolmentId/comments/:commentId/resolve', { config }, async (request, reply) => {
    const { personId, enrolmentId } = await getOwnWork(db, request);
    const commentId = pathId(request.params.commentId, 'comment');
    const isResolved = textFields(request.body).reopen !== '1';
    const command = { personId, enrolmentId, commentId, isResolved, now: now() };
    const { requirementKey } = await db.transaction().execute((trx) => resolveComment(trx, command));
    return reply.redirect(`${workPaths(enrolmentId).requirement(requirementKey)}#coach-comments`, 303);
  });
}
