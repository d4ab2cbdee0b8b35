import { sql } from 'kysely';
import type { Deps } from '#platform/deps.ts';
import { KeyServiceError } from '#platform/key-service.ts';
import { type KeyRow, createSigner } from './issuer-signer.ts';
import { KeyUnreadableError } from './key-vault.ts';

export type CheckedKey = { issuerSlug: string; name: string; problem: string | undefined };

/**
 * Signs something with every key that is not revoked, retired ones too: whether a restored database fits the SECRET and the key
 * service is known before an award has to wait for it.
 */
export async function checkKeys(deps: Pick<Deps, 'db' | 'secret' | 'keyService'>): Promise<CheckedKey[]> {
  const rows = await deps.db
    .selectFrom('issuer_keys')
    .innerJoin('issuers', 'issuers.id', 'issuer_keys.issuer_id')
    .select(['issuer_keys.id', 'algorithm', 'public_multibase', 'public_jwk', 'secret_encrypted', 'service_key'])
    .select(['issuers.slug', 'issuer_id', sql<string | null>`public_jwk ->> 'kid'`.as('kid')])
    .where('revoked_at', 'is', null)
    .orderBy('issuers.slug')
    .orderBy('issuer_keys.created_at')
    .execute();
  const checked: CheckedKey[] = [];
  for (const row of rows)
    checked.push({
      issuerSlug: row.slug,
      name: row.kid ?? row.public_multibase,
      problem: await problemOf(row, { id: row.issuer_id, slug: row.slug }, deps),
    });
  return checked;
}

async function problemOf(
  row: KeyRow,
  issuer: { id: string; slug: string },
  deps: Pick<Deps, 'secret' | 'keyService'>,
): Promise<string | undefined> {
  try {
    await createSigner(row, issuer, deps).sign(Buffer.from('Whether this key can be used.', 'utf8'));
    return undefined;
  } catch (error) {
    if (error instanceof KeyUnreadableError || error instanceof KeyServiceError) return error.message;
    throw error;
  }
}
