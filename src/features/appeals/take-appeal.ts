import { leaseUntil } from '#domain/assessment/claim.ts';
import type { Obstacle } from '#domain/assessment/obstacles.ts';
import type { Trx } from '#platform/database.ts';
import { takeSeat } from '../desk/claim-attempt.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import type { Lead } from '#domain/access/lead.ts';
import { listObstacles } from '../queue/eligibility.queries.ts';
import { lockRole } from '../queue/lock-role.ts';
import { lockAppeal } from './appeals.queries.ts';

export type TakeRefusal = 'not-given' | 'held-by-another';

export const takeRefusals: Record<TakeRefusal, string> = {
  'not-given': 'This appeal is given to another assessor, or to nobody yet. A lead assessor decides who answers it.',
  'held-by-another': 'Another assessor has this appeal in hand.',
};

export type TakeResult =
  | { ok: true; assessmentId: string }
  | { ok: false; reason: TakeRefusal }
  | { ok: false; reason: 'obstacle'; obstacle: Obstacle };

/**
 * Sits down to an open appeal: whoever it is given to, or a lead assessor of the issuer where nobody has it. Of an attempt
 * without an open appeal there is nothing to take: `undefined`.
 */
export async function takeAppeal(
  trx: Trx,
  { assessor, attemptId, now }: { assessor: Lead & { leadIssuerIds: readonly string[] }; attemptId: string; now: Date },
): Promise<TakeResult | undefined> {
  if (!(await lockRole(trx, { attemptId, personId: assessor.id }))) return undefined;
  const judging = await lockJudging(trx, attemptId);
  if (!judging || !assessor.issuerIds.includes(judging.issuerId)) return undefined;
  const appeal = await lockAppeal(trx, attemptId);
  if (appeal?.state !== 'open') return undefined;
  const seat = await trx
    .selectFrom('assessments')
    .select(['id', 'assessor_id', 'lease_expires_at'])
    .where('attempt_id', '=', attemptId)
    .where('role', '=', 'appeal')
    .where('state', '=', 'claimed')
    .forUpdate()
    .executeTakeFirst();
  if (seat?.assessor_id === assessor.id) {
    await trx
      .updateTable('assessments')
      .set({ lease_expires_at: leaseUntil(now) })
      .where('id', '=', seat.id)
      .execute();
    return { ok: true, assessmentId: seat.id };
  }
  const [obstacle] = await listObstacles(trx, { assessor, attemptId, now });
  if (obstacle) return { ok: false, reason: 'obstacle', obstacle };
  if (seat && seat.lease_expires_at > now) return { ok: false, reason: 'held-by-another' };
  const given = await trx
    .selectFrom('assignments')
    .select('assessor_id')
    .where('attempt_id', '=', attemptId)
    .where('role', '=', 'appeal')
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const leads = assessor.leadIssuerIds.includes(judging.issuerId);
  if (given ? given.assessor_id !== assessor.id : !leads) return { ok: false, reason: 'not-given' };
  const place = { attemptId, issuerId: judging.issuerId, role: 'appeal', round: 1 } as const;
  return { ok: true, assessmentId: await takeSeat(trx, { assessor, seat: place, now }) };
}
