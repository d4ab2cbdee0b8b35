import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hold, noon, pageOf, post, textOf, untilBlocked } from '../../../test/support/app.ts';
import { insertIssuer } from '../../../test/support/factories.ts';
import { type Awarded, type ProofChange, granted, openWallets, request } from '../../../test/support/wallet-awards.ts';
import { type Wallet, makeWallet } from '../../../test/support/wallet.ts';
import { setAwardStatus } from '../status/set-status.ts';

type Wallets = Awaited<ReturnType<typeof openWallets>>;
let site: Wallets['site'];
let awarded: Wallets['awarded'];
let offered: Wallets['offered'];
let nonceNow: Wallets['nonceNow'];
let ask: Wallets['ask'];
let proofOf: Wallets['proofOf'];
let credentialsOf: Wallets['credentialsOf'];
beforeAll(async () => {
  ({ site, awarded, offered, nonceNow, ask, proofOf, credentialsOf } = await openWallets());
});
afterAll(() => site.close());

describe('the credential endpoint', () => {
  let award: Awarded;
  let wallet: Wallet;
  let token: string;
  beforeAll(async () => {
    award = await awarded();
    wallet = await makeWallet(site);
    token = (await granted(wallet, (await offered(award)).link)).accessToken;
  });

  it.each<[string, string, ProofChange]>([
    ['a nonce that nobody gave', 'invalid_nonce', { payload: { nonce: 'made-up' } }],
    ['no nonce', 'invalid_nonce', { payload: { nonce: undefined } }],
    ['another audience', 'invalid_proof', { payload: { aud: 'https://tessera.example/issuers/south' } }],
    ['a proof of yesterday', 'invalid_proof', { payload: { iat: noon.getTime() / 1000 - 86_400 } }],
    ['a proof of tomorrow', 'invalid_proof', { payload: { iat: noon.getTime() / 1000 + 86_400 } }],
    ['a JWT of another type', 'invalid_proof', { header: { typ: 'JWT' } }],
    ['a key of another method', 'invalid_proof', { header: { kid: 'did:web:evil.example#1' } }],
    ['no key', 'invalid_proof', { header: { kid: undefined } }],
    ['no audience', 'invalid_proof', { payload: { aud: undefined } }],
    ['the address of the site as its audience', 'invalid_proof', { payload: { aud: 'https://tessera.example' } }],
    ['a proof that has no time', 'invalid_proof', { payload: { iat: undefined } }],
    ['a proof whose time is no number', 'invalid_proof', { payload: { iat: 'now' } }],
    ['a proof that is a second too old', 'invalid_proof', { payload: { iat: noon.getTime() / 1000 - 301 } }],
    ['a proof that is a second too early', 'invalid_proof', { payload: { iat: noon.getTime() / 1000 + 61 } }],
    ['two keys', 'invalid_proof', { header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } } }],
    ['a key that is another than its DID', 'invalid_proof', { header: { kid: 'did:jwk:e30#1' } }],
    ['a key that can’t be read', 'invalid_proof', { header: { kid: 'did:key:z6Mk' } }],
    ['a parameter that has to be understood', 'invalid_proof', { header: { b64: true, crit: ['b64'] } }],
    [
      'a shared secret',
      'invalid_proof',
      { header: { alg: 'HS256' }, key: new TextEncoder().encode('a secret of thirty-two characters') },
    ],
  ])('refuses %s', async (_what, error, changes) => {
    const answer = await ask(token, request(await proofOf(wallet, changes)));
    const refused = answer.json<{ error: string; error_description: string }>();
    expect([answer.statusCode, refused.error]).toEqual([400, error]);
    expect(refused.error_description).toMatch(/^[ !#-[\]-~]+$/);
    expect(await credentialsOf(award)).toHaveLength(1);
  });

  it.each(['ES512', 'ES256K'])('refuses a key for %s, which is not among what it lists', async (alg) => {
    const curve = alg === 'ES512' ? 'P-521' : 'secp256k1';
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
    const header = { alg: 'ES512', kid: undefined, jwk: publicKey.export({ format: 'jwk' }) };
    // What no library signs is signed by another algorithm, and named so.
    const key = alg === 'ES512' ? privateKey : generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey;
    const answer = await ask(token, request(await proofOf(wallet, { header, key })));
    expect(answer.json()).toMatchObject({ error: 'invalid_proof' });
  });

  it('refuses a wallet that shows its private key, and one that nobody signed', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = { kid: undefined, jwk: privateKey.export({ format: 'jwk' }) };
    const shown = (await ask(token, request(await proofOf(wallet, { header, key: privateKey })))).json<object>();
    expect(shown).toMatchObject({
      error: 'invalid_proof',
      error_description: expect.stringContaining('private key') as string,
    });
    const [, payload = ''] = (await proofOf(wallet)).split('.');
    const unsigned = Buffer.from(
      JSON.stringify({ alg: 'none', typ: 'openid4vci-proof+jwt', kid: wallet.kid }),
    ).toString('base64url');
    expect((await ask(token, request(`${unsigned}.${payload}.`))).json()).toMatchObject({ error: 'invalid_proof' });
  });

  it('takes a nonce of its own issuer alone, for five minutes', async () => {
    await insertIssuer(site, { slug: 'south' });
    const foreign = await nonceNow('/issuers/south/wallet');
    expect((await ask(token, request(await proofOf(wallet, { payload: { nonce: foreign } })))).json()).toMatchObject({
      error: 'invalid_nonce',
    });
    const nonce = await nonceNow();
    const later = new Date(noon.getTime() + 300_000);
    const proof = await proofOf(wallet, { payload: { nonce, iat: later.getTime() / 1000 } });
    site.setNow(later);
    const late = await ask(token, request(proof)).finally(() => {
      site.setNow(noon);
    });
    expect(late.json()).toMatchObject({ error: 'invalid_nonce' });
  });

  it('takes a nonce once, whatever the offer, and a token at its own issuer alone', async () => {
    const [one, two] = [await awarded(), await awarded()];
    const tokens = [one, two].map(async (of) => (await granted(wallet, (await offered(of)).link)).accessToken);
    const [first = '', second = ''] = await Promise.all(tokens);
    const proof = await proofOf(wallet);
    expect((await ask(first, request(proof))).statusCode).toBe(200);
    expect((await ask(second, request(proof))).json()).toMatchObject({ error: 'invalid_nonce' });
    const elsewhere = await ask(second, request(await proofOf(wallet)), '/issuers/south/wallet');
    expect([elsewhere.statusCode, await credentialsOf(two)]).toEqual([401, expect.objectContaining({ length: 1 })]);
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
    const held = await hold(site);
    await held.selectFrom('awards').select('id').where('public_id', '=', award.publicId).forUpdate().execute();
    const both = proofs.map((proof) => ask(token, request(proof)));
    await untilBlocked(site, 2);
    await held.commit().execute();
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
