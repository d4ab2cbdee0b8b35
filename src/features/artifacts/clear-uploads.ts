import { rm } from 'node:fs/promises';
import type { Deps } from '#platform/deps.ts';
import { stagedPath } from './tus-store.ts';

/**
 * Clears away uploads that have expired, with what had come of them. The bytes may lie on another machine; each clears its
 * own when it starts. Of finished ones the row alone is there, kept until then for senders who missed the answer.
 */
export async function clearUploads({ db, storage, now }: Pick<Deps, 'db' | 'storage' | 'now'>): Promise<number> {
  const expired = await db.deleteFrom('uploads').where('expires_at', '<=', now()).returning('id').execute();
  for (const { id } of expired) await rm(stagedPath({ storage }, id), { force: true });
  return expired.length;
}
