import { SignJWT, decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type TestSite,
  createTestApp,
  get,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Person,
  type Published,
  insertEnrolment,
  insertIssuer,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { type Wallet, makeWallet, nextAddress } from '../../../test/support/wallet.ts';
import { issueAward } from '../awards/issue-award.ts';
import { revokeKey } from '../awards/revoke-key.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { walletJobs } from './wallets.jobs.ts';

let site: TestSite;
let published: Published;
let person: Person;
let headers: Record<string, string>;
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://tessera.example' });
  published = await insertPublished(site, { issuer: await insertIssuer(site, { slug: 'north', name: 'North' }) });
  person = await insertPerson(site);
  headers = await signIn(site, person);
});
afterAll(() => site.close());

/** An award of a person of its own, so that no test meets the offers of another. */
async function awarded() {
  const earner = await insertPerson(site);
  const enrolment = await insertEnrolment(site, { published, person: earner });
  const { attemptId } = await insertDecided(site, { enrolment });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return { publicId: result.publicId, earner, headers: await signIn(site, earner) };
}

type Awarded = Awaited<ReturnType<typeof awarded>>;

const pageAt = async ({ publicId, headers }: Awarded) => pageOf(await get(site, `/awards/${publicId}/wallet`, headers));

/** What the earner's page shows of a new offer. */
async function offered(award: Awarded, { digits = false } = {}) {
  const made = await post(site, `/awards/${award.publicId}/wallet`, digits ? { digits: 'yes' } : {}, award.headers);
  expect(made.statusCode).toBe(303);
  const page = await pageAt(award);
  const link = page.querySelector('a[href^="openid-credential-offer:"]')?.getAttribute('href') ?? '';
  return { link, digits: page.querySelector('.wallet-digits__number')?.textContent ?? undefined };
}

/** As far as the access token. */
async function granted({ client }: Wallet, link: string, txCode?: string) {
  const credentialOffer = await client.resolveCredentialOffer(link);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    ...{ credentialOffer, issuerMetadata },
    ...(txCode === undefined ? {} : { txCode }),
  });
  return { issuerMetadata, accessToken: accessTokenResponse.access_token };
}

type Granted = Awaited<ReturnType<typeof granted>>;

