import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

/** Marks a release as withdrawn; from then on everything that rests on it says so. A second time changes nothing. */
export async function withdrawRelease(
  trx: Trx,
  { personId, releaseId, now }: { personId: string; releaseId: string; now: Date },
): Promise<void> {
  const release = await trx
    .selectFrom('releases')
    .select('withdrawn_at')
    .where('id', '=', releaseId)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (!release) throw new NotFoundError('release');
  if (release.withdrawn_at) return;
  await trx.updateTable('releases').set({ withdrawn_at: now }).where('id', '=', releaseId).execute();
  await audit(trx, {
    issuerId: null,
    actorId: personId,
    action: 'release.withdrawn',
    subject: { type: 'release', id: releaseId },
  });
}
