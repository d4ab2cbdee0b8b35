import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

/** The earner has dealt with a comment, or takes it up again. */
export async function resolveComment(
  trx: Trx,
  command: { personId: string; enrolmentId: string; commentId: string; isResolved: boolean; now: Date },
): Promise<{ requirementKey: string }> {
  const { personId, enrolmentId, commentId, isResolved, now } = command;
  const comment = await trx
    .selectFrom('coach_comments as m')
    .innerJoin('enrolments as e', 'e.id', 'm.enrolment_id')
    .select(['m.requirement_key', 'm.resolved_at', 'e.issuer_id'])
    .where('m.id', '=', commentId)
    .where('e.id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .forUpdate('m')
    .executeTakeFirst();
  if (!comment) throw new NotFoundError('comment');
  const { requirement_key: requirementKey } = comment;
  if ((comment.resolved_at !== null) === isResolved) return { requirementKey };
  await trx
    .updateTable('coach_comments')
    .set({ resolved_at: isResolved ? now : null })
    .where('id', '=', commentId)
    .execute();
  await audit(trx, {
    issuerId: comment.issuer_id,
    actorId: personId,
    action: isResolved ? 'coach.comment-resolved' : 'coach.comment-reopened',
    subject: { type: 'comment', id: commentId },
    details: { enrolment: enrolmentId, requirement: requirementKey },
  });
  return { requirementKey };
}
