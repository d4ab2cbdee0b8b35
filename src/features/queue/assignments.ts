import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';

export type EndReason = 'claimed' | 'reassigned' | 'away' | 'refused' | 'conflict' | 'role-lost' | 'lapsed' | 'over';

export type SeatRole = 'first' | 'second' | 'adjudicator' | 'appeal';

/** Ends what was given of an attempt, to one person or to everyone, without a word to the trail: its cause has its own. */
export async function endAssignments(
  trx: Trx,
  { attemptId, assessorId, reason, now }: { attemptId: string; assessorId?: string; reason: EndReason; now: Date },
): Promise<number> {
  let query = trx
    .updateTable('assignments')
    .set({ ended_at: now, end_reason: reason })
    .where('attempt_id', '=', attemptId)
    .where('ended_at', 'is', null);
  if (assessorId !== undefined) query = query.where('assessor_id', '=', assessorId);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Writes down that something was given to somebody, or taken back. */
export async function auditAssignment(
  trx: Trx,
  event: {
    issuerId: string;
    actorId: string | null;
    action: 'assignment.made' | 'assignment.ended';
    attemptId: string;
    details: { assessor: string; role: string; reason?: string };
  },
): Promise<void> {
  const { attemptId, ...rest } = event;
  await audit(trx, { ...rest, subject: { type: 'attempt', id: attemptId } });
}
