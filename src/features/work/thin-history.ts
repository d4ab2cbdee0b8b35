import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** Characters; about thirty words. */
const muchCut = 200;

/**
 * Thins what autosaves leave behind. Everything of the last day stays, and then the last state of every ten minutes, what
 * was brought back, and every state that much was cut from right after. The database itself refuses anything bolder.
 *
 * Only what came of age in the last days is looked at: it runs daily, and what a missed week leaves is there to stay.
 */
export async function thinHistory(db: Database): Promise<void> {
  await sql`
    with aged as (
      select distinct evidence_item_id from evidence_history
      where saved_at < now() - interval '24 hours' and saved_at > now() - interval '9 days'
    ), states as (
      select h.evidence_item_id, h.revision, h.saved_at, h.restored_from, length(h.data::text) as size,
        lead(h.saved_at) over later as next_at, lead(length(h.data::text)) over later as next_size
      from evidence_history h join aged using (evidence_item_id)
      window later as (partition by h.evidence_item_id order by h.revision)
    )
    delete from evidence_history h using states
    where (h.evidence_item_id, h.revision) = (states.evidence_item_id, states.revision)
      and states.saved_at < now() - interval '24 hours'
      and states.restored_from is null
      and states.next_size > states.size - ${sql.lit(muchCut)}
      and date_bin('10 minutes', states.next_at, '2000-01-01Z') = date_bin('10 minutes', states.saved_at, '2000-01-01Z')
  `.execute(db);
}
