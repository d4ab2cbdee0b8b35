import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { decodeProtectedHeader } from 'jose';
import { sql } from 'kysely';
import { type StatusPurpose, statusPurposes } from '#domain/award/status.ts';
import {
  type StatusListCredential,
  buildStatusListCredential,
  listFreshDays,
} from '#domain/award/status-list-credential.ts';
import { issuerDid, verificationMethodId } from '#domain/credential/did-web.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { getSigningKeys } from '../awards/issuer-keys.ts';
import { type ProofSigner, asLibrarySigner } from '../awards/issuer-signer.ts';
import { jwkUrl, signJwt } from '../awards/sign-jwt.ts';

export type SignedStatusList = StatusListCredential & { proof: [Record<string, unknown>] };

type Of = { issuerId: string; number: number; purpose: StatusPurpose; revision: number };

const documentLoader = createDocumentLoader();

/**
 * Signs both lists of a number as they are now, in place of what was signed before: with a proof and as a JWT. What is signed as it
 * is now is left. All or nothing: killed on the way, what was signed before stays. What changes meanwhile has asked for a signing
 * of its own.
 */
export async function signStatusLists(
  { db, now, baseUrl, ...deps }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService'>,
  { issuerId, number }: { issuerId: string; number: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two that sign at once would each write over the other’s: the second waits, and reads what is there then.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`status-list:${issuerId}:${number}`}, 0))`.execute(trx);
    const list = await findList(trx, issuerId, number);
    if (!list) return;
    const { slug, revision } = list;
    const keys = await getSigningKeys(trx, { id: issuerId, slug }, deps);
    const did = issuerDid(baseUrl, slug);
    const present = {
      ...{ revision, now: now() },
      method: verificationMethodId(did, keys.proof.publicMultibase),
      kid: jwkUrl(baseUrl, slug, keys.jwt.publicJwk.kid),
    };
    for (const purpose of statusPurposes) {
      const of = { issuerId, number, purpose, revision };
      if (isPresent(await findSigned(trx, of), present)) continue;
      const bits = purpose === 'revocation' ? list.revoked : list.suspended;
      const unsigned = buildStatusListCredential({ baseUrl, issuer: { slug, did }, purpose, number, bits, now: now() });
      const [credential, jwt] = await Promise.all([
        sign(unsigned, keys.proof, now()),
        signJwt(unsigned, keys.jwt, { baseUrl, slug, typ: 'vc+jwt' }),
      ]);
      await keep(trx, of, { credential: JSON.stringify(credential), jwt, signed_at: now() });
    }
  });
}

function findList(trx: Trx, issuerId: string, number: number) {
  return trx
    .selectFrom('status_lists')
    .innerJoin('issuers', 'issuers.id', 'status_lists.issuer_id')
    .select(['issuers.slug', 'status_lists.revoked', 'status_lists.suspended', 'status_lists.revision'])
    .where('status_lists.issuer_id', '=', issuerId)
    .where('status_lists.number', '=', number)
    .executeTakeFirst();
}

function findSigned(trx: Trx, { issuerId, number, purpose }: Of) {
  return trx
    .selectFrom('status_list_credentials')
    .select(['revision', 'signed_at', 'jwt'])
    .select(sql<string | null>`credential -> 'proof' -> 0 ->> 'verificationMethod'`.as('method'))
    .where('issuer_id', '=', issuerId)
    .where('number', '=', number)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
}

/** Whether a list was signed as it is now, not long ago, with the keys that sign today: whoever held the lock may have done it. */
function isPresent(
  signed: Awaited<ReturnType<typeof findSigned>>,
  present: { revision: number; now: Date; method: string; kid: string },
): boolean {
  if (!signed || signed.jwt === null) return false;
  const isFresh = present.now.getTime() - signed.signed_at.getTime() < listFreshDays * 86_400_000;
  const isByKeys = signed.method === present.method && decodeProtectedHeader(signed.jwt).kid === present.kid;
  return signed.revision === present.revision && isFresh && isByKeys;
}

async function sign(credential: StatusListCredential, key: ProofSigner, now: Date): Promise<SignedStatusList> {
  const suite = new DataIntegrityProof({ cryptosuite, signer: asLibrarySigner(credential.issuer, key), date: now });
  // The library adds the proof to what it is given.
  const { proof } = await issue({ credential: structuredClone(credential), suite, documentLoader, now });
  return { ...credential, proof: [proof] };
}

async function keep(trx: Trx, of: Of, signed: { credential: string; jwt: string; signed_at: Date }): Promise<void> {
  const values = { ...signed, revision: of.revision };
  await trx
    .insertInto('status_list_credentials')
    .values({ issuer_id: of.issuerId, number: of.number, purpose: of.purpose, ...values })
    .onConflict((conflict) => conflict.columns(['issuer_id', 'number', 'purpose']).doUpdateSet(values))
    .execute();
}
