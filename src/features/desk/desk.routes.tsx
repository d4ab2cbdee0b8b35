import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, ForbiddenError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { claimAttempt, claimRefusals } from './claim-attempt.ts';
import { ConfirmPage } from './confirm.page.tsx';
import { decideAttempt, decideScoring } from './decide-attempt.ts';
import { DecidedPage } from './decided.page.tsx';
import { OverallPut, RatingPut, markOf, parseScoringForm, sendingErrors } from './desk.form.ts';
import { assessorOf } from './desk.policy.ts';
import { type Scoring, countWaiting, findScoring, listClaimed, listDecided, listQueue } from './desk.queries.ts';
import { letGoAssessment } from './let-go-assessment.ts';
import { assessmentRefusals } from './lock-assessment.ts';
import { QueuePage } from './queue.page.tsx';
import { type SaveRatings, type SaveRatingsResult, saveRatings } from './save-ratings.ts';
import type { Returned } from './scoring-props.ts';
import { ScoringPage } from './scoring.page.tsx';

const assessor = { config: { policy: 'assessor' } } as const;

const notices: Record<string, string> = {
  'let-go': 'You let the attempt go; it waits in the queue again.',
};

/** Where assessors take attempts from the queue, rate every look-for and send the decision. */
export function deskRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/desk', assessor, (request, reply) => sendQueue(request, reply, deps, 200));

  app.post('/desk/attempts/:attemptId/claim', assessor, async (request, reply) => {
    const attemptId = pathId(param(request, 'attemptId'), 'attempt');
    const claim = await deps.db
      .transaction()
      .execute((trx) => claimAttempt(trx, { assessor: assessorFor(request), attemptId, now: deps.now() }));
    if (claim.ok) return reply.redirect(`/desk/assessments/${claim.assessmentId}`, 303);
    if (claim.reason === 'own-work' || claim.reason === 'coached')
      throw new ForbiddenError(claimRefusals[claim.reason]);
    return sendQueue(request, reply, deps, 409, claimRefusals[claim.reason]);
  });

  app.get('/desk/assessments/:assessmentId', assessor, async (request, reply) => {
    const scoring = await loadScoring(request, deps);
    const context = pageContext(request, deps);
    if (scoring.decision)
      return sendPage(reply, 200, <DecidedPage context={context} scoring={scoring} decision={scoring.decision} />);
    refuseLetGo(scoring);
    const saved = textFields(request.query).saved !== undefined;
    return sendPage(reply, 200, <ScoringPage context={context} scoring={scoring} saved={saved} />);
  });

  app.post('/desk/assessments/:assessmentId', assessor, async (request, reply) => {
    const before = await loadScoring(request, deps);
    const fields = textFields(request.body);
    const form = parseScoringForm(before, fields);
    if (form.errors.length > 0) return sendScoring(request, reply, deps, 422, { form, errors: form.errors });

    const saved = await save(deps, {
      assessor: assessorFor(request),
      assessmentId: before.id,
      ratings: form.ratings,
      overall: form.overall,
      now: deps.now(),
    });
    if (saved.conflicts.length > 0 || saved.overallConflict)
      return sendScoring(request, reply, deps, 409, { form, errors: [], saved });
    const url = `/desk/assessments/${before.id}`;
    if (fields.intent !== 'send') return reply.redirect(`${url}?saved=1`, 303);

    const errors = sendingErrors(await loadScoring(request, deps));
    if (errors.length > 0) return sendScoring(request, reply, deps, 422, { form, errors, saved });
    return reply.redirect(`${url}/decide`, 303);
  });

  app.put('/desk/assessments/:assessmentId/ratings/:lookFor', assessor, async (request, reply) => {
    const lookFor = param(request, 'lookFor');
    const change = read(RatingPut, request.body);
    const saved = await save(deps, {
      assessor: assessorFor(request),
      assessmentId: pathId(param(request, 'assessmentId'), 'assessment'),
      ratings: [{ lookFor, ...change }],
      now: deps.now(),
    });
    const conflict = saved.conflicts[0]?.current;
    if (conflict) return sendConflict(reply, { ...conflict, was: markOf(conflict, conflict.revision) });
    const revision = saved.revisions.get(lookFor) ?? 0;
    return reply.send({ revision, was: markOf(change, revision) });
  });

  app.put('/desk/assessments/:assessmentId/overall', assessor, async (request, reply) => {
    const change = read(OverallPut, request.body);
    const saved = await save(deps, {
      assessor: assessorFor(request),
      assessmentId: pathId(param(request, 'assessmentId'), 'assessment'),
      ratings: [],
      overall: change,
      now: deps.now(),
    });
    const conflict = saved.overallConflict;
    if (conflict) return sendConflict(reply, { value: null, ...conflict, was: markOf(conflict, conflict.revision) });
    return reply.send({ revision: saved.overallRevision, was: markOf(change, saved.overallRevision) });
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
    if (scoring.decision) return reply.redirect(`/desk/assessments/${scoring.id}`, 303);
    refuseLetGo(scoring);
    return sendConfirmation(request, reply, deps, 200, scoring);
  });

  app.post('/desk/assessments/:assessmentId/decide', assessor, async (request, reply) => {
    const assessmentId = pathId(param(request, 'assessmentId'), 'assessment');
    const seen = textFields(request.body).seen ?? '';
    const command = { assessor: assessorFor(request), assessmentId, seen, now: deps.now(), baseUrl: deps.baseUrl };
    const result = await deps.db.transaction().execute((trx) => decideAttempt(trx, command));
    if (result.ok) return reply.redirect(`/desk/assessments/${assessmentId}`, 303);
    if (result.reason === 'let-go' || result.reason === 'completed')
      throw new ConflictError(assessmentRefusals[result.reason]);
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

function assessorFor(request: FastifyRequest) {
  return assessorOf(requireViewer(request));
}

function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? '';
}

function read<T>(
  schema: { safeParse(body: unknown): { success: true; data: T } | { success: false } },
  body: unknown,
): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new UnreadableError('Not saved: a comment takes at most 10,000 characters.');
  return parsed.data;
}

