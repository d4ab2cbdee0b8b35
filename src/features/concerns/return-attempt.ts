import { concernKinds } from '#domain/assessment/concern.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { endJudging } from '../judging/end-judging.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import { findKept, takeDecisionBack } from '../judging/recall-decision.ts';
import { afterRecalls } from '../judging/release-decision.ts';
import type { LockedConcern } from './lock-concern.ts';

/** Why an attempt that goes back for an upheld concern could not be judged, as its decision keeps it. */
export const returnCodes = { plagiarism: 'not-own-work', 'ai-declaration': 'ai-not-declared' } as const;

/**
 * Sends an attempt back as incomplete, with the reason and without a word on the look-fors; it does not count as an attempt.
 * Who had claimed it is free of it. A decision that is out is taken back while nobody has read it and no award rests on
 * it; false where it stays, or the attempt was taken back.
 */
export async function returnAttempt(
  trx: Trx,
  { concern, leadId, reason, now }: { concern: LockedConcern; leadId: string; reason: string; now: Date },
): Promise<boolean> {
  const { attemptId, issuerId, kind } = concern;
  const judging = await lockJudging(trx, attemptId);
  if (!judging || judging.stage === 'returned' || judging.stage === 'withdrawn') return false;
  if (judging.stage === 'released') {
    if (await findKept(trx, judging)) return false;
    await takeDecisionBack(trx, { attemptId, by: leadId, reason, now });
  }
  const code = kind === 'safeguarding' ? undefined : returnCodes[kind];
  await trx
    .insertInto('decisions')
    .values({
      attempt_id: attemptId,
      issuer_id: issuerId,
      assessment_id: null,
      outcome: 'incomplete',
      overall_comment: `${concernKinds[kind].label}. ${reason}`,
      decided_by: leadId,
      released_at: await afterRecalls(trx, attemptId, now),
      process: JSON.stringify({ concern: concern.id, code }),
    })
    .execute();
  await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('attempt_id', '=', attemptId)
    .where('state', '=', 'claimed')
    .execute();
  await endJudging(trx, { attemptId, stage: 'returned', now });
  await trx
    .updateTable('enrolments')
    .set({ state: 'working', due_at: null, earned_at: null, updated_at: now })
    .where('id', '=', judging.enrolmentId)
    .where('state', 'in', ['submitted', 'earned'])
    .execute();
  await audit(trx, {
    issuerId,
    actorId: leadId,
    action: 'attempt.returned',
    subject: { type: 'attempt', id: attemptId },
    details: { concern: concern.id, code },
  });
  return true;
}
