import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

export type KeepResult = { ok: true } | { ok: false; reason: 'decided-already' | 'own-award' };

/**
 * Decides that a stack award stands though a piece of it was suspended or revoked, and says why. That it does not stand is decided
 * by revoking it, as any award is. Nobody decides about their own.
 */
export async function keepStackAward(
  trx: Trx,
  command: { reviewId: string; seriesId: string; personId: string; reason: string; now: Date },
): Promise<KeepResult> {
  const { reviewId, seriesId, personId, reason, now } = command;
  const review = await trx
    .selectFrom('stack_reviews as r')
    .innerJoin('awards as a', 'a.id', 'r.stack_award_id')
    .select(['r.id', 'r.issuer_id', 'r.stack_award_id', 'r.decided_at', 'a.person_id'])
    .where('r.id', '=', reviewId)
    .where('a.series_id', '=', seriesId)
    .forUpdate('r')
    .executeTakeFirst();
  if (!review) throw new NotFoundError('review');
  if (review.person_id === personId) return { ok: false, reason: 'own-award' };
  if (review.decided_at) return { ok: false, reason: 'decided-already' };
  await trx
    .updateTable('stack_reviews')
    .set({ decided_by: personId, decided_at: now, reason })
    .where('id', '=', reviewId)
    .execute();
  await audit(trx, {
    issuerId: review.issuer_id,
    actorId: personId,
    action: 'stack-award.kept',
    subject: { type: 'award', id: review.stack_award_id },
    details: { review: review.id },
  });
  return { ok: true };
}
