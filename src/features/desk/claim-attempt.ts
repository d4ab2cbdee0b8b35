import { type ClaimRefusal, type Seat, chooseSeat, leaseUntil } from '#domain/assessment/claim.ts';
import type { Obstacle } from '#domain/assessment/obstacles.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { trailRole } from '../calibration/complete-anchor.ts';
import { seedAnchor } from '../calibration/seed-anchor.ts';
import { seededSeats } from '../calibration/seeded.queries.ts';
import { type Judging, type JudgingSeat, lockJudging } from '../judging/judging.queries.ts';
import { isForTheCoach } from '../judging/open-judging.ts';
import { endAssignments } from '../queue/assignments.ts';
import { listObstacles } from '../queue/eligibility.queries.ts';
import { lockRole } from '../queue/lock-role.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import type { SeatRole } from './seat.queries.ts';

export type ClaimAttempt = { assessor: Assessor; attemptId: string; now: Date };

export type ClaimOutcome =
  | { ok: true; assessmentId: string }
  /** It waits for somebody to look whether it is complete. */
  | { ok: false; reason: 'unchecked' }
  | { ok: false; reason: 'obstacle'; obstacle: Obstacle }
  | { ok: false; reason: ClaimRefusal | 'for-the-coach' };

export const claimRefusals: Record<ClaimRefusal | 'for-the-coach', string> = {
  'not-waiting': 'This attempt no longer waits for a decision. The queue shows what does.',
  'held-by-another': 'Another assessor claimed this attempt before you. The queue shows what is still free.',
  'kept-for-another': 'This attempt is kept for another assessor. The queue shows what is still free.',
  'sat-already': 'You have scored this attempt already, so another assessor has to.',
  'for-the-coach': 'By this programme’s policy the earner’s own coach scores this attempt.',
};

/**
 * Takes a seat of an attempt for one assessor, for as long as the lease runs. The locks make two who claim at once go one
 * after the other. A claim that has run out is let go; what was rated under it stays with it, and whoever comes back to an
 * attempt finds their own ratings again.
 */
export async function claimAttempt(trx: Trx, command: ClaimAttempt): Promise<ClaimOutcome> {
  const { assessor, attemptId, now } = command;
  // Whoever loses the role in this moment has lost it first, or what they claim here with it.
  if (!(await lockRole(trx, { attemptId, personId: assessor.id }))) throw new NotFoundError('attempt');
  const judging = await lockJudging(trx, attemptId);
  if (!judging || !assessor.issuerIds.includes(judging.issuerId)) throw new NotFoundError('attempt');
  const taken = await lockTaken(trx, attemptId);
  const own = taken.find((one) => one.assessor_id === assessor.id);
  if (own?.state !== 'claimed') {
    const refusal = await findRefusal(trx, judging, command);
    if (refusal) return refusal;
  }
  if (judging.stage === 'pre_check') return { ok: false, reason: 'unchecked' };
  const kept = await listKept(trx, attemptId);
  const isAnchor = judging.enrolmentState === 'anchor';
  const seats = isAnchor ? await seededSeats(trx, { attemptId, personId: assessor.id }) : seatsOf(judging);
  const choice = chooseSeat({
    assessorId: assessor.id,
    seats: seats.map(({ role, round }): Seat<JudgingSeat | 'anchor'> => {
      const holder = taken.find((one) => one.role === role && one.round === round);
      return {
        role,
        holder: holder && {
          assessorId: holder.assessor_id,
          state: holder.state,
          leaseExpiresAt: holder.lease_expires_at,
        },
        assignedTo: kept.get(role),
      };
    }),
    now,
  });
  if (!choice.ok) return choice;
  const { role, holder } = choice.seat;
  if (own && holder?.assessorId === assessor.id) {
    await trx
      .updateTable('assessments')
      .set({ lease_expires_at: leaseUntil(now) })
      .where('id', '=', own.id)
      .execute();
    return { ok: true, assessmentId: own.id };
  }
  const { issuerId } = judging;
  if (role !== 'adjudicator') await seedAnchor(trx, { assessor, issuerId, now });
  const seat = { attemptId, issuerId, role, round: roundOf(judging, role) };
  return { ok: true, assessmentId: await takeSeat(trx, { assessor, seat, now }) };
}

