import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';

/** Claims that have run out. A go at a qualification set is nobody else’s to take, so it has all the time. */
export async function listExpired(db: Database, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('assessments')
    .select('id')
    .where('state', '=', 'claimed')
    .where('role', '<>', 'qualification')
    .where('lease_expires_at', '<=', now)
    .orderBy('lease_expires_at')
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Lets go of a claim that has run out: whoever saves in the same moment renews it first, or finds that it is gone. What was
 * rated stays with it. True where it was let go.
 */
export async function releaseLease(
  trx: Trx,
  { assessmentId, now }: { assessmentId: string; now: Date },
): Promise<boolean> {
  await trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .innerJoin('assessments as a', 'a.attempt_id', 't.id')
    .select('e.id')
    .where('a.id', '=', assessmentId)
    .forUpdate('e')
    .execute();
  const released = await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('id', '=', assessmentId)
    .where('state', '=', 'claimed')
    .where('lease_expires_at', '<=', now)
    .returning(['issuer_id', 'attempt_id', 'assessor_id'])
    .executeTakeFirst();
  if (!released) return false;
  await audit(trx, {
    issuerId: released.issuer_id,
    actorId: null,
    action: 'assessment.ran-out',
    subject: { type: 'assessment', id: assessmentId },
    details: { attempt: released.attempt_id, assessor: released.assessor_id },
  });
  return true;
}
