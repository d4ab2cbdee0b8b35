import type { Trx } from '#platform/database.ts';
import { endAssignments } from '../queue/assignments.ts';

/** Ends the way of an attempt that is locked: no clock runs any more, and nobody is to score it. */
export async function endJudging(
  trx: Trx,
  { attemptId, stage, now }: { attemptId: string; stage: 'released' | 'returned' | 'withdrawn'; now: Date },
): Promise<void> {
  await trx
    .updateTable('judging_pauses')
    .set({ resumed_at: now })
    .where('attempt_id', '=', attemptId)
    .where('resumed_at', 'is', null)
    .execute();
  await endAssignments(trx, { attemptId, reason: 'over', now });
  await trx
    .updateTable('judgings')
    .set({ stage, ended_at: now, paused_at: null, contested: [] })
    .where('attempt_id', '=', attemptId)
    .execute();
}