/** What keeps somebody from judging it, before it is asked which seat is free. */
async function findRefusal(
  trx: Trx,
  judging: Judging,
  { assessor, attemptId, now }: ClaimAttempt,
): Promise<Exclude<ClaimOutcome, { ok: true }> | undefined> {
  const [obstacle] = await listObstacles(trx, { assessor, attemptId, now });
  if (obstacle) return { ok: false, reason: 'obstacle', obstacle };
  // Should the coach stop coaching or assessing, any other assessor may score it after all.
  return (await isForTheCoach(trx, judging, assessor.id)) ? { ok: false, reason: 'for-the-coach' } : undefined;
}

/** The seats that are open at this stage; none of an attempt that its earner has gone beyond. */
function seatsOf(judging: Judging): { role: JudgingSeat; round: number }[] {
  if (judging.enrolmentState !== 'submitted' || !judging.isLatest) return [];
  const seat = (role: JudgingSeat) => ({ role, round: roundOf(judging, role) });
  if (judging.stage === 'scoring') return judging.independent === 2 ? [seat('first'), seat('second')] : [seat('first')];
  return judging.stage === 'adjudication' ? [seat('adjudicator')] : [];
}

function roundOf(judging: Judging, role: JudgingSeat | 'anchor'): number {
  return role === 'adjudicator' ? judging.round : 1;
}

type TakenSeat = { attemptId: string; issuerId: string; role: SeatRole; round: number };

/**
 * Sits down in a seat of an attempt that is locked and free but for a claim that has run out. What this assessor rated in the
 * same seat before, or in the other independent one, is there again.
 */
export async function takeSeat(
  trx: Trx,
  { assessor, seat, now }: { assessor: { id: string }; seat: TakenSeat; now: Date },
): Promise<string> {
  const { attemptId, issuerId, role, round } = seat;
  const over = await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('attempt_id', '=', attemptId)
    .where('role', '=', role)
    .where('round', '=', round)
    .where('state', '=', 'claimed')
    .returning('id')
    .executeTakeFirst();
  const earlier = await trx
    .selectFrom('assessments')
    .select(['id', 'role', 'round'])
    .where('attempt_id', '=', attemptId)
    .where('assessor_id', '=', assessor.id)
    .where('state', '=', 'let_go')
    .where('role', 'in', isIndependent(role) ? ['first', 'second'] : [role])
    .orderBy('claimed_at', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();
  const same = earlier.find((one) => one.role === role && one.round === round);
  const lease = { lease_expires_at: leaseUntil(now) };
  const { id } = same
    ? await trx
        .updateTable('assessments')
        .set({ ...lease, state: 'claimed' })
        .where('id', '=', same.id)
        .returning('id')
        .executeTakeFirstOrThrow()
    : await trx
        .insertInto('assessments')
        .values({
          ...{ ...lease, issuer_id: issuerId, attempt_id: attemptId, assessor_id: assessor.id, role, round },
          claimed_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
  const [before] = earlier;
  if (!same && before && isIndependent(role)) await copyRatings(trx, before.id, id);
  await endAssignments(trx, { attemptId, assessorId: assessor.id, reason: 'claimed', now });
  await audit(trx, {
    issuerId,
    actorId: assessor.id,
    action: 'assessment.claimed',
    subject: { type: 'assessment', id },
    details: { attempt: attemptId, role: trailRole(role), ...(over ? { takenOverFrom: over.id } : {}) },
  });
  return id;
}

const isIndependent = (role: SeatRole) => role === 'first' || role === 'second';

/** From the other independent seat: it is the same work on the same look-fors. */
async function copyRatings(trx: Trx, from: string, to: string): Promise<void> {
  await trx
    .insertInto('ratings')
    .columns(['assessment_id', 'attempt_id', 'look_for_key', 'value', 'condition', 'comment', 'locators', 'note'])
    .expression((eb) =>
      eb
        .selectFrom('ratings')
        .select(eb.val(to).as('assessment_id'))
        .select(['attempt_id', 'look_for_key', 'value', 'condition', 'comment', 'locators', 'note'])
        .where('assessment_id', '=', from),
    )
    .execute();
}

async function lockTaken(trx: Trx, attemptId: string) {
  const rows = await trx
    .selectFrom('assessments')
    .select(['id', 'assessor_id', 'state', 'role', 'round', 'lease_expires_at'])
    .where('attempt_id', '=', attemptId)
    .where('state', '<>', 'let_go')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state === 'completed' ? ('completed' as const) : ('claimed' as const),
  }));
}

/** By seat, for whom it is kept. */
async function listKept(trx: Trx, attemptId: string): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('assignments')
    .select(['role', 'assessor_id'])
    .where('attempt_id', '=', attemptId)
    .where('ended_at', 'is', null)
    .execute();
  return new Map(rows.map(({ role, assessor_id }) => [role, assessor_id]));
}
