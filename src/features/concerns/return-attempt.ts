import { concernKinds } from '#domain/assessment/concern.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { endJudging } from '../judging/end-judging.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import type { LockedConcern } from './lock-concern.ts';

/** Why an attempt that goes back for an upheld concern could not be judged, as its decision keeps it. */
export const returnCodes = { plagiarism: 'not-own-work', 'ai-declaration': 'ai-not-declared' } as const;

/**
 * Sends an attempt back as incomplete, with the reason and without a word on the look-fors; it does not count as an attempt.
 * Who had claimed it is free of it. False where its decision is out already, or it was taken back.
 */
export async function returnAttempt(
  trx: Trx,
  { concern, leadId, reason, now }: { concern: LockedConcern; leadId: string; reason: string; now: Date },
): Promise<boolean> {
  const { attemptId, issuerId, kind } = concern;
  const judging = await lockJudging(trx, attemptId);
  if (!judging || ['released', 'returned', 'withdrawn'].includes(judging.stage)) return false;
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
      released_at: now,
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
    .set({ state: 'working', due_at: null, updated_at: now })
    .where('id', '=', judging.enrolmentId)
    .where('state', '=', 'submitted')
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
