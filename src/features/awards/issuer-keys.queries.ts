import { type RawBuilder, sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import type { KeyAlgorithm } from '#platform/key-service.ts';
import type { RsaJwk } from './issuer-signer.ts';

export type ListedKey = {
  id: string;
  algorithm: KeyAlgorithm;
  /** What the key is known by: the multibase of an Ed25519 key, the thumbprint of an RSA key. */
  name: string;
  inKeyService: boolean;
  state: 'active' | 'retired' | 'revoked';
  madeAt: Date;
  retiredAt: Date | null;
  revokedAt: Date | null;
  /** `null` where the command line did it, or nobody did. */
  endedBy: string | null;
  revokedReason: string | null;
  /** Credentials that it signed. */
  signed: number;
  /** Of those, the ones that are still to be issued again because it was revoked. */
  toReplace: number;
};

/** An issuer’s keys, the active ones first, then the newest. */
export async function listIssuerKeys(db: Database, issuerId: string): Promise<ListedKey[]> {
  const rows = await db
    .selectFrom('issuer_keys as k')
    .leftJoin('people as by', (join) => join.on(sql<boolean>`by.id = coalesce(k.revoked_by, k.retired_by)`))
    .select([
      'k.id',
      'k.algorithm',
      'k.public_multibase',
      'k.created_at',
      'k.retired_at',
      'k.revoked_at',
      'k.revoked_reason',
    ])
    .select([
      sql<string | null>`k.public_jwk ->> 'kid'`.as('kid'),
      sql<boolean>`k.service_key is not null`.as('in_key_service'),
      'by.name as ended_by',
      // One of the two, each by its own index.
      sql<number>`case k.algorithm
        when 'rsa' then (select count(*)::int from award_credentials c where c.jwt_key_id = k.id)
        else (select count(*)::int from award_credentials c where c.issuer_key_id = k.id) end`.as('signed'),
      sql<number>`case when k.revoked_at is null then 0 else (${toReplace(sql.ref('k.id'))}) end`.as('to_replace'),
    ])
    .where('k.issuer_id', '=', issuerId)
    .orderBy(sql`k.retired_at is not null`)
    .orderBy('k.created_at', 'desc')
    .orderBy('k.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    algorithm: row.algorithm,
    name: row.kid ?? row.public_multibase,
    inKeyService: row.in_key_service,
    state: row.revoked_at ? 'revoked' : row.retired_at ? 'retired' : 'active',
    madeAt: row.created_at,
    retiredAt: row.retired_at,
    revokedAt: row.revoked_at,
    endedBy: row.ended_by,
    revokedReason: row.revoked_reason,
    signed: row.signed,
    toReplace: row.to_replace,
  }));
}

/**
 * The newest credentials of awards in force that a key signed, which are what is issued again once it is revoked: earlier ones
 * were replaced when the newest was issued, and a revoked award stays revoked.
 */
export const signedWith = (keyId: RawBuilder<unknown>) => sql`
  (c.issuer_key_id = ${keyId} or c.jwt_key_id = ${keyId})
  and not exists (select from award_credentials n where n.award_id = c.award_id and n.number > c.number)
  and (select s.status from award_status_events s where s.award_id = c.award_id order by s.at desc, s.id desc limit 1)
    is distinct from 'revoked'`;

const toReplace = (keyId: RawBuilder<unknown>) =>
  sql`select count(*)::int from award_credentials c where ${signedWith(keyId)}`;

/** An issuer’s RSA key by its thumbprint, and whether it was revoked. */
export async function findIssuerJwk(
  db: Database,
  slug: string,
  thumbprint: string,
): Promise<{ jwk: RsaJwk; isRevoked: boolean } | undefined> {
  const row = await db
    .selectFrom('issuer_keys')
    .innerJoin('issuers', 'issuers.id', 'issuer_keys.issuer_id')
    .select(['issuer_keys.public_jwk', 'issuer_keys.revoked_at'])
    .where('issuers.slug', '=', slug)
    .where(sql`issuer_keys.public_jwk ->> 'kid'`, '=', thumbprint)
    .executeTakeFirst();
  return row && { jwk: row.public_jwk as RsaJwk, isRevoked: row.revoked_at !== null };
}
