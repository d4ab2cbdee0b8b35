import { addBusinessTime, businessTimeBetween } from '#domain/assessment/business-clock.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { clockOf } from './clock.ts';

/** Why an attempt waits on its earner: they were asked something, a release is missing, or a concern is to be answered. */
export type PauseReason = 'question' | 'privacy' | 'concern';

/**
 * Stops the clock of an attempt while it waits on the earner: true unless it stood already for this reason, or the attempt
 * is decided.
 */
export async function pauseJudging(trx: Trx, attemptId: string, reason: PauseReason, now: Date): Promise<boolean> {
  const judging = await lock(trx, attemptId);
  // An anchor’s way has ended before it began; its clock stands still all the same, as its assessor would see it of another.
  if (!judging || (judging.ended_at && !judging.isAnchor)) return false;
  const paused = await trx
    .insertInto('judging_pauses')
    .values({ attempt_id: attemptId, paused_at: now, reason })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (paused.numInsertedOrUpdatedRows !== 1n) return false;
  if (!judging.paused_at)
    await trx.updateTable('judgings').set({ paused_at: now }).where('attempt_id', '=', attemptId).execute();
  await audit(trx, {
    issuerId: judging.issuer_id,
    actorId: null,
    action: 'judging.paused',
    subject: { type: 'attempt', id: attemptId },
    details: { reason },
  });
  return true;
}

/**
 * Lets the clock of an attempt go on, once nothing else waits on the earner: what was due is due later by exactly the
 * working time that it stood. Without a reason, nothing waits any more. False where the clock did not begin to go.
 */
export async function resumeJudging(trx: Trx, attemptId: string, now: Date, reason?: PauseReason): Promise<boolean> {
  const judging = await lock(trx, attemptId);
  if (!judging?.paused_at) return false;
  const open = await trx
    .selectFrom('judging_pauses')
    .select('reason')
    .where('attempt_id', '=', attemptId)
    .where('resumed_at', 'is', null)
    .execute();
  const ending = open.filter((pause) => reason === undefined || pause.reason === reason);
  await trx
    .updateTable('judging_pauses')
    .set({ resumed_at: now })
    .where('attempt_id', '=', attemptId)
    .where('resumed_at', 'is', null)
    .where('reason', 'in', [...ending.map((pause) => pause.reason), reason ?? 'question'])
    .execute();
  if (ending.length < open.length) return false;

  const clock = await clockOf(trx, judging.issuer_id);
  const waited = businessTimeBetween(clock, judging.paused_at, now);
  const later = (due: Date) => addBusinessTime(clock, due, waited);
  const due_at = later(judging.due_at);
  const check_due_at = judging.stage === 'pre_check' ? later(judging.check_due_at) : judging.check_due_at;
  await trx
    .updateTable('judgings')
    .set({ paused_at: null, due_at, check_due_at })
    .where('attempt_id', '=', attemptId)
    .execute();
  await trx
    .updateTable('enrolments')
    .set({ due_at })
    .where('id', '=', judging.enrolment_id)
    .where('state', '=', 'submitted')
    .execute();
  await audit(trx, {
    issuerId: judging.issuer_id,
    actorId: null,
    action: 'judging.resumed',
    subject: { type: 'attempt', id: attemptId },
    details: { dueAt: due_at.toISOString() },
  });
  return true;
}

/** The enrolment first, then the judging: the order in which everyone locks them. */
async function lock(trx: Trx, attemptId: string) {
  const enrolment = await trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .select('e.state')
    .where('t.id', '=', attemptId)
    .forUpdate('e')
    .executeTakeFirst();
  const judging = await trx
    .selectFrom('judgings')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .forUpdate()
    .executeTakeFirst();
  return judging && { ...judging, isAnchor: enrolment?.state === 'anchor' };
}
