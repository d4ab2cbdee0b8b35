import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { auditAssignment } from './assignments.ts';
import { askForAssignment } from './assign-waiting.ts';

/** An assessor gives back what they were given, and says why: without a reason it stays. They are not given it again. Giving it back twice is once. */
export async function refuseAssignment(
  trx: Trx,
  command: { assessor: { id: string; issuerIds: readonly string[] }; assignmentId: string; note: string; now: Date },
): Promise<{ ok: boolean }> {
  const { assessor, assignmentId, note, now } = command;
  const assignment = await trx
    .selectFrom('assignments')
    .select(['issuer_id', 'attempt_id', 'role', 'ended_at'])
    .where('id', '=', assignmentId)
    .where('assessor_id', '=', assessor.id)
    .where('issuer_id', 'in', [...assessor.issuerIds])
    .forUpdate()
    .executeTakeFirst();
  if (!assignment) throw new NotFoundError('assignment');
  if (note === '' || note.length > 1000) return { ok: false };
  if (assignment.ended_at) return { ok: true };
  await trx
    .updateTable('assignments')
    .set({ ended_at: now, end_reason: 'refused', note })
    .where('id', '=', assignmentId)
    .execute();
  await askForAssignment(trx, assignment.issuer_id);
  await auditAssignment(trx, {
    issuerId: assignment.issuer_id,
    actorId: assessor.id,
    action: 'assignment.ended',
    attemptId: assignment.attempt_id,
    details: { assessor: assessor.id, role: assignment.role, reason: 'refused' },
  });
  return { ok: true };
}
