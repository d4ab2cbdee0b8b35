import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';
import { type KeyOwner, openPrivateKey, sealPrivateKey } from './key-vault.ts';

export type SigningKey = { id: string; publicMultibase: string; secretMultibase: string };

/** The issuer's one active key, made on first need under a lock, so that two awards at once don't make two. */
export async function getSigningKey(
  trx: Trx,
  issuer: { id: string; slug: string },
  secret: string,
): Promise<SigningKey> {
  const existing = await findActiveKey(trx, issuer, secret);
  if (existing) return existing;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`issuer-key:${issuer.id}`}, 0))`.execute(trx);
  return (await findActiveKey(trx, issuer, secret)) ?? insertKey(trx, issuer, secret);
}

async function findActiveKey(
  trx: Trx,
  issuer: { id: string; slug: string },
  secret: string,
): Promise<SigningKey | undefined> {
  const row = await trx
    .selectFrom('issuer_keys')
    .select(['id', 'public_multibase', 'secret_encrypted'])
    .where('issuer_id', '=', issuer.id)
    .where('algorithm', '=', 'ed25519')
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (!row?.secret_encrypted) return undefined;
  const owner = ownerOf(issuer, row.public_multibase);
  return {
    id: row.id,
    publicMultibase: row.public_multibase,
    secretMultibase: openPrivateKey(row.secret_encrypted, owner, secret),
  };
}

async function insertKey(trx: Trx, issuer: { id: string; slug: string }, secret: string): Promise<SigningKey> {
  const { publicKeyMultibase, secretKeyMultibase } = await generate();
  const { id } = await trx
    .insertInto('issuer_keys')
    .values({
      issuer_id: issuer.id,
      public_multibase: publicKeyMultibase,
      secret_encrypted: sealPrivateKey(secretKeyMultibase, ownerOf(issuer, publicKeyMultibase), secret),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, publicMultibase: publicKeyMultibase, secretMultibase: secretKeyMultibase };
}

async function generate(): Promise<{ publicKeyMultibase: string; secretKeyMultibase: string }> {
  const { publicKeyMultibase, secretKeyMultibase } = await Ed25519Multikey.generate();
  if (!secretKeyMultibase) throw new Error('The key generator gave no private half');
  return { publicKeyMultibase, secretKeyMultibase };
}

function ownerOf(issuer: { id: string; slug: string }, publicMultibase: string): KeyOwner {
  return { issuerId: issuer.id, issuerSlug: issuer.slug, publicMultibase };
}
