import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect } from 'vitest';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post } from './app.ts';
import { insertDecided } from './earned.ts';
import { type Person, insertEnrolment, insertIssuer, insertPerson, insertPublished, signIn } from './factories.ts';
import { type Wallet, nextAddress } from './wallet.ts';

const baseUrl = 'https://tessera.example';
const at = '/issuers/north/wallet';

/** An award of a person of its own, so that no test meets the offers of another. */
export type Awarded = { publicId: string; earner: Person; headers: Record<string, string> };

export type ProofChange = { payload?: object; header?: object; key?: Wallet['privateKey'] | KeyObject | Uint8Array };

/** A site with an issuer “north”, and what wallets and earners do there. */
export async function openWallets() {
  const site = await createTestApp({ baseUrl });
  const published = await insertPublished(site, { issuer: await insertIssuer(site, { slug: 'north', name: 'North' }) });

  async function awarded(): Promise<Awarded> {
    const earner = await insertPerson(site);
    const enrolment = await insertEnrolment(site, { published, person: earner });
    const { attemptId } = await insertDecided(site, { enrolment });
    const result = await issueAward(site.deps, { attemptId });
    if (!result.ok) throw new Error(result.reason);
    return { publicId: result.publicId, earner, headers: await signIn(site, earner) };
  }

  const pageAt = async ({ publicId, headers }: Awarded) =>
    pageOf(await get(site, `/awards/${publicId}/wallet`, headers));

  /** What the earner's page shows of a new offer. */
  async function offered(award: Awarded, { digits = false } = {}) {
    const made = await post(site, `/awards/${award.publicId}/wallet`, digits ? { digits: 'yes' } : {}, award.headers);
    expect(made.statusCode).toBe(303);
    const page = await pageAt(award);
    const link = page.querySelector('a[href^="openid-credential-offer:"]')?.getAttribute('href') ?? '';
    return { link, digits: page.querySelector('.wallet-digits__number')?.textContent ?? undefined };
  }

  return { site, published, awarded, pageAt, offered, ...wire(site), credentialsOf: credentialsOf(site) };
}

/** As far as the access token. */
export async function granted({ client }: Wallet, link: string, txCode?: string) {
  const credentialOffer = await client.resolveCredentialOffer(link);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    ...{ credentialOffer, issuerMetadata },
    ...(txCode === undefined ? {} : { txCode }),
  });
  return { issuerMetadata, accessToken: accessTokenResponse.access_token };
}

type Granted = Awaited<ReturnType<typeof granted>>;

export async function taken({ client, signer }: Wallet, { issuerMetadata, accessToken }: Granted, format = 'ldp_vc') {
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const credentialConfigurationId = `award_${format}`;
  const { jwt } = await client.createCredentialRequestJwtProof({
    ...{ issuerMetadata, credentialConfigurationId, nonce, signer },
    issuedAt: noon,
  });
  const { credentialResponse } = await client.retrieveCredentials({
    ...{ issuerMetadata, accessToken, credentialConfigurationId },
    proofs: { jwt: [jwt] },
  });
  const [first] = credentialResponse.credentials as [{ credential: unknown }];
  return first.credential;
}

export const request = (...jwt: string[]) => ({ credential_configuration_id: 'award_ldp_vc', proofs: { jwt } });

/** What is sent by hand, where no wallet would. */
function wire(site: TestSite) {
  const form = (fields: Record<string, string>) =>
    site.app.inject({
      method: 'POST',
      url: `${at}/token`,
      remoteAddress: nextAddress(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
  const nonceNow = async (folder = at) =>
    (await site.app.inject({ method: 'POST', url: `${folder}/nonce`, remoteAddress: nextAddress() })).json<{
      c_nonce: string;
    }>().c_nonce;
  const ask = (token: string, body: unknown, folder = at) =>
    site.app.inject({
      method: 'POST',
      url: `${folder}/credential`,
      remoteAddress: nextAddress(),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  async function proofOf(wallet: Wallet, { key = wallet.privateKey, ...changes }: ProofChange = {}) {
    const payload = {
      aud: `${baseUrl}/issuers/north`,
      iat: noon.getTime() / 1000,
      nonce: await nonceNow(),
      ...changes.payload,
    };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: wallet.alg, typ: 'openid4vci-proof+jwt', kid: wallet.kid, ...changes.header })
      .sign(key);
  }
  return { form, nonceNow, ask, proofOf };
}

const credentialsOf = (site: TestSite) => (award: Awarded) =>
  site.db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .select(['c.number', 'c.reason', 'c.identity', 'c.subject_did', 'a.id as award_id', 'a.issuer_id'])
    .where('a.public_id', '=', award.publicId)
    .orderBy('c.number')
    .execute();
