import { reachesBar } from '#domain/assessment/certification.ts';
import type { Outcome } from '#domain/assessment/decide.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { calibrationSettingsOf } from './calibration-settings.ts';
import { certify } from './certify.ts';

type CompleteAnchor = {
  assessor: { id: string };
  assessmentId: string;
  /** What the trail keeps of it besides the attempt, the same as of any other. */
  trail: { outcome: Outcome; beforeSha256: string; afterSha256: string };
  now: Date;
};

/**
 * Completes a seat on an anchor, whose ratings have been found whole: a seeded one, or one of a qualification, which is
 * finished with its last. Nothing is released and nobody hears of it; whoever completes assessments has locked it.
 */
export async function completeAnchor(trx: Trx, { assessor, assessmentId, trail, now }: CompleteAnchor): Promise<void> {
  const seat = await trx
    .updateTable('assessments')
    .set({ state: 'completed', completed_at: now })
    .where('id', '=', assessmentId)
    .where('assessor_id', '=', assessor.id)
    .where('state', '=', 'claimed')
    .where('role', 'in', ['anchor', 'qualification'])
    .returning(['issuer_id', 'attempt_id', 'role', 'qualification_id'])
    .executeTakeFirst();
  if (!seat) throw new Error(`Assessment ${assessmentId} is no seat on an anchor in hand`);
  await trx
    .updateTable('anchor_seatings')
    .set({ ended_at: now })
    .where('attempt_id', '=', seat.attempt_id)
    .where('person_id', '=', assessor.id)
    .execute();
  const finished = seat.qualification_id === null ? undefined : await finishWhenWhole(trx, seat.qualification_id, now);
  await audit(trx, {
    issuerId: seat.issuer_id,
    actorId: assessor.id,
    action: 'assessment.completed',
    subject: { type: 'assessment', id: assessmentId },
    details: { attempt: seat.attempt_id, role: trailRole(seat.role), round: 1, outcome: trail.outcome },
    beforeSha256: trail.beforeSha256,
    afterSha256: trail.afterSha256,
  });
  if (!finished) return;
  await audit(trx, {
    issuerId: seat.issuer_id,
    actorId: assessor.id,
    action: 'qualification.finished',
    subject: { type: 'qualification', id: finished.id },
    details: { exact: finished.exact, lookFors: finished.lookFors, passed: finished.passed },
  });
}

/** As which seat the trail names a seat: a seeded anchor as what its assessor takes it for, since others read along. */
export function trailRole<Role extends string>(role: Role): Role | 'first' {
  return role === 'anchor' ? 'first' : role;
}

/** Its lock makes two last seats that are completed at once finish it one time. */
async function finishWhenWhole(trx: Trx, id: string, now: Date) {
  const qualification = await trx
    .selectFrom('qualifications as q')
    .innerJoin('qualification_sets as s', 's.id', 'q.set_id')
    .select(['q.issuer_id', 'q.person_id', 'q.finished_at', 'q.void_at', 's.micro_credential_id', 's.rubric_sha256'])
    .where('q.id', '=', id)
    .forUpdate('q')
    .executeTakeFirstOrThrow();
  if (qualification.finished_at !== null || qualification.void_at !== null) return undefined;
  const open = await trx
    .selectFrom('assessments')
    .select('id')
    .where('qualification_id', '=', id)
    .where('state', '=', 'claimed')
    .executeTakeFirst();
  if (open) return undefined;
  const { lookFors, exact } = await trx
    .selectFrom('anchor_comparisons')
    .select((eb) => [
      eb.fn.countAll<number>().as('lookFors'),
      eb.fn.countAll<number>().filterWhere('value', 'is not distinct from', eb.ref('agreed')).as('exact'),
    ])
    .where('qualification_id', '=', id)
    .executeTakeFirstOrThrow();
  const { bar } = await calibrationSettingsOf(trx, qualification.issuer_id);
  const passed = reachesBar({ exact, lookFors }, bar);
  await trx
    .updateTable('qualifications')
    .set({ finished_at: now, exact, look_fors: lookFors, passed })
    .where('id', '=', id)
    .execute();
  if (passed)
    await certify(trx, {
      issuerId: qualification.issuer_id,
      personId: qualification.person_id,
      microCredentialId: qualification.micro_credential_id,
      rubricSha256: qualification.rubric_sha256,
      by: { qualificationId: id },
      now,
    });
  return { id, exact, lookFors, passed };
}
