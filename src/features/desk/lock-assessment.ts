import { leaseMilliseconds, leaseUntil } from '#domain/assessment/claim.ts';
import type { TimeOnTask } from '#domain/assessment/time-on-task.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { Assessor } from '#domain/access/assessor.ts';

export type AssessmentRefusal = 'let-go' | 'completed';

export const assessmentRefusals: Record<AssessmentRefusal, string> = {
  'let-go':
    'You no longer hold this attempt: you let it go, your claim ran out and another assessor took it, or it was taken from you because you may not judge it. What you rated is kept; if it still waits for you, claim it again from the queue.',
  completed: 'The decision on this attempt has been sent, so its ratings no longer change.',
};

export type LockedAssessment = {
  id: string;
  attemptId: string;
  issuerId: string;
  overall: { comment: string; note: string; revision: number };
  time: TimeOnTask;
};

export type LockResult = { ok: true; assessment: LockedAssessment } | { ok: false; reason: AssessmentRefusal };

/**
 * Locks the assessor's own assessment until the transaction ends and renews its lease, since this is a sign of work.
 * Another's assessment, or one of own work, is *not found*.
 */
export async function lockAssessment(
  trx: Trx,
  { assessor, assessmentId, now }: { assessor: Assessor; assessmentId: string; now: Date },
): Promise<LockResult> {
  const row =
    assessor.issuerIds.length === 0
      ? undefined
      : await trx
          .selectFrom('assessments as a')
          .innerJoin('attempts as t', 't.id', 'a.attempt_id')
          .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
          .select(['a.attempt_id', 'a.issuer_id', 'a.state', 'a.overall_comment', 'a.note', 'a.revision'])
          .select(['a.lease_expires_at', 'a.active_seconds', 'a.last_active_at'])
          .where('a.id', '=', assessmentId)
          .where('a.assessor_id', '=', assessor.id)
          .where('a.issuer_id', 'in', [...assessor.issuerIds])
          .where('e.person_id', '<>', assessor.id)
          .forUpdate('a')
          .executeTakeFirst();
  if (!row) throw new NotFoundError('assessment');
  if (row.state !== 'claimed') return { ok: false, reason: row.state === 'let_go' ? 'let-go' : 'completed' };
  if (row.lease_expires_at.getTime() < now.getTime() + leaseMilliseconds - renewAfter) {
    await trx
      .updateTable('assessments')
      .set({ lease_expires_at: leaseUntil(now) })
      .where('id', '=', assessmentId)
      .execute();
  }
  return {
    ok: true,
    assessment: {
      id: assessmentId,
      attemptId: row.attempt_id,
      issuerId: row.issuer_id,
      overall: { comment: row.overall_comment, note: row.note, revision: row.revision },
      time: { seconds: row.active_seconds, countedTo: row.last_active_at },
    },
  };
}

/** A lease is renewed when this much of it is gone, in milliseconds: not with every key that is pressed. */
const renewAfter = 10 * 60 * 1000;
