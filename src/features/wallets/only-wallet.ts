import { type RawBuilder, sql } from 'kysely';

/**
 * The DID that new awards of a person are issued to: of the wallet that they have bound, where it is the only one. Of several none
 * is theirs more than another; they take each award into the one they like.
 */
export function onlyWalletDid(personId: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(
    select min(w.did) from wallets w where w.person_id = ${personId} and w.removed_at is null having count(*) = 1
  )`;
}
