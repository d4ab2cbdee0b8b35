import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { bindWallet } from './bind-wallet.ts';
import { type IssuedToWallet, issueToWallet } from './issue-to-wallet.ts';
import { type ConfigurationId, type WalletIssuer, walletFormats } from './issuer-metadata.ts';
import { Oid4vciError } from './oid4vci-error.ts';
import { type VerifiedProof, verifyProof } from './verify-proof.ts';
import { type BoundMail, walletBoundMail } from './wallet-bound-mail.ts';

const CredentialRequest = z.object({
  credential_configuration_id: z.string().max(200).optional(),
  credential_identifier: z.string().max(200).optional(),
  credential_response_encryption: z.unknown().optional(),
  proofs: z.record(z.string(), z.unknown()).optional(),
});

const JwtProofs = z.strictObject({ jwt: z.array(z.string().max(20_000)).length(1) });

export type TakeDeps = Pick<Deps, 'db' | 'now' | 'secret' | 'baseUrl' | 'keyService' | 'canonize'>;

/**
 * The credential endpoint (OpenID4VCI 1.0, section 8): the award of the token, issued to the DID whose key the wallet shows to
 * hold. The wallet is bound to the earner by it; a second request of the same wallet gets the same credential.
 * @throws Oid4vciError
 */
export async function takeCredential(
  deps: TakeDeps,
  { issuer, token, body }: { issuer: WalletIssuer; token: string | undefined; body: unknown },
): Promise<{ credentials: [{ credential: string | Record<string, unknown> }] }> {
  if (token === undefined || !(await findToken(deps.db, deps, issuer, token)))
    throw new Oid4vciError('invalid_token', 'The access token is missing, unknown or over.');
  const { configuration, jwt } = readRequest(body);
  const proof = await verifyProof(deps, issuer, jwt);
  const taken = await deps.db.transaction().execute((trx) => take(trx, deps, issuer, token, proof));
  return { credentials: [{ credential: walletFormats[configuration] === 'ldp_vc' ? taken.credential : taken.jwt }] };
}

function readRequest(body: unknown): { configuration: ConfigurationId; jwt: string } {
  const read = CredentialRequest.safeParse(body);
  if (!read.success) throw new Oid4vciError('invalid_credential_request', 'The request is not one of OpenID4VCI 1.0.');
  const { credential_configuration_id: id, credential_identifier, credential_response_encryption, proofs } = read.data;
  if (credential_identifier !== undefined)
    throw new Oid4vciError('unknown_credential_identifier', 'Ask by credential_configuration_id.');
  if (credential_response_encryption !== undefined)
    throw new Oid4vciError('invalid_encryption_parameters', 'Responses are not encrypted here.');
  if (id === undefined)
    throw new Oid4vciError('invalid_credential_request', 'Say in credential_configuration_id what you ask for.');
  if (!Object.hasOwn(walletFormats, id))
    throw new Oid4vciError('unknown_credential_configuration', 'The issuer’s metadata lists what can be asked for.');
  const jwtProofs = JwtProofs.safeParse(proofs);
  if (!jwtProofs.success) throw new Oid4vciError('invalid_proof', 'Send exactly one proof: { "jwt": [ … ] }.');
  return { configuration: id as ConfigurationId, jwt: jwtProofs.data.jwt[0] ?? '' };
}

function findToken(db: Trx | TakeDeps['db'], { now }: Pick<Deps, 'now'>, issuer: WalletIssuer, token: string) {
  return db
    .selectFrom('wallet_tokens as t')
    .innerJoin('wallet_offers as o', 'o.id', 't.offer_id')
    .select(['o.id', 'o.award_id', 'o.person_id', 'o.wallet_id'])
    .where('t.sha256', '=', sha256(token))
    .where('t.expires_at', '>', now())
    .where('o.issuer_id', '=', issuer.id)
    .where('o.ended_at', 'is', null)
    .executeTakeFirst();
}

async function take(
  trx: Trx,
  deps: TakeDeps,
  issuer: WalletIssuer,
  token: string,
  { key, nonce, nonceUntil }: VerifiedProof,
): Promise<IssuedToWallet> {
  const { now } = deps;
  // The award first, as everywhere; whoever asks at the same time waits here and reads the offer after it.
  await sql`select 1 from awards a join wallet_offers o on o.award_id = a.id join wallet_tokens t on t.offer_id = o.id
    where t.sha256 = ${sha256(token)} for update of a`.execute(trx);
  const offer = await findToken(trx, deps, issuer, token);
  if (!offer) throw new Oid4vciError('invalid_token', 'The access token is missing, unknown or over.');
  await useNonce(trx, nonce, nonceUntil);
  const { state } = await findAwardStatus(trx, offer.award_id, now());
  if (state !== 'in-force') throw new Oid4vciError('credential_request_denied', 'The award is not in force.');
  const wallet = await bindWallet(trx, { personId: offer.person_id, did: key.did, now: now() });
  if (offer.wallet_id !== null && offer.wallet_id !== wallet.id)
    throw new Oid4vciError('credential_request_denied', 'Another wallet has taken this offer.');
  const issued = await issueToWallet(trx, deps, { awardId: offer.award_id, did: key.did });
  await trx
    .updateTable('wallet_offers')
    .set({ wallet_id: wallet.id, award_credential_id: issued.id, taken_at: now() })
    .where('id', '=', offer.id)
    .where('taken_at', 'is', null)
    .execute();
  if (wallet.isNew) await tellEarner(trx, deps.baseUrl, offer.award_id);
  await audit(trx, {
    issuerId: issuer.id,
    actorId: offer.person_id,
    action: 'award.taken-to-wallet',
    subject: { type: 'award', id: offer.award_id },
    details: { offerId: offer.id, walletId: wallet.id, isNewWallet: wallet.isNew, credentialId: issued.id },
  });
  return issued;
}

async function tellEarner(trx: Trx, baseUrl: string, awardId: string): Promise<void> {
  const { rows } = await sql<Omit<BoundMail, 'baseUrl'>>`
    select p.name, p.email, a.public_id as "publicId",
      coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title') as title
    from awards a join people p on p.id = a.person_id
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
    where a.id = ${awardId}`.execute(trx);
  await sendMailLater(trx, walletBoundMail({ ...rows[0]!, baseUrl }));
}

/** A nonce is used once: whoever captured a proof can do nothing with it. */
async function useNonce(trx: Trx, nonce: string, until: Date): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('wallet_nonces')
    .values({ sha256: sha256(nonce), expires_at: until })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n)
    throw new Oid4vciError('invalid_nonce', 'The nonce was used before: ask for a new one.');
}
