import { type RawBuilder, sql } from 'kysely';

/**
 * The DID that new awards of a person are issued to: of the wallet that they chose for them, signed in. That one is bound is not
 * enough, since whoever comes first to an offer binds theirs.
 */
export function chosenWalletDid(personId: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(
    select w.did from wallets w where w.person_id = ${personId} and w.new_awards_since is not null and w.removed_at is null
  )`;
}
