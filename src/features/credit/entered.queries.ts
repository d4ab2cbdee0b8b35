import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import type { NewEntry } from './record-entry.ts';

/** Who has a line of the same activity and days of this issuer that still counts: a list that is handed in twice counts once. */
export async function listEntered(
  db: Database | Trx,
  { issuerId, entry, personIds }: { issuerId: string; entry: NewEntry; personIds: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    select e.person_id as "personId" from credit_entries e
    where e.person_id = any(${[...personIds]}::uuid[]) and e.issuer_id = ${issuerId} and e.recorded_as = 'issuer'
      and e.source = ${entry.source} and lower(e.title) = lower(${entry.title}) and e.corrects_id is null
      and e.begins_on = ${entry.beginsOn}::date and e.ends_on = ${entry.endsOn}::date
      and e.held_at = ${entry.heldAt}
      and not exists (select from credit_entries k where k.corrects_id = e.id)`.execute(db);
  return new Set(rows.map(({ personId }) => personId));
}
