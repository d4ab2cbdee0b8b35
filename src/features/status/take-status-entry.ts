import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { statusListSize } from '#domain/award/bitstring.ts';
import type { Trx } from '#platform/database.ts';

/** The place of a credential in its issuer's lists: the same in that of revocations and in that of suspensions. */
export type StatusEntry = {
  /** The id that the row in `award_credentials` has to get, in the same transaction. */
  awardCredentialId: string;
  listNumber: number;
  index: number;
};

/** Draws for one place. When all are taken the list is full enough: at 85 % one in 26 credentials opens the next one. */
const draws = 20;
/** How often it is tried: a list may be opened, or a place lost to somebody who drew the same at the same time. */
const tries = 10;

/**
 * Takes a random place in the newest list of the issuer for a credential that is about to be signed and inserted, and opens a
 * list where there is none or where it is full. One statement, as a rule. Nobody waits for anybody, but for whoever draws the
 * same place at the same moment; a place whose transaction fails is free again.
 */
export async function takeStatusEntry(trx: Trx, issuerId: string): Promise<StatusEntry> {
  for (let tried = 0; tried < tries; tried += 1) {
    const entry = await drawEntry(trx, issuerId);
    if (entry) return entry;
    // Nothing free was drawn: the list is full, or there is none. After a race for one place, there is room left.
    if (!(await hasRoom(trx, issuerId))) await openList(trx, issuerId);
  }
  throw new Error(`No place was found in the status lists of issuer ${issuerId}`);
}

async function drawEntry(trx: Trx, issuerId: string): Promise<StatusEntry | undefined> {
  const candidates = Array.from({ length: draws }, () => randomInt(statusListSize));
  const { rows } = await sql<StatusEntry>`
    insert into status_entries (award_credential_id, issuer_id, list_number, index)
    select uuidv7(), ${issuerId}, list.number, drawn.index
    from (select number from status_lists where issuer_id = ${issuerId} order by number desc limit 1) list,
      unnest(${candidates}::int[]) with ordinality as drawn (index, turn)
    where not exists (
      select from status_entries e
      where e.issuer_id = ${issuerId} and e.list_number = list.number and e.index = drawn.index
    )
    order by drawn.turn limit 1
    on conflict (issuer_id, list_number, index) do nothing
    returning award_credential_id as "awardCredentialId", list_number as "listNumber", index`.execute(trx);
  return rows[0];
}

/** Whether the newest list is less than 85 % full: counted only when nothing was drawn. */
async function hasRoom(trx: Trx, issuerId: string): Promise<boolean> {
  const { rows } = await sql<{ room: boolean }>`
    select (select count(*) from status_entries e where e.issuer_id = l.issuer_id and e.list_number = l.number)
      < l.size * 0.85 as room
    from status_lists l where l.issuer_id = ${issuerId} order by l.number desc limit 1`.execute(trx);
  return rows[0]?.room ?? false;
}

/** Opens the list after the newest. Of several who open it at once one does, and the others wait for that one. */
async function openList(trx: Trx, issuerId: string): Promise<void> {
  const empty = Buffer.alloc(statusListSize / 8);
  await sql`
    insert into status_lists (issuer_id, number, size, revoked, suspended)
    select ${issuerId}, coalesce(max(number), 0) + 1, ${statusListSize}, ${empty}, ${empty}
    from status_lists where issuer_id = ${issuerId}
    on conflict (issuer_id, number) do nothing`.execute(trx);
}
