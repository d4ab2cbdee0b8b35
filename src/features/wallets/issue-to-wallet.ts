import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { reissueCredential } from '../awards/reissue-credential.ts';

export type IssuedToWallet = { id: string; credential: Record<string, unknown>; jwt: string };

type WalletDeps = Pick<Deps, 'now' | 'secret' | 'keyService' | 'baseUrl' | 'canonize'>;

/**
 * The credential of an award that is issued to a DID: the newest one there is, as long as nothing has taken its place, or a new
 * one. Whoever calls it holds the award, so that two at once get the same.
 */
export async function issueToWallet(
  trx: Trx,
  deps: WalletDeps,
  of: { awardId: string; did: string },
): Promise<IssuedToWallet> {
  // Those before it stay in force: the earner is whom they name, too, and whoever has one of them loses nothing.
  const { awardId, did } = of;
  return (
    (await findIssued(trx, of)) ?? reissueCredential(trx, deps, { awardId, reason: 'new-identity', recipient: { did } })
  );
}

/**
 * The newest, where it names this DID. Not an earlier one: another has replaced it. Nor one that is revoked in its list, or whose key
 * is revoked and which waits to be signed again.
 */
async function findIssued(
  trx: Trx,
  { awardId, did }: { awardId: string; did: string },
): Promise<IssuedToWallet | undefined> {
  const row = await trx
    .selectFrom('award_credentials as c')
    .leftJoin('status_entries as e', 'e.award_credential_id', 'c.id')
    .leftJoin('status_lists as l', (join) =>
      join.onRef('l.issuer_id', '=', 'e.issuer_id').onRef('l.number', '=', 'e.list_number'),
    )
    .select(['c.id', 'c.credential', 'c.jwt'])
    // Entry 0 is the most significant bit of the first byte.
    .select(sql<boolean>`coalesce((get_byte(l.revoked, e.index / 8) >> (7 - e.index % 8)) & 1, 0) = 1`.as('is_revoked'))
    .where('c.award_id', '=', awardId)
    .where('c.subject_did', '=', did)
    .where(
      sql<boolean>`not exists (select from award_credentials n where n.award_id = c.award_id and n.number > c.number)`,
    )
    .where(
      sql<boolean>`not exists (
        select from issuer_keys k where k.id in (c.issuer_key_id, c.jwt_key_id) and k.revoked_at is not null
      )`,
    )
    .executeTakeFirst();
  if (!row || row.is_revoked || row.jwt === null) return undefined;
  return { id: row.id, credential: row.credential as Record<string, unknown>, jwt: row.jwt };
}
