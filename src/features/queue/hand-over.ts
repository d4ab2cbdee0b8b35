import { type ToldReason, toldReason } from '#domain/assessment/obstacles.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { seesNames } from '../blind/blindness.queries.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import { isForTheCoach } from '../judging/open-judging.ts';
import { type SeatRole, auditAssignment } from './assignments.ts';
import { listObstacles } from './eligibility.queries.ts';
import { lockRole } from './lock-role.ts';

export type HandOver = {
  lead: { id: string; issuerIds: readonly string[] };
  attemptId: string;
  /** From whom it is taken; undefined where it only waits. */
  from: string | undefined;
  /** To whom it is given; undefined: to nobody, back to the queue. */
  to: string | undefined;
  now: Date;
};

export type HandOverRefusal =
  Exclude<ToldReason, 'away'> | 'away' | 'not-assessing' | 'for-the-coach' | 'no-seat' | 'not-waiting' | 'not-theirs';

export const handOverRefusals: Record<HandOverRefusal, string> = {
  'own-work': 'This is their own work. Choose another assessor.',
  coached: 'They have coached this work. Choose another assessor.',
  'conflict-declared': 'A conflict of interest is declared between them and the earner. Choose another assessor.',
  'same-school': 'They and the earner work, or worked, at the same school. Choose another assessor.',
  'peer-in-evidence': 'They were asked to confirm something of this work. Choose another assessor.',
  conflict: 'A conflict of interest keeps them from this work. Choose another assessor.',
  'not-certified': 'They are not certified for this micro-credential. Choose another assessor.',
  lapsed: 'Their certification for this micro-credential has lapsed. Choose another assessor.',
  'sat-already': 'They have scored this attempt already. Choose another assessor.',
  'names-seen': 'This is judged without names, and they have seen whose work it is. Choose another assessor.',
  away: 'They are away. Choose another assessor.',
  'not-assessing': 'They do not assess at this issuer. Choose another assessor.',
  'for-the-coach': 'By this programme’s policy the earner’s own coach scores this attempt. Choose the coach.',
  'no-seat': 'Everyone whom this attempt needs has it already. Take it from one of them first.',
  'not-waiting': 'This attempt no longer waits to be scored.',
  'not-theirs': 'They no longer hold this attempt. The page shows who does now.',
};

/**
 * A lead takes an attempt from somebody, gives it to somebody, or both at once. What was rated stays with the assessment
 * that was taken away, and nobody who has a seat or a conflict is given it. Who judges their own work a lead neither sees nor says.
 */
export async function handOver(
  trx: Trx,
  { lead, attemptId, from, to, now }: HandOver,
): Promise<{ ok: true } | { ok: false; reason: HandOverRefusal }> {
  const assesses = to !== undefined && (await lockRole(trx, { attemptId, personId: to }));
  const judging = await lockJudging(trx, attemptId);
  if (!judging || !lead.issuerIds.includes(judging.issuerId) || judging.earner.id === lead.id)
    throw new NotFoundError('attempt');
  if (judging.stage !== 'scoring' && judging.stage !== 'adjudication') return { ok: false, reason: 'not-waiting' };
  const roles: readonly SeatRole[] = judging.stage === 'adjudication' ? ['adjudicator'] : ['first', 'second'];
  const round = judging.stage === 'adjudication' ? judging.round : 1;
  const { claimed, given } = await listHolders(trx, { attemptId, roles, round });
  const taken = claimed.find((seat) => seat.state === 'claimed' && seat.assessor_id === from);
  const ended = given.filter((seat) => seat.assessor_id === from);
  if (from !== undefined && !taken && ended.length === 0) return { ok: false, reason: 'not-theirs' };

  let role: SeatRole | undefined;
  if (to !== undefined) {
    if (!assesses) return { ok: false, reason: 'not-assessing' };
    const [obstacle] = await listObstacles(trx, { assessor: { id: to }, attemptId, now });
    if (obstacle) {
      const sees = await seesNames(trx, { attemptId, personId: lead.id });
      return { ok: false, reason: toldReason(obstacle.reason, sees) };
    }
    if (await isForTheCoach(trx, judging, to)) return { ok: false, reason: 'for-the-coach' };
    const places = roles.slice(0, judging.stage === 'adjudication' ? 1 : judging.independent);
    const occupied = [...claimed.filter((seat) => seat !== taken), ...given.filter((seat) => !ended.includes(seat))];
    role = places.find((place) => !occupied.some((seat) => seat.role === place));
    if (occupied.length >= places.length || role === undefined || given.some((seat) => seat.assessor_id === to))
      return { ok: false, reason: 'no-seat' };
  }
  if (taken) await trx.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', taken.id).execute();
  for (const { id } of ended)
    await trx
      .updateTable('assignments')
      .set({ ended_at: now, end_reason: 'reassigned' })
      .where('id', '=', id)
      .execute();
  if (to !== undefined && role !== undefined) {
    await trx
      .insertInto('assignments')
      .values({
        issuer_id: judging.issuerId,
        attempt_id: attemptId,
        role,
        assessor_id: to,
        assigned_by: lead.id,
        assigned_at: now,
      })
      .execute();
  }
  const event = { issuerId: judging.issuerId, actorId: lead.id };
  if (taken) {
    await audit(trx, {
      ...event,
      action: 'assessment.taken-away',
      subject: { type: 'assessment', id: taken.id },
      details: { attempt: attemptId, reason: 'reassigned' },
    });
  }
  for (const { role: was } of ended) {
    const details = { assessor: from ?? '', role: was, reason: 'reassigned' };
    await auditAssignment(trx, { ...event, action: 'assignment.ended', attemptId, details });
  }
  if (to !== undefined && role !== undefined)
    await auditAssignment(trx, { ...event, action: 'assignment.made', attemptId, details: { assessor: to, role } });
  return { ok: true };
}

/** Who sits before the attempt, and to whom it is given. */
async function listHolders(
  trx: Trx,
  { attemptId, roles, round }: { attemptId: string; roles: readonly SeatRole[]; round: number },
) {
  const claimed = await trx
    .selectFrom('assessments')
    .select(['id', 'assessor_id', 'role', 'state'])
    .where('attempt_id', '=', attemptId)
    .where('state', 'in', ['claimed', 'completed'])
    .where('role', 'in', [...roles])
    .where('round', '=', round)
    .orderBy('id')
    .forUpdate()
    .execute();
  const given = await trx
    .selectFrom('assignments')
    .select(['id', 'assessor_id', 'role'])
    .where('attempt_id', '=', attemptId)
    .where('role', 'in', [...roles])
    .where('ended_at', 'is', null)
    .execute();
  return { claimed, given };
}
