import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fieldNames } from '#islands/scoring/scoring-props.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, UnreadableError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { clockOf } from '../queue/clock.ts';
import { assessorFor, keeperOf, loadScoring, param } from './desk-requests.ts';
import {
  type ScoringForm,
  OverallPut,
  RatingPut,
  markOf,
  overallMark,
  parseScoringForm,
  sendingErrors,
} from './desk.form.ts';
import { assessmentRefusals } from './lock-assessment.ts';
import type { Scoring } from './desk.queries.ts';
import { keepComment, longestKept } from './keep-comment.ts';
import { recordBeat } from './record-beat.ts';
import { type SaveRatings, type SaveRatingsResult, saveRatings } from './save-ratings.ts';
import { type Returned, fieldsOf } from './scoring-props.ts';
import { ScoringPage } from './scoring.page.tsx';

const assessor = { config: { policy: 'assessor' } } as const;

/** Saving what an assessor rates: the form whole, or change by change as the page's script puts them. */
export function scoringRoutes(app: FastifyInstance, deps: Deps): void {
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
      from: fields[fieldNames.live] === undefined ? 'form' : 'script',
    });
    if (saved.conflicts.length > 0 || saved.overallConflict)
      return sendScoring(request, reply, deps, 409, { form, errors: [], saved });
    const url = `/desk/assessments/${before.id}`;
    const kept = /^keep:(.+)$/u.exec(fields.intent ?? '')?.[1];
    if (kept !== undefined) await keepPosted(request, deps, before, form, kept);
    if (fields.intent !== 'send') return reply.redirect(`${url}?saved=1`, 303);

    const errors = sendingErrors(await loadScoring(request, deps));
    if (errors.length > 0) return sendScoring(request, reply, deps, 422, { form, errors, saved });
    return reply.redirect(`${url}/decide`, 303);
  });

  app.put('/desk/assessments/:assessmentId/ratings/:lookFor', assessor, async (request, reply) => {
    const lookFor = param(request, 'lookFor');
    const saved = await save(deps, {
      ...commandOf(request, deps),
      ratings: [{ lookFor, ...read(RatingPut, request.body) }],
    });
    const conflict = saved.conflicts[0]?.current;
    if (conflict)
      return sendConflict(reply, { ...fieldsOf(conflict), revision: conflict.revision, was: markOf(conflict) });
    const rating = saved.ratings.get(lookFor);
    return reply.send({
      revision: rating?.revision ?? 0,
      was: rating ? markOf(rating) : '',
      activeSeconds: saved.activeSeconds,
    });
  });

  app.put('/desk/assessments/:assessmentId/overall', assessor, async (request, reply) => {
    const overall = read(OverallPut, request.body);
    const saved = await save(deps, { ...commandOf(request, deps), ratings: [], overall });
    const conflict = saved.overallConflict;
    if (conflict) return sendConflict(reply, { ...conflict, was: overallMark(conflict) });
    const { revision } = saved.overall;
    return reply.send({ revision, was: overallMark(saved.overall), activeSeconds: saved.activeSeconds });
  });

  app.post('/desk/assessments/:assessmentId/beat', assessor, async (request, reply) => {
    const { from: _, ...command } = commandOf(request, deps);
    const resumes = (request.body as { resumes?: unknown } | null)?.resumes === true;
    const result = await deps.db.transaction().execute((trx) => recordBeat(trx, { ...command, resumes }));
    if (!result.ok) throw new ConflictError(assessmentRefusals[result.reason]);
    return reply.send({ activeSeconds: result.seconds });
  });
}

/** Without the script a comment is kept for reuse by the button below it, with the save. */
async function keepPosted(request: FastifyRequest, deps: Deps, scoring: Scoring, form: ScoringForm, lookFor: string) {
  const rating = form.ratings.find((one) => one.lookFor === lookFor) ?? scoring.ratings.get(lookFor);
  const body = rating?.comment.trim() ?? '';
  if (body === '' || body.length > longestKept) return;
  const keptFor = { issuerId: scoring.issuerId, microCredentialId: scoring.microCredentialId, lookFor };
  const keep = { keeper: keeperOf(request), for: keptFor, body, isShared: false, now: deps.now() };
  await deps.db.transaction().execute((trx) => keepComment(trx, keep));
}

function commandOf(request: FastifyRequest, deps: Deps) {
  return {
    assessor: assessorFor(request),
    assessmentId: pathId(param(request, 'assessmentId'), 'assessment'),
    now: deps.now(),
    from: 'script' as const,
  };
}

function read<T>(
  schema: { safeParse(body: unknown): { success: true; data: T } | { success: false } },
  body: unknown,
): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new UnreadableError('Not saved: a comment or a note takes at most 10,000 characters.');
  return parsed.data;
}

async function save(deps: Deps, command: SaveRatings): Promise<Extract<SaveRatingsResult, { ok: true }>> {
  const saved = await deps.db.transaction().execute(async (trx) => {
    const result = await saveRatings(trx, command);
    // Thrown inside, so that nothing of the command stays.
    if (!result.ok && result.reason === 'wrong-place') throw new UnreadableError(`Not saved. ${result.message}.`);
    return result;
  });
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
  const clock = await clockOf(deps.db, scoring.issuerId);
  const context = pageContext(request, deps);
  return sendPage(reply, status, <ScoringPage {...{ context, scoring, clock, returned }} />);
}
