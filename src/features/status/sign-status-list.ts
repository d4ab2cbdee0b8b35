import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { sql } from 'kysely';
import { type StatusPurpose, statusPurposes } from '#domain/award/status.ts';
import { type StatusListCredential, buildStatusListCredential } from '#domain/award/status-list-credential.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { getSigningKeys } from '../awards/issuer-keys.ts';
import { type ProofSigner, asLibrarySigner } from '../awards/issuer-signer.ts';

export type SignedStatusList = StatusListCredential & { proof: [Record<string, unknown>] };

const documentLoader = createDocumentLoader();

/**
 * Signs both lists of a number as they are now, in place of what was signed before. All or nothing: killed on the way, what was
 * signed before stays. What changes meanwhile has asked for a signing of its own.
 */
export async function signStatusLists(
  { db, now, baseUrl, ...keys }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService'>,
  { issuerId, number }: { issuerId: string; number: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two that sign at once would each write over the other’s: the second waits, and reads what is there then.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`status-list:${issuerId}:${number}`}, 0))`.execute(trx);
    const list = await findList(trx, issuerId, number);
    if (!list) return;
    const { proof: key } = await getSigningKeys(trx, { id: issuerId, slug: list.slug }, keys);
    const issuer = { slug: list.slug, did: issuerDid(baseUrl, list.slug) };
    for (const purpose of statusPurposes) {
      const bits = purpose === 'revocation' ? list.revoked : list.suspended;
      const unsigned = buildStatusListCredential({ baseUrl, issuer, purpose, number, bits, now: now() });
      await keep(trx, { issuerId, number, purpose, revision: list.revision }, await sign(unsigned, key, now()), now());
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

async function sign(credential: StatusListCredential, key: ProofSigner, now: Date): Promise<SignedStatusList> {
  const suite = new DataIntegrityProof({ cryptosuite, signer: asLibrarySigner(credential.issuer, key), date: now });
  // The library adds the proof to what it is given.
  const { proof } = await issue({ credential: structuredClone(credential), suite, documentLoader, now });
  return { ...credential, proof: [proof] };
}

async function keep(
  trx: Trx,
  of: { issuerId: string; number: number; purpose: StatusPurpose; revision: number },
  credential: SignedStatusList,
  now: Date,
): Promise<void> {
  const values = { revision: of.revision, credential: JSON.stringify(credential), signed_at: now };
  await trx
    .insertInto('status_list_credentials')
    .values({ issuer_id: of.issuerId, number: of.number, purpose: of.purpose, ...values })
    .onConflict((conflict) => conflict.columns(['issuer_id', 'number', 'purpose']).doUpdateSet(values))
    .execute();
}
