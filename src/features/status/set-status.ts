import { sql } from 'kysely';
import { withEntries } from '#domain/award/bitstring.ts';
import type { StatusPurpose } from '#domain/award/status.ts';
import type { Trx } from '#platform/database.ts';
import { askToReviewStackAwards } from '../series/ask-for-stack-awards.ts';
import { askForSigning } from './ask-for-signing.ts';

type Place = { issuer_id: string; list_number: number; index: number };

/**
 * Revokes credentials in their issuer's lists, as for those that another one has taken the place of. Many at once cost hardly
 * more than one: what re-issues many hands them over together. Those from before there were lists are passed over.
 */
export async function revokeCredentialEntries(trx: Trx, credentialIds: readonly string[]): Promise<void> {
  if (credentialIds.length === 0) return;
  const places = await trx
    .selectFrom('status_entries')
    .select(['issuer_id', 'list_number', 'index'])
    .where('award_credential_id', 'in', credentialIds)
    .execute();
  await setEntries(trx, places, 'revocation', true);
}

export type StatusChange = {
  issuerId: string;
  awardId: string;
  status: 'suspended' | 'revoked' | 'in-force';
  /** For those concerned; the public never reads it. */
  reason: string;
  /** `null` for what takes effect by itself. */
  byPerson: string | null;
  at: Date;
};

/**
 * Writes what an award's status came to, and sets the entries of every credential of it. Whoever calls it has locked the award and
 * knows that this may follow on what it was.
 */
export async function setAwardStatus(trx: Trx, change: StatusChange): Promise<void> {
  const { issuerId, awardId, status, reason, byPerson, at } = change;
  await trx
    .insertInto('award_status_events')
    .values({
      ...{ issuer_id: issuerId, award_id: awardId, status, reason, by_person: byPerson },
      // Whoever waited for the award read the clock before: what is written last is last, whatever the clocks say.
      at: sql<Date>`greatest(${at}::timestamptz, (select max(at) from award_status_events where award_id = ${awardId}))`,
    })
    .execute();
  await askToReviewStackAwards(trx, awardId);
  const places = await placesOfAward(trx, awardId);
  if (status === 'revoked') await setEntries(trx, places, 'revocation', true);
  else await setEntries(trx, places, 'suspension', status === 'suspended');
}

/**
 * Hands a suspension on to the newest credential: call it after a credential of a suspended award was issued again and its entry
 * inserted. Does nothing for an award that is not suspended.
 */
export async function carrySuspension(trx: Trx, awardId: string): Promise<void> {
  const last = await trx
    .selectFrom('award_status_events')
    .select('status')
    .where('award_id', '=', awardId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.status === 'suspended') await setEntries(trx, await placesOfAward(trx, awardId), 'suspension', true);
}

function placesOfAward(trx: Trx, awardId: string): Promise<Place[]> {
  return trx
    .selectFrom('status_entries')
    .innerJoin('award_credentials', 'award_credentials.id', 'status_entries.award_credential_id')
    .select(['status_entries.issuer_id', 'status_entries.list_number', 'status_entries.index'])
    .where('award_credentials.award_id', '=', awardId)
    .execute();
}

/** Sets or clears places under a lock on each list, in the order of the lists, and asks for what changed to be signed anew. */
async function setEntries(trx: Trx, places: readonly Place[], purpose: StatusPurpose, value: boolean): Promise<void> {
  const lists = Map.groupBy(
    places,
    ({ issuer_id, list_number }) => `${issuer_id} ${String(list_number).padStart(9, '0')}`,
  );
  for (const [, entries] of [...lists].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [first] = entries;
    if (!first) continue;
    const list = { issuerId: first.issuer_id, number: first.list_number };
    const indexes = entries.map(({ index }) => index);
    await setInList(trx, list, purpose, indexes, value);
  }
}

async function setInList(
  trx: Trx,
  { issuerId, number }: { issuerId: string; number: number },
  purpose: StatusPurpose,
  indexes: readonly number[],
  value: boolean,
): Promise<void> {
  const column = purpose === 'revocation' ? 'revoked' : 'suspended';
  // Not `for update`: that would hold up everybody who takes a place, whose foreign key looks at this row.
  const list = await trx
    .selectFrom('status_lists')
    .select(`${column} as bits`)
    .where('issuer_id', '=', issuerId)
    .where('number', '=', number)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const bits = Buffer.from(withEntries(list.bits, indexes, value));
  if (bits.equals(list.bits)) return;
  await trx
    .updateTable('status_lists')
    .set((eb) => ({ [column]: bits, revision: eb('revision', '+', 1), changed_at: eb.fn<Date>('now', []) }))
    .where('issuer_id', '=', issuerId)
    .where('number', '=', number)
    .execute();
  await askForSigning(trx, { issuerId, number });
}