async function taken({ client, signer }: Wallet, { issuerMetadata, accessToken }: Granted, format = 'ldp_vc') {
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

const at = '/issuers/north/wallet';
const form = (fields: Record<string, string>) =>
  site.app.inject({
    method: 'POST',
    url: `${at}/token`,
    remoteAddress: nextAddress(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const nonceNow = async () =>
  (await site.app.inject({ method: 'POST', url: `${at}/nonce`, remoteAddress: nextAddress() })).json<{
    c_nonce: string;
  }>().c_nonce;
const ask = (token: string, body: unknown) =>
  site.app.inject({
    method: 'POST',
    url: `${at}/credential`,
    remoteAddress: nextAddress(),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
async function proofOf(wallet: Wallet, changes: { payload?: object; header?: object } = {}) {
  const payload = {
    aud: 'https://tessera.example/issuers/north',
    iat: noon.getTime() / 1000,
    nonce: await nonceNow(),
    ...changes.payload,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: wallet.alg, typ: 'openid4vci-proof+jwt', kid: wallet.kid, ...changes.header })
    .sign(wallet.privateKey);
}
const request = (...jwt: string[]) => ({ credential_configuration_id: 'award_ldp_vc', proofs: { jwt } });
const credentialsOf = (award: Awarded) =>
  site.db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .select(['c.number', 'c.reason', 'c.identity', 'c.subject_did', 'a.id as award_id', 'a.issuer_id'])
    .where('a.public_id', '=', award.publicId)
    .orderBy('c.number')
    .execute();

describe('a wallet that others wrote', () => {
  it.each(['did:jwk', 'jwk', 'did:key'] as const)('takes an award in both formats, bound by %s', async (binding) => {
    const award = await awarded();
    const wallet = await makeWallet(site, binding);
    const grant = await granted(wallet, (await offered(award)).link);
    const credential = (await taken(wallet, grant)) as Record<string, Record<string, unknown>>;
    expect(credential.credentialSubject?.id).toBe(wallet.did);
    expect(credential.id).toBe(`https://tessera.example/verify/${award.publicId}/credentials/2`);
    const jwt = (await taken(wallet, grant, 'jwt_vc_json')) as string;
    expect(decodeJwt(jwt)).toMatchObject({ sub: wallet.did, jti: credential.id });
    expect(await credentialsOf(award)).toMatchObject([
      { number: 1, reason: 'issued', identity: 'email' },
      { number: 2, reason: 'new-identity', identity: 'did', subject_did: wallet.did },
    ]);
    expect(textOf(await pageAt(award))).toContain('The award is in your wallet.');
  });

  it('gets the same credential again, by another offer, too', async () => {
    const award = await awarded();
    const wallet = await makeWallet(site);
    const first = await taken(wallet, await granted(wallet, (await offered(award)).link));
    const second = await taken(wallet, await granted(wallet, (await offered(award)).link));
    expect(second).toEqual(first);
    expect(await credentialsOf(award)).toHaveLength(2);
  });

  it('gets another credential than it had once that one is signed by a revoked key', async () => {
    const award = await awarded();
    const [one, other] = [await makeWallet(site), await makeWallet(site)];
    const take = async (wallet: Wallet) => taken(wallet, await granted(wallet, (await offered(award)).link));
    const had = await take(one);
    // The newest is another wallet’s: that alone is issued again when the key is revoked.
    await take(other);
    const key = await site.db
      .selectFrom('issuer_keys')
      .select('id')
      .where('issuer_id', '=', published.issuer.id)
      .where('algorithm', '=', 'ed25519')
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow();
    const { issuer } = published;
    await revokeKey(site.deps, { issuer, keyId: key.id, reason: 'Lost.', actorId: null });
    await site.runJobs();
    const has = (await take(one)) as { proof: { verificationMethod: string }[] };
    expect(has).not.toEqual(had);
    const did = (await get(site, '/issuers/north/did.json')).json<{ assertionMethod: string[] }>();
    expect(did.assertionMethod).toContain(has.proof[0]?.verificationMethod);
  });

  it('needs the digits of the page where the earner asked for them', async () => {
    const award = await awarded();
    const wallet = await makeWallet(site);
    const { link, digits = '' } = await offered(award, { digits: true });
    const wrong = digits === '000000' ? '000001' : '000000';
    await expect(granted(wallet, link, wrong)).rejects.toThrow();
    await expect(taken(wallet, await granted(wallet, link, digits))).resolves.toBeDefined();
  });
});

describe('the code of an offer', () => {
  const codeOf = async ({ link }: { link: string }) => {
    const { client } = await makeWallet(site);
    const { grants } = await client.resolveCredentialOffer(link);
    const grant = grants?.['urn:ietf:params:oauth:grant-type:pre-authorized_code'];
    return {
      grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
      'pre-authorized_code': grant?.['pre-authorized_code'] ?? '',
    };
  };

  it('is used once, by one of two who send it at the same time', async () => {
    const award = await awarded();
    const code = await codeOf(await offered(award));
    const held = await site.db.startTransaction().execute();
    await held.selectFrom('wallet_offers').select('id').where('granted_at', 'is', null).forUpdate().execute();
    const both = [form(code), form(code)];
    await untilBlocked(site, 2).finally(() => held.commit().execute());
    const answers = await Promise.all(both);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
    expect((await form(code)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('is over after a quarter of an hour, and the page says so', async () => {
    const award = await awarded();
    const code = await codeOf(await offered(award));
    site.setNow(new Date(noon.getTime() + 15 * 60_000));
    const late = await form(code);
    const page = textOf(await pageAt(award));
    site.setNow(noon);
    expect(late.json()).toMatchObject({ error: 'invalid_grant' });
    expect(page).toContain('Nobody took the offer in time.');
  });

  it('is over once the earner withdraws it or makes another offer', async () => {
    const award = await awarded();
    const first = await codeOf(await offered(award));
    const second = await codeOf(await offered(award));
    expect((await form(first)).json()).toMatchObject({ error: 'invalid_grant' });
    await post(site, `/awards/${award.publicId}/wallet/withdraw`, {}, award.headers);
    expect((await form(second)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('is over after five wrong guesses at its digits', async () => {
    const award = await awarded();
    const offer = await offered(award, { digits: true });
    const code = await codeOf(offer);
    const wrong = offer.digits === '000000' ? '000001' : '000000';
    expect((await form(code)).json()).toMatchObject({ error: 'invalid_request' });
    for (let guess = 0; guess < 5; guess++)
      expect((await form({ ...code, tx_code: wrong })).json()).toMatchObject({ error: 'invalid_grant' });
    expect((await form({ ...code, tx_code: offer.digits ?? '' })).json()).toMatchObject({ error: 'invalid_grant' });
    expect(textOf(await pageAt(award))).toContain('typed wrong five times');
  });

  it.each([
    ['unsupported_grant_type', { grant_type: 'authorization_code', code: 'x' }],
    ['invalid_request', { grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code' }],
    ['invalid_request', {}],
    ['invalid_grant', { 'pre-authorized_code': 'nobody-made-this' }],
  ])('is answered with %s for what is none', async (error, fields) => {
    const grant_type = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
    const body = 'pre-authorized_code' in fields ? { grant_type, ...fields } : fields;
    const answer = await form(body);
    expect([answer.statusCode, answer.json<{ error: string }>().error]).toEqual([400, error]);
  });
});

describe('the credential endpoint', () => {
  let award: Awarded;
  let wallet: Wallet;
  let token: string;
  beforeAll(async () => {
    award = await awarded();
    wallet = await makeWallet(site);
    token = (await granted(wallet, (await offered(award)).link)).accessToken;
  });

  it.each([
    ['a nonce that nobody gave', 'invalid_nonce', { payload: { nonce: 'made-up' } }],
    ['no nonce', 'invalid_nonce', { payload: { nonce: undefined } }],
    ['another audience', 'invalid_proof', { payload: { aud: 'https://tessera.example/issuers/south' } }],
    ['a proof of yesterday', 'invalid_proof', { payload: { iat: noon.getTime() / 1000 - 86_400 } }],
    ['a proof of tomorrow', 'invalid_proof', { payload: { iat: noon.getTime() / 1000 + 86_400 } }],
    ['a JWT of another type', 'invalid_proof', { header: { typ: 'JWT' } }],
    ['a key of another method', 'invalid_proof', { header: { kid: 'did:web:evil.example#1' } }],
    ['no key', 'invalid_proof', { header: { kid: undefined } }],
  ])('refuses %s', async (_what, error, changes) => {
    const answer = await ask(token, request(await proofOf(wallet, changes)));
    expect([answer.statusCode, answer.json<{ error: string }>().error]).toEqual([400, error]);
    expect(await credentialsOf(award)).toHaveLength(1);
  });

  it('refuses a proof that was signed by another key than it names', async () => {
    const other = await makeWallet(site);
    const proof = await proofOf({ ...other, kid: wallet.kid });
    expect((await ask(token, request(proof))).json()).toMatchObject({ error: 'invalid_proof' });
  });

  it.each([
    ['invalid_credential_request', '{'],
    ['invalid_credential_request', ''],
    ['invalid_credential_request', { proofs: { jwt: ['a.b.c'] } }],
    ['unknown_credential_configuration', { credential_configuration_id: 'constructor', proofs: { jwt: ['a.b.c'] } }],
    ['unknown_credential_identifier', { credential_identifier: 'x' }],
    ['invalid_proof', { credential_configuration_id: 'award_ldp_vc' }],
    ['invalid_proof', request('not a jwt')],
    ['invalid_proof', request('a.b.c', 'a.b.c')],
  ])('answers %s to what it can’t read', async (error, body) => {
    const answer = await ask(token, body);
    expect([answer.statusCode, answer.json<{ error: string }>().error]).toEqual([400, error]);
  });

  it('takes no token that nobody gave, or that is over', async () => {
    const proof = request(await proofOf(wallet));
    const unknown = await ask('nobody-gave-this', proof);
    expect([unknown.statusCode, unknown.headers['www-authenticate']]).toEqual([401, 'Bearer error="invalid_token"']);
    site.setNow(new Date(noon.getTime() + 11 * 60_000));
    const late = await ask(token, proof);
    site.setNow(noon);
    expect(late.statusCode).toBe(401);
  });

  it('gives two requests at the same time one credential, and another wallet none', async () => {
    const proofs = [await proofOf(wallet), await proofOf(wallet)];
    const held = await site.db.startTransaction().execute();
    await held.selectFrom('awards').select('id').where('public_id', '=', award.publicId).forUpdate().execute();
    const both = proofs.map((proof) => ask(token, request(proof)));
    await untilBlocked(site, 2).finally(() => held.commit().execute());
    const [one, other] = await Promise.all(both);
    expect(one?.json()).toEqual(other?.json());
    expect(await credentialsOf(award)).toHaveLength(2);
    // What was captured on the way is worth nothing.
    expect((await ask(token, request(proofs[0] ?? ''))).json()).toMatchObject({ error: 'invalid_nonce' });
    const thief = await makeWallet(site);
    const denied = await ask(token, request(await proofOf(thief)));
    expect(denied.json()).toMatchObject({ error: 'credential_request_denied' });
    expect(await credentialsOf(award)).toHaveLength(2);
  });

  it('gives nothing of an award that was revoked meanwhile, and no offer of it is made', async () => {
    const revoked = await awarded();
    const grant = await granted(wallet, (await offered(revoked)).link);
    const [row] = await credentialsOf(revoked);
    await site.db.transaction().execute((trx) =>
      setAwardStatus(trx, {
        ...{ issuerId: row?.issuer_id ?? '', awardId: row?.award_id ?? '', status: 'revoked', reason: 'A test' },
        ...{ byPerson: null, at: noon },
      }),
    );
    const answer = await ask(grant.accessToken, request(await proofOf(wallet)));
    expect(answer.json()).toMatchObject({ error: 'credential_request_denied' });
    const made = await post(site, `/awards/${revoked.publicId}/wallet`, {}, revoked.headers);
    expect(made.statusCode).toBe(422);
    expect(textOf(pageOf(made))).toContain('This award was revoked');
  });
});

it('leaves the words of what other schemas refuse alone, which its library changes for the whole process', () => {
  expect(z.url().safeParse('nowhere').error?.issues[0]?.message).toBe('Invalid URL');
});

describe('the pages', () => {
  it('show nobody the offer of another’s award', async () => {
    const award = await awarded();
    for (const answer of [
      await get(site, `/awards/${award.publicId}/wallet`, headers),
      await post(site, `/awards/${award.publicId}/wallet`, {}, headers),
      await post(site, `/awards/${award.publicId}/wallet/withdraw`, {}, headers),
    ])
      expect(answer.statusCode).toBe(404);
  });

  it('name, rename and remove a wallet, and keep what was issued to it', async () => {
    const award = await awarded();
    const wallet = await makeWallet(site);
    await taken(wallet, await granted(wallet, (await offered(award)).link));
    const page = pageOf(await get(site, '/awards/wallets', award.headers));
    expect(textOf(page)).toContain('Wallet 1');
    const action = page.querySelector('form[action$="/name"]')?.getAttribute('action') ?? '';
    const empty = await post(site, action, { name: ' ' }, award.headers);
    expect([empty.statusCode, textOf(pageOf(empty)).includes('Give the wallet a name')]).toEqual([422, true]);
    expect((await post(site, action, { name: 'Phone' }, headers)).statusCode).toBe(404);
    await post(site, action, { name: 'My phone' }, award.headers);
    await post(site, action.replace(/name$/, 'remove'), {}, award.headers);
    const after = textOf(pageOf(await get(site, '/awards/wallets', award.headers)));
    expect(after).toContain('My phone 1 award issued to it, removed on');
    expect(await credentialsOf(award)).toHaveLength(2);
    // Bound again, it is handed out what it had.
    await taken(wallet, await granted(wallet, (await offered(award)).link));
    expect(await credentialsOf(award)).toHaveLength(2);
  });

  it('keep hashes alone, and forget what is over', async () => {
    const rows = await site.db.selectFrom('wallet_tokens').select('sha256').execute();
    expect(rows.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    site.setNow(new Date(noon.getTime() + 40 * 24 * 3600_000));
    await walletJobs(site.deps)['sweep-wallet-offers']();
    site.setNow(noon);
    const left = await site.db.selectFrom('wallet_offers').select('taken_at').execute();
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(({ taken_at }) => taken_at !== null)).toBe(true);
    expect(await site.db.selectFrom('wallet_tokens').select('sha256').execute()).toEqual([]);
    expect(await site.db.selectFrom('wallet_nonces').select('sha256').execute()).toEqual([]);
  });
});
