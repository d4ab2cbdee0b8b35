import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { type CompleteAppealResult, completeAppeal, openConcernMessage } from '../appeals/complete-appeal.ts';
import { findQualificationOf } from '../calibration/qualifications.queries.ts';
import { type CompleteResult, completeAssessment, decideScoring } from '../judging/complete-assessment.ts';
import { clockOf } from '../queue/clock.ts';
import { CompletedPage } from './completed.page.tsx';
import { ConfirmPage } from './confirm.page.tsx';
import { DecidedPage } from './decided.page.tsx';
import { assessorFor, loadScoring, param, refuseLetGo } from './desk-requests.ts';
import { sendingErrors } from './desk.form.ts';
import type { Scoring } from './desk.queries.ts';
import { letGoAssessment } from './let-go-assessment.ts';
import { assessmentRefusals } from './lock-assessment.ts';
import { ScoringPage } from './scoring.page.tsx';

const assessor = { config: { policy: 'assessor' } } as const;

/** Where assessors open what they took from the queue, and finish it. */
export function deskRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/desk/assessments/:assessmentId', assessor, async (request, reply) => {
    const scoring = await loadScoring(request, deps);
    const context = pageContext(request, deps);
    const qualification = scoring.role === 'qualification' && (await findQualificationOf(deps.db, scoring.id));
    if (scoring.state === 'completed' && qualification)
      return reply.redirect(`/desk/calibration/qualifications/${qualification}`, 303);
    if (scoring.state === 'completed' && scoring.decision && scoring.role !== 'appeal')
      return sendPage(reply, 200, <DecidedPage context={context} scoring={scoring} decision={scoring.decision} />);
    if (scoring.state === 'completed')
      return sendPage(reply, 200, <CompletedPage context={context} scoring={scoring} />);
    refuseLetGo(scoring);
    const clock = await clockOf(deps.db, scoring.issuerId);
    const saved = textFields(request.query).saved !== undefined;
    return sendPage(reply, 200, <ScoringPage {...{ context, scoring, clock, saved }} />);
  });

  app.post('/desk/assessments/:assessmentId/release', assessor, async (request, reply) => {
    const assessmentId = pathId(param(request, 'assessmentId'), 'assessment');
    const result = await deps.db
      .transaction()
      .execute((trx) => letGoAssessment(trx, { assessor: assessorFor(request), assessmentId, now: deps.now() }));
    // Letting go twice is letting go.
    if (!result.ok && result.reason === 'completed') throw new ConflictError(assessmentRefusals.completed);
    return reply.redirect('/desk?notice=let-go', 303);
  });

  app.get('/desk/assessments/:assessmentId/decide', assessor, async (request, reply) => {
    const scoring = await loadScoring(request, deps);
    if (scoring.state === 'completed') return reply.redirect(`/desk/assessments/${scoring.id}`, 303);
    refuseLetGo(scoring);
    return sendConfirmation(request, reply, deps, 200, scoring);
  });

  app.post('/desk/assessments/:assessmentId/decide', assessor, async (request, reply) => {
    const assessmentId = pathId(param(request, 'assessmentId'), 'assessment');
    const seen = textFields(request.body).seen ?? '';
    const command = { assessor: assessorFor(request), assessmentId, seen, now: deps.now(), baseUrl: deps.baseUrl };
    const { role } = await loadScoring(request, deps);
    const result = await deps.db.transaction().execute(async (trx): Promise<CompleteAppealResult | CompleteResult> => {
      return role === 'appeal' ? completeAppeal(trx, command) : completeAssessment(trx, command);
    });
    if (result.ok) return reply.redirect(`/desk/assessments/${assessmentId}`, 303);
    if (result.reason === 'let-go' || result.reason === 'completed')
      throw new ConflictError(assessmentRefusals[result.reason]);
    if (result.reason === 'open-concern') throw new ConflictError(openConcernMessage);
    return sendConfirmation(
      request,
      reply,
      deps,
      result.reason === 'changed-meanwhile' ? 409 : 422,
      await loadScoring(request, deps),
      'The ratings were changed after you were asked. Read what would be sent now, then send it.',
    );
  });
}

/** The question before a decision is sent; or, while something is missing, the scoring guide that says what. */
async function sendConfirmation(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  status: number,
  scoring: Scoring,
  refusal?: string,
) {
  const context = pageContext(request, deps);
  const decision = decideScoring(scoring);
  if (decision.ok && sendingErrors(scoring).length === 0) {
    const page = { context, scoring, outcome: decision.outcome, ...(refusal === undefined ? {} : { refusal }) };
    return sendPage(reply, status, <ConfirmPage {...page} />);
  }
  const untouched = { ratings: [], overall: undefined, errors: [] };
  const clock = await clockOf(deps.db, scoring.issuerId);
  const returned = { form: untouched, errors: sendingErrors(scoring) };
  return sendPage(reply, 422, <ScoringPage {...{ context, scoring, clock, returned }} />);
}
