import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { differenceOf } from '#domain/attempt/difference.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { listOwnConcerns } from '../concerns/concerns.queries.ts';
import { listFlagsOfWork } from '../privacy/flags.queries.ts';
import { AttemptPage } from './attempt.page.tsx';
import { getOwnWork, getReadWork } from './get-own-work.ts';
import { findPlacedArtifacts } from './placed-artifacts.ts';
import { ReviewPage } from './review.page.tsx';
import { listSelfRatings, listSelfRatingsOfAttempts } from './self-ratings.queries.ts';
import { submitAttempt } from './submit-attempt.ts';
import { workPaths } from './work-paths.ts';
import { findSealedAttempt } from './work.queries.ts';

const AttemptNumber = z.coerce.number().int().min(1).max(10_000);

/** The self-check, handing in, and what was handed in. */
export function submissionRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, draw } = deps;

  app.get('/work/:enrolmentId/review', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getReadWork(deps, request);
    const { state, attemptsCount, id } = workspace.enrolment;
    if (state !== 'working') return reply.redirect(workPaths(id).attempt(attemptsCount), 303);
    const selfRatings = await listSelfRatings(db, { personId, enrolmentId });
    const justRated = (request.query as Record<string, unknown>).rated === '1';
    const props = { context: pageContext(request, deps), workspace, selfRatings, justRated };
    return sendPage(reply, 200, <ReviewPage {...props} />);
  });

  app.post('/work/:enrolmentId/submit', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { enrolmentId } = await getOwnWork(db, request);
    const { person } = requireViewer(request);
    const number = AttemptNumber.safeParse(textFields(request.body).number);
    if (!number.success) throw new UnreadableError('Go back to the review page and hand in from there.');

    const command = { person, enrolmentId, number: number.data, now: now(), draw: draw() };
    const result = await db.transaction().execute((trx) => submitAttempt(trx, command));
    const paths = workPaths(enrolmentId);
    if (result.ok || result.reason === 'already-submitted') return reply.redirect(paths.attempt(result.number), 303);
    if (result.reason === 'not-working') {
      throw new ConflictError('This work has moved on since the page was opened. Open it again from “My work”.');
    }
    const { workspace, personId } = await getOwnWork(db, request);
    const selfRatings = await listSelfRatings(db, { personId, enrolmentId });
    const props = { context: pageContext(request, deps), workspace, selfRatings };
    return sendPage(reply, 422, <ReviewPage {...props} isRefused />);
  });

  app.get<{ Params: { number: string } }>(
    '/work/:enrolmentId/attempts/:number',
    { config: { policy: 'signed-in' } },
    async (request, reply) => {
      const { workspace, personId, enrolmentId } = await getReadWork(deps, request);
      const number = AttemptNumber.safeParse(request.params.number);
      const attempt = number.success && workspace.attempts.find((one) => one.number === number.data);
      if (!attempt) throw new NotFoundError('attempt');
      const found = await findSealedAttempt(db, { personId, enrolmentId, number: attempt.number });
      if (!found) throw new NotFoundError('attempt');
      const own = await listSelfRatingsOfAttempts(db, { personId, enrolmentId });
      const { sealed, previous } = found;
      const difference = previous && differenceOf(workspace.definition, previous, sealed);
      const flags = await listFlagsOfWork(db, enrolmentId);
      const concerns = await listOwnConcerns(db, enrolmentId);
      const placed = await findPlacedArtifacts(db, workspace);
      const shown = { workspace, attempt, sealed, difference, own, flags, concerns, placed };
      const props = { context: pageContext(request, deps), ...shown };
      return sendPage(reply, 200, <AttemptPage {...props} />);
    },
  );
}
