import { settleAppeal } from '#domain/assessment/appeal.ts';
import type { DecisionRefusal } from '#domain/assessment/decide.ts';
import { openLookFors, standings } from '#domain/assessment/standing.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { addJob } from '#platform/jobs.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { hasOpenConcern } from '../concerns/concerns.queries.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { type Scoring, findScoring } from '../desk/desk.queries.ts';
import { type AssessmentRefusal, lockAssessment } from '../desk/lock-assessment.ts';
import { lookForsToRate } from '../desk/look-fors-to-rate.ts';
import { decideScoring, ratingsDigest } from '../judging/complete-assessment.ts';
import { type Judging, lockJudging } from '../judging/judging.queries.ts';
import { awardJobKey } from '../judging/release-decision.ts';
import { endBarredSeats } from '../queue/review-seats.ts';
import { listJudgedAttempts } from '../work/work.queries.ts';
import { lockAppeal } from './appeals.queries.ts';

export type CompleteAppeal = { assessor: Assessor; assessmentId: string; seen: string; now: Date; baseUrl: string };

export type CompleteAppealResult =
  | { ok: true; outcome: 'changed' | 'upheld'; earns: boolean }
  | { ok: false; reason: AssessmentRefusal | 'changed-meanwhile' | 'answer-missing' | 'open-concern' }
  | { ok: false; reason: DecisionRefusal; lookFors: string[] };

export const openConcernMessage =
  'A concern about this attempt is still open, and with your ratings it would be earned. Send your answer once the concern is settled.';

/**
 * Answers an appeal: what was appealed against now stands as it is rated here, for ever; the decision itself stays as it
 * was sent. With the last look-for demonstrated the micro-credential is earned. The enrolment, the judging, the assessment
 * and the appeal are locked in this order, so that withdrawing it comes before or after.
 */
export async function completeAppeal(trx: Trx, command: CompleteAppeal): Promise<CompleteAppealResult> {
  const { assessor, assessmentId, now } = command;
  const attemptId = await findAttemptOf(trx, command);
  const judging = await lockJudging(trx, attemptId);
  if (!judging) throw new NotFoundError('assessment');
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  // As for every other seat: what keeps them from it may have come up since they began.
  if (await endBarredSeats(trx, judging, { attemptId, personId: assessor.id, now, baseUrl: command.baseUrl }))
    return { ok: false, reason: 'let-go' };
  const appeal = await lockAppeal(trx, attemptId);
  const scoring = await findScoring(trx, assessor, assessmentId, now);
  if (!scoring || appeal?.state !== 'open') throw new NotFoundError('assessment');
  if (ratingsDigest(scoring) !== command.seen) return { ok: false, reason: 'changed-meanwhile' };
  const decision = decideScoring(scoring);
  if (!decision.ok) return decision;
  const answer = scoring.overall.comment.trim();
  if (answer === '') return { ok: false, reason: 'answer-missing' };

  const ratings = lookForsToRate(scoring).flatMap((lookFor) => {
    const rating = scoring.ratings.get(lookFor);
    return rating ? [{ lookFor, ...rating }] : [];
  });
  const judged = await listJudgedAttempts(trx, judging.enrolmentId);
  const { outcome, earns } = settleAppeal(openLookFors(standings(scoring.definition, judged)), ratings);
  if (earns && (await hasOpenConcern(trx, attemptId))) return { ok: false, reason: 'open-concern' };

  await trx
    .updateTable('assessments')
    .set({ state: 'completed', completed_at: now })
    .where('id', '=', assessmentId)
    .execute();
  await trx
    .updateTable('appeals')
    .set({ state: 'decided', outcome, earns, answer, assessment_id: assessmentId })
    .set({ ended_at: now, ended_by: assessor.id })
    .where('attempt_id', '=', attemptId)
    .execute();
  await trx
    .insertInto('appeal_ratings')
    .values(
      ratings.map(({ lookFor, value, condition, comment, locators }) => ({
        ...{ attempt_id: attemptId, look_for_key: lookFor, value, condition, comment },
        locators: JSON.stringify(locators),
      })),
    )
    .execute();
  if (earns) await earn(trx, judging, now);
  await sendMailLater(trx, answeredMail(judging, scoring, command.baseUrl));
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: assessor.id,
    action: 'appeal.decided',
    subject: { type: 'attempt', id: attemptId },
    details: { assessment: assessmentId, outcome, earns },
    beforeSha256: scoring.sha256,
    afterSha256: command.seen,
  });
  return { ok: true, outcome, earns };
}

/** The work is the earner’s own while an appeal is open: what is handed in meanwhile is refused. */
async function earn(trx: Trx, { attemptId, enrolmentId }: Judging, now: Date): Promise<void> {
  const moved = await trx
    .updateTable('enrolments')
    .set({ state: 'earned', earned_at: now, due_at: null, updated_at: now })
    .where('id', '=', enrolmentId)
    .where('state', '=', 'working')
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new Error(`Enrolment ${enrolmentId} was not the earner’s turn`);
  await addJob(trx, 'issue-award', { attemptId }, awardJobKey(attemptId));
}

/** Says that there is an answer, not which: that stands on the page, with its reasons. */
function answeredMail({ earner, enrolmentId, number }: Judging, { definition }: Scoring, baseUrl: string) {
  return composeMail({
    to: earner.email,
    subject: `Your appeal about ${definition.title} is answered`,
    paragraphs: [
      `Your appeal against the decision on attempt ${number} of “${definition.title}” has been looked at afresh, by somebody who had not judged it before.`,
      'The answer and its reasons stand on the page of your appeal.',
    ],
    action: { label: 'Read the answer', url: `${baseUrl}/work/${enrolmentId}/attempts/${number}/appeal` },
  });
}

/** Looked up without a lock: the enrolment and the judging come first. */
async function findAttemptOf(trx: Trx, { assessor, assessmentId }: CompleteAppeal): Promise<string> {
  const row = await trx
    .selectFrom('assessments')
    .select('attempt_id')
    .where('id', '=', assessmentId)
    .where('assessor_id', '=', assessor.id)
    .where('role', '=', 'appeal')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('assessment');
  return row.attempt_id;
}
