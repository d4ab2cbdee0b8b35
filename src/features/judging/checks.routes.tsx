import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { viewAttempt } from '../desk/attempt-view.queries.ts';
import { type Assessor, assessorOf } from '#domain/access/assessor.ts';
import { clockOf } from '../queue/clock.ts';
import { AnsweredCheckPage } from './answered-check.page.tsx';
import { checkCompleteness, findCheckObstacle } from './check-completeness.ts';
import { type CheckForm, parseCheckForm } from './check.form.ts';
import { CheckPage } from './check.page.tsx';
import { checkableRequirements, findAnsweredCheck } from './checks.queries.ts';
import { type Judging, getJudging } from './judging.queries.ts';

const assessing = { config: { policy: 'assessor' } } as const;

/** The glance at an attempt before anybody judges it. */
export function checkRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/desk/checks/:attemptId', assessing, async (request, reply) => {
    const { judging, assessor } = await loadCheck(request, deps);
    // How somebody else answered is no matter of those who score it: of an anchor there would be nothing to say.
    if (judging.stage !== 'pre_check') {
      const answered = await findAnsweredCheck(deps.db, judging.attemptId);
      if (answered?.checkedById !== assessor.id) return reply.redirect('/desk', 303);
    }
    return sendCheck(request, reply, deps, { status: 200, judging, assessor });
  });

  app.post('/desk/checks/:attemptId', assessing, async (request, reply) => {
    const { judging, assessor } = await loadCheck(request, deps);
    const { attemptId } = judging;
    if (judging.stage !== 'pre_check')
      return sendCheck(request, reply, deps, { status: 409, judging, assessor, isConflict: true });
    const view = await viewAttempt(deps.db, { judge: assessor, attemptId, now: deps.now() });
    const form = parseCheckForm(checkableRequirements(view), textFields(request.body));
    if (form.errors.length > 0)
      return sendCheck(request, reply, deps, { status: 422, judging, assessor, returned: form });

    const { now, baseUrl } = deps;
    const command = { assessor, attemptId, reasons: form.reasons, now: now(), baseUrl };
    const result = await deps.db.transaction().execute((trx) => checkCompleteness(trx, command));
    if (result.ok) return reply.redirect(`/desk/checks/${attemptId}`, 303);
    if (result.reason === 'obstacle') throw new ForbiddenError(result.obstacle.message);
    const fresh = await getJudging(deps.db, attemptId);
    return sendCheck(request, reply, deps, { status: 409, judging: fresh, assessor, isConflict: true });
  });
}

/** What waits for a check, or was checked, at an issuer where the viewer assesses, and is not theirs to stay away from. */
async function loadCheck(request: FastifyRequest, deps: Deps): Promise<{ judging: Judging; assessor: Assessor }> {
  const { attemptId } = request.params as { attemptId: string };
  const assessor = assessorOf(requireViewer(request));
  const judging = await getJudging(deps.db, pathId(attemptId, 'attempt'));
  if (!assessor.issuerIds.includes(judging.issuerId)) throw new NotFoundError('attempt');
  const obstacle = await findCheckObstacle(deps.db, { assessor, judging, now: deps.now() });
  if (obstacle) throw new ForbiddenError(obstacle.message);
  return { judging, assessor };
}

async function sendCheck(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  {
    status,
    judging,
    assessor,
    returned,
    isConflict = false,
  }: { status: number; judging: Judging; assessor: Assessor; returned?: CheckForm; isConflict?: boolean },
) {
  const context = pageContext(request, deps);
  const { attemptId } = judging;
  const view = await viewAttempt(deps.db, { judge: assessor, attemptId, now: deps.now() });
  if (judging.stage === 'pre_check') {
    const requirements = checkableRequirements(view);
    const clock = await clockOf(deps.db, judging.issuerId);
    const page = { context, judging, clock, view, requirements, ...(returned && { returned }) };
    return sendPage(reply, status, <CheckPage {...page} />);
  }
  const answered = await findAnsweredCheck(deps.db, attemptId);
  if (!answered) throw new ConflictError('The earner took this attempt back, so there is nothing to look at any more.');
  const { definition } = view;
  return sendPage(reply, status, <AnsweredCheckPage {...{ context, judging, definition, answered, isConflict }} />);
}
