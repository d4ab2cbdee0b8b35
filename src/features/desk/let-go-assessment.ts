import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { type AssessmentRefusal, lockAssessment } from './lock-assessment.ts';

export type LetGoResult = { ok: true } | { ok: false; reason: AssessmentRefusal };

/** Gives an attempt back to the queue. What was rated is kept for when the same assessor comes back to it. */
export async function letGoAssessment(
  trx: Trx,
  command: { assessor: Assessor; assessmentId: string; now: Date },
): Promise<LetGoResult> {
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  // A go at a qualification set is nobody else’s to take up: it stays where it is.
  const gone = await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('id', '=', command.assessmentId)
    .where('role', '<>', 'qualification')
    .executeTakeFirst();
  if (gone.numUpdatedRows === 0n) return { ok: true };
  await audit(trx, {
    issuerId: locked.assessment.issuerId,
    actorId: command.assessor.id,
    action: 'assessment.let-go',
    subject: { type: 'assessment', id: command.assessmentId },
    details: { attempt: locked.assessment.attemptId },
  });
  return { ok: true };
}
