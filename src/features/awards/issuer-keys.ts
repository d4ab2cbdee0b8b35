import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';
import type { KeyAlgorithm } from '#platform/key-service.ts';
import { type JwtSigner, type KeyRow, type ProofSigner, type SignerDeps, createSigner } from './issuer-signer.ts';
import { type MadeKey, makeKey } from './make-key.ts';

export type KeyIssuer = { id: string; slug: string };

/**
 * The issuer's two active keys, `proof` for Data Integrity proofs and `jwt` for JWTs, each made on first need. They are held
 * until the transaction ends: whoever retires or revokes one waits for what it signs here, and so finds it.
 */
export async function getSigningKeys(
  trx: Trx,
  issuer: KeyIssuer,
  deps: SignerDeps,
): Promise<{ proof: ProofSigner; jwt: JwtSigner }> {
  let rows = await listActiveKeys(trx, issuer);
  if (rows.length < 2) {
    await lockKeysOf(trx, issuer);
    rows = await listActiveKeys(trx, issuer);
    for (const algorithm of ['ed25519', 'rsa'] as const)
      if (!rows.some((row) => row.algorithm === algorithm))
        rows.push(await insertKey(trx, issuer, algorithm, await makeKey(algorithm, issuer, deps)));
  }
  const signerOf = (algorithm: KeyAlgorithm) => {
    const row = rows.find((candidate) => candidate.algorithm === algorithm);
    if (!row) throw new Error(`The issuer has no ${algorithm} key`);
    return createSigner(row, issuer, deps);
  };
  return { proof: signerOf('ed25519') as ProofSigner, jwt: signerOf('rsa') as JwtSigner };
}

/** One at a time makes an issuer’s first keys. */
async function lockKeysOf(trx: Trx, { id }: Pick<KeyIssuer, 'id'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`issuer-key:${id}`}, 0))`.execute(trx);
}

/** Keeps a key as the issuer’s active one of its kind, which has no other. */
export function insertKey(trx: Trx, issuer: KeyIssuer, algorithm: KeyAlgorithm, made: MadeKey): Promise<KeyRow> {
  return trx
    .insertInto('issuer_keys')
    .values({
      issuer_id: issuer.id,
      algorithm,
      public_multibase: made.publicMultibase,
      public_jwk: made.publicJwk === null ? null : JSON.stringify(made.publicJwk),
      secret_encrypted: made.secretEncrypted,
      service_key: made.serviceKey,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

const columns = ['id', 'algorithm', 'public_multibase', 'public_jwk', 'secret_encrypted', 'service_key'] as const;

function listActiveKeys(trx: Trx, issuer: KeyIssuer): Promise<KeyRow[]> {
  return trx
    .selectFrom('issuer_keys')
    .select(columns)
    .where('issuer_id', '=', issuer.id)
    .where('retired_at', 'is', null)
    .forShare()
    .execute();
}
