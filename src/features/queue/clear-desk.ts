import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { askForAssignment } from './assign-waiting.ts';

type ClearDesk = {
  issuerId: string;
  personId: string;
  /** Who caused it; null where it was the program. */
  actorId: string | null;
  reason: 'role-lost' | 'away' | 'over';
  now: Date;
};

/** Ends what somebody was given at an issuer and has not begun, and has it given to others. Returns how many. */
export async function endAllAssignments(trx: Trx, command: ClearDesk): Promise<number> {
  const { issuerId, personId, actorId, reason, now } = command;
  // In one order, whoever ends them: an update of many takes them in any.
  const ended = await trx
    .selectFrom('assignments')
    .select(['id', 'attempt_id'])
    .where('assessor_id', '=', personId)
    .where('issuer_id', '=', issuerId)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (ended.length > 0) {
    await trx
      .updateTable('assignments')
      .set({ ended_at: now, end_reason: reason })
      .where(
        'id',
        'in',
        ended.map(({ id }) => id),
      )
      .execute();
    await askForAssignment(trx, issuerId);
    await audit(trx, {
      issuerId,
      actorId,
      action: 'assignments.ended',
      subject: { type: 'person', id: personId },
      details: { reason, attempts: ended.map((row) => row.attempt_id) },
    });
  }
  return ended.length;
}

/**
 * Takes everything from the desk of somebody who no longer assesses at an issuer: what they were given, and what they had
 * claimed. It waits again for others; what they rated stays with their assessments, out of their reach. Whoever still has a
 * role by which they assess keeps their desk.
 */
export async function leaveDesk(trx: Trx, command: Omit<ClearDesk, 'reason'>): Promise<void> {
  const { issuerId, personId, actorId } = command;
  const role = await trx
    .selectFrom('memberships')
    .select('role')
    .where('issuer_id', '=', issuerId)
    .where('person_id', '=', personId)
    .where('role', 'in', ['assessor', 'lead_assessor'])
    .executeTakeFirst();
  if (role) return;
  const letGo = await letGoAll(trx, { issuerId, personId });
  await endAllAssignments(trx, { ...command, reason: 'role-lost' });
  for (const { id, attempt_id } of letGo) {
    await audit(trx, {
      issuerId,
      actorId,
      action: 'assessment.taken-away',
      subject: { type: 'assessment', id },
      details: { attempt: attempt_id, reason: 'role-lost' },
    });
  }
}

/** The enrolments first, then the assessments in the order of their ids: the order in which a sheet of ratings is saved. */
async function letGoAll(trx: Trx, { issuerId, personId }: Pick<ClearDesk, 'issuerId' | 'personId'>) {
  const claimed = await trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .innerJoin('assessments as a', 'a.attempt_id', 't.id')
    .select('a.id')
    .where('a.assessor_id', '=', personId)
    .where('a.issuer_id', '=', issuerId)
    .where('a.state', '=', 'claimed')
    .orderBy('e.id')
    .forUpdate('e')
    .execute();
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ id }) => id);
  const held = await trx
    .selectFrom('assessments')
    .select(['id', 'attempt_id'])
    .where('id', 'in', ids)
    .where('state', '=', 'claimed')
    .orderBy('id')
    .forUpdate()
    .execute();
  await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('id', 'in', ids)
    .where('state', '=', 'claimed')
    .execute();
  return held;
}
