import { z } from 'zod';
import type { Trx } from '#platform/database.ts';

const Moment = z.iso.datetime();

/**
 * The coach has read what changed, up to when the page that they looked at was made: what was saved since is marked. Nothing
 * of the work changes, so nothing is audited.
 */
export async function markRead(
  trx: Trx,
  { coachId, personId, until, now }: { coachId: string; personId: string; until: string; now: Date },
): Promise<void> {
  const read = Moment.safeParse(until);
  const at = read.success ? new Date(Math.min(Date.parse(read.data), now.getTime())) : now;
  await trx
    .updateTable('coaches')
    .set({ read_at: at })
    .where('id', '=', coachId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}
