import { creditBeat } from '#domain/assessment/time-on-task.ts';
import type { Trx } from '#platform/database.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { type AssessmentRefusal, lockAssessment } from './lock-assessment.ts';

export type RecordBeat = {
  assessor: Assessor;
  assessmentId: string;
  /** Whether the page was just opened, or left alone for a while. */
  resumes: boolean;
  now: Date;
};

/**
 * Counts the time since the last sign of work, as `creditBeat` has it. The assessment’s lock lets two tabs beat one after
 * the other. Nothing of what is judged changes, so that there is nothing to audit.
 */
export async function recordBeat(
  trx: Trx,
  command: RecordBeat,
): Promise<{ ok: true; seconds: number } | { ok: false; reason: AssessmentRefusal }> {
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  const { seconds, countedTo } = creditBeat(locked.assessment.time, {
    at: command.now,
    from: command.resumes ? 'return' : 'script',
  });
  await trx
    .updateTable('assessments')
    .set({ active_seconds: seconds, last_active_at: countedTo })
    .where('id', '=', command.assessmentId)
    .execute();
  return { ok: true, seconds };
}
