import { type ClaimRefusal, checkClaim, leaseUntil } from '#domain/assessment/claim.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { Assessor } from './desk.policy.ts';

export type ClaimAttempt = { assessor: Assessor; attemptId: string; now: Date };

export type ClaimOutcome = { ok: true; assessmentId: string } | { ok: false; reason: ClaimRefusal };

export const claimRefusals: Record<ClaimRefusal, string> = {
  'own-work': 'This is your own work, so another assessor has to score it.',
  coached: 'You have coached this work, so another assessor has to score it.',
  'not-waiting': 'This attempt no longer waits for a decision. The queue shows what does.',
  'held-by-another': 'Another assessor claimed this attempt before you. The queue shows what is still free.',
};

/**
 * Takes an attempt from the queue for one assessor, for as long as the lease runs. The enrolment's lock makes two who
 * claim at once go one after the other. A claim that has run out is let go; what was rated under it stays with it, and
 * whoever comes back to an attempt finds their own ratings again.
 */
export async function claimAttempt(trx: Trx, { assessor, attemptId, now }: ClaimAttempt): Promise<ClaimOutcome> {
  const attempt = await lockAttempt(trx, assessor, attemptId);
  if (!attempt) throw new NotFoundError('attempt');
  const earlier = await trx
    .selectFrom('assessments')
    .select(['id', 'assessor_id', 'state', 'lease_expires_at'])
    .where('attempt_id', '=', attemptId)
    .where('role', '=', 'first')
    .orderBy('claimed_at', 'desc')
    .forUpdate()
    .execute();
  const holder = earlier.find((assessment) => assessment.state === 'claimed');

  const coached = await trx
    .selectFrom('coaches')
    .select('id')
    .where('enrolment_id', '=', attempt.enrolment_id)
    .where('person_id', '=', assessor.id)
    .executeTakeFirst();
  const check = checkClaim({
    assessorId: assessor.id,
    earnerId: attempt.person_id,
    hasCoached: coached !== undefined,
    waiting: attempt.state === 'submitted' && attempt.number === attempt.attempts_count,
    holder: holder && { assessorId: holder.assessor_id, leaseExpiresAt: holder.lease_expires_at },
    now,
  });
  if (!check.ok) return check;

  if (holder && holder.assessor_id !== assessor.id)
    await trx.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', holder.id).execute();
  const own = earlier.find((assessment) => assessment.assessor_id === assessor.id);
  const lease = { lease_expires_at: leaseUntil(now) };
  const { id } = own
    ? await trx
        .updateTable('assessments')
        .set({ ...lease, state: 'claimed' })
        .where('id', '=', own.id)
        .returning('id')
        .executeTakeFirstOrThrow()
    : await trx
        .insertInto('assessments')
        .values({
          ...lease,
          issuer_id: attempt.issuer_id,
          attempt_id: attemptId,
          assessor_id: assessor.id,
          claimed_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
  if (holder?.id !== id) {
    await audit(trx, {
      issuerId: attempt.issuer_id,
      actorId: assessor.id,
      action: 'assessment.claimed',
      subject: { type: 'assessment', id },
      details: { attempt: attemptId, ...(holder ? { takenOverFrom: holder.id } : {}) },
    });
  }
  return { ok: true, assessmentId: id };
}

async function lockAttempt(trx: Trx, assessor: Assessor, attemptId: string) {
  if (assessor.issuerIds.length === 0) return undefined;
  return trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .select(['e.id as enrolment_id', 'e.issuer_id', 'e.person_id', 'e.state', 'e.attempts_count', 't.number'])
    .where('t.id', '=', attemptId)
    .where('t.issuer_id', 'in', [...assessor.issuerIds])
    .forUpdate('e')
    .executeTakeFirst();
}
