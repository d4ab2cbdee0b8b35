import { rm } from 'node:fs/promises';
import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { stagedPath } from './tus-store.ts';

/**
 * Clears away uploads that have expired, with what had come of them. The bytes may lie on another machine; each clears its
 * own when it starts. Of finished ones the row alone is there, kept until then for senders who missed the answer. One whose
 * bytes can’t be removed keeps its row, so that the next run tries again, and keeps no other from being cleared.
 */
export async function clearUploads({
  db,
  storage,
  now,
  log,
}: Pick<Deps, 'db' | 'storage' | 'now' | 'log'>): Promise<void> {
  const time = now();
  const expired = await db.selectFrom('uploads').select('id').where('expires_at', '<=', time).orderBy('id').execute();
  const failures = await attemptEach(
    expired,
    async ({ id }) => {
      await rm(stagedPath({ storage }, id), { force: true });
      await db.deleteFrom('uploads').where('id', '=', id).where('expires_at', '<=', time).execute();
    },
    { log, what: 'clearing an upload away' },
  );
  throwTogether(failures, 'clear-uploads');
}
