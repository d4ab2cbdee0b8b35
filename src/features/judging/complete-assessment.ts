import { type DecisionRefusal, type DraftRating, type Outcome, decide } from '#domain/assessment/decide.ts';
import { placeKey } from '#domain/assessment/placed-locator.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { completeAnchor } from '../calibration/complete-anchor.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { type Scoring, findScoring } from '../desk/desk.queries.ts';
import { type AssessmentRefusal, lockAssessment } from '../desk/lock-assessment.ts';
import { lookForsToRate } from '../desk/look-fors-to-rate.ts';
import { askForAssignment } from '../queue/assign-waiting.ts';
import { endBarredSeats } from '../queue/review-seats.ts';
import { lockJudging } from './judging.queries.ts';
import { type Settled, settleJudging } from './settle-judging.ts';

export type CompleteAssessment = {
  assessor: Assessor;
  assessmentId: string;
  /** The digest of the ratings that the assessor saw when asked to confirm. */
  seen: string;
  now: Date;
  baseUrl: string;
};

export type CompleteResult =
  /** `outcome` is what these ratings alone come to; what the earner hears follows from all seats. */
  | { ok: true; outcome: Outcome; attemptId: string; settled: Settled }
  | { ok: false; reason: AssessmentRefusal | 'changed-meanwhile' }
  | { ok: false; reason: DecisionRefusal; lookFors: string[] };

/**
 * Finishes an assessment: its ratings never change from here on. What comes of it depends on the other seats. The
 * enrolment, the judging and the assessment are locked in this order, as everywhere.
 */
export async function completeAssessment(trx: Trx, command: CompleteAssessment): Promise<CompleteResult> {
  const { assessor, assessmentId, now, baseUrl } = command;
  const attemptId = await findAttemptOf(trx, assessor, assessmentId);
  if (attemptId === undefined) throw new NotFoundError('assessment');
  const judging = await lockJudging(trx, attemptId);
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  // What keeps them from it may have come up since they began: then these ratings decide nothing.
  if (judging && (await endBarredSeats(trx, judging, { attemptId, personId: assessor.id, now, baseUrl })))
    return { ok: false, reason: 'let-go' };
  const scoring = await findScoring(trx, assessor, assessmentId, now);
  if (!scoring) throw new NotFoundError('assessment');

  if (ratingsDigest(scoring) !== command.seen) return { ok: false, reason: 'changed-meanwhile' };
  const decision = decideScoring(scoring);
  if (!decision.ok) return decision;

  const { outcome } = decision;
  const { role, round, issuerId } = scoring;
  if (role === 'anchor' || role === 'qualification') {
    const trail = { outcome, beforeSha256: scoring.sha256, afterSha256: command.seen };
    await completeAnchor(trx, { assessor, assessmentId, trail, now });
    return { ok: true, outcome, attemptId, settled: { next: 'waiting' } };
  }
  await trx
    .updateTable('assessments')
    .set({ state: 'completed', completed_at: now })
    .where('id', '=', assessmentId)
    .execute();
  // Two may be apart, which an adjudicator is given. Others hold this job while they wait to write to the trail: it comes first.
  if (role !== 'adjudicator' && judging?.independent === 2) await askForAssignment(trx, issuerId);
  await audit(trx, {
    issuerId,
    actorId: assessor.id,
    action: 'assessment.completed',
    subject: { type: 'assessment', id: assessmentId },
    details: { attempt: attemptId, role, round, outcome },
    beforeSha256: scoring.sha256,
    afterSha256: command.seen,
  });
  // An appeal ends by a use case of its own.
  if (role === 'appeal') throw new NotFoundError('assessment');
  if (judging?.stage !== (role === 'adjudicator' ? 'adjudication' : 'scoring'))
    throw new Error(`Attempt ${attemptId} is at ${judging?.stage ?? 'no stage'}, where no ${role} finishes`);
  const settled = await settleJudging(trx, { judging, actorId: assessor.id, now, baseUrl });
  return { ok: true, outcome, attemptId, settled };
}

type Rated = Pick<Scoring, 'definition' | 'sealed' | 'ratings' | 'only'>;

/**
 * Whether what is sent here is the decision itself. Told by the definition alone, so that a sampled second assessment, or an
 * anchor, looks like any other.
 */
export function decidesAlone({ definition, role }: Pick<Scoring, 'definition' | 'role'>): boolean {
  const { policy, release } = definition.assessment;
  const isAlone = policy === 'single' || policy === 'coach';
  const isOther = role === 'adjudicator' || role === 'appeal' || role === 'qualification';
  return isAlone && release !== 'held' && !isOther;
}

/** What follows from what is saved now. */
export function decideScoring(scoring: Rated) {
  return decide(lookForsToRate(scoring), draftRatings(scoring));
}

/** Stands for all that is sent, so that nobody sends what they have not seen. */
export function ratingsDigest(scoring: Pick<Scoring, 'ratings' | 'overall' | 'sha256'>): string {
  return documentSha256({
    attempt: scoring.sha256,
    overall: scoring.overall.comment,
    ratings: [...scoring.ratings]
      .map(([lookFor, { value, condition, comment, locators }]) => ({
        ...{ lookFor, value, condition, comment },
        locators: locators.map(placeKey),
      }))
      .sort((a, b) => (a.lookFor < b.lookFor ? -1 : 1)),
  });
}

function draftRatings({ ratings }: Pick<Scoring, 'ratings'>): DraftRating[] {
  return [...ratings].map(([lookFor, { value, condition, comment }]) => ({ lookFor, value, condition, comment }));
}

/** Looked up without a lock: the enrolment and the judging come first. */
async function findAttemptOf(trx: Trx, assessor: Assessor, assessmentId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('assessments')
    .select('attempt_id')
    .where('id', '=', assessmentId)
    .where('assessor_id', '=', assessor.id)
    .executeTakeFirst();
  return row?.attempt_id;
}