async function loadScoring(request: FastifyRequest, deps: Deps): Promise<Scoring> {
  const id = pathId(param(request, 'assessmentId'), 'assessment');
  const scoring = await findScoring(deps.db, assessorFor(request), id, deps.now());
  if (!scoring) throw new NotFoundError('assessment');
  return scoring;
}

function refuseLetGo(scoring: Scoring): void {
  if (scoring.state !== 'claimed') throw new ConflictError(assessmentRefusals['let-go']);
}

async function save(deps: Deps, command: SaveRatings): Promise<Extract<SaveRatingsResult, { ok: true }>> {
  const saved = await deps.db.transaction().execute((trx) => saveRatings(trx, command));
  if (!saved.ok) throw new ConflictError(assessmentRefusals[saved.reason]);
  return saved;
}

function sendConflict(reply: FastifyReply, current: unknown) {
  const detail = 'This was changed elsewhere meanwhile.';
  return reply
    .code(409)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: detail, status: 409, detail, current });
}

async function sendScoring(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  status: number,
  returned: Returned,
) {
  const scoring = await loadScoring(request, deps);
  const context = pageContext(request, deps);
  return sendPage(reply, status, <ScoringPage context={context} scoring={scoring} returned={returned} />);
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
  if (decision.ok) {
    const page = { context, scoring, outcome: decision.outcome, ...(refusal === undefined ? {} : { refusal }) };
    return sendPage(reply, status, <ConfirmPage {...page} />);
  }
  const untouched = { ratings: [], overall: undefined, errors: [] };
  const returned = { form: untouched, errors: sendingErrors(scoring) };
  return sendPage(reply, 422, <ScoringPage context={context} scoring={scoring} returned={returned} />);
}

async function sendQueue(request: FastifyRequest, reply: FastifyReply, deps: Deps, status: number, refusal?: string) {
  const query = textFields(request.query);
  const only = query['micro-credential'] || undefined;
  const viewer = assessorFor(request);
  const [claimed, queue, counts, decided] = await Promise.all([
    listClaimed(deps.db, viewer),
    listQueue(deps.db, viewer, { microCredential: only, after: query.after, now: deps.now() }),
    countWaiting(deps.db, viewer),
    listDecided(deps.db, viewer),
  ]);
  return sendPage(
    reply,
    status,
    <QueuePage
      context={pageContext(request, deps)}
      claimed={claimed}
      queue={queue}
      counts={counts}
      decided={decided}
      only={only}
      after={query.after || undefined}
      notice={notices[query.notice ?? '']}
      {...(refusal === undefined ? {} : { refusal })}
    />,
  );
}
