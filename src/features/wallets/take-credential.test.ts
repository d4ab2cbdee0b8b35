import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertPerson, signIn } from '../../../test/support/factories.ts';
import { granted, openWallets, taken } from '../../../test/support/wallet-awards.ts';
import { type Wallet, makeWallet } from '../../../test/support/wallet.ts';
import { revokeKey } from '../awards/revoke-key.ts';
import { walletJobs } from './wallets.jobs.ts';

type Wallets = Awaited<ReturnType<typeof openWallets>>;
let site: Wallets['site'];
let published: Wallets['published'];
let awarded: Wallets['awarded'];
let pageAt: Wallets['pageAt'];
let offered: Wallets['offered'];
let credentialsOf: Wallets['credentialsOf'];
let stranger: Record<string, string>;
beforeAll(async () => {
  ({ site, published, awarded, pageAt, offered, credentialsOf } = await openWallets());
  stranger = await signIn(site, await insertPerson(site));
});
afterAll(() => site.close());

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

  it('is told of by mail when it takes an award for the first time, and then no more', async () => {
    const award = await awarded();
    const told = async () => {
      await site.runJobs();
      const mails = await site.mailsTo(award.earner.email);
      return mails.filter(({ subject }) => subject.startsWith('A new wallet took your award “'));
    };
    const [one, other] = [await makeWallet(site), await makeWallet(site)];
    await taken(one, await granted(one, (await offered(award)).link));
    await taken(one, await granted(one, (await offered(award)).link));
    expect(await told()).toMatchObject([
      { text: expect.stringContaining(`https://tessera.example/awards/${award.publicId}/reissue`) },
    ]);
    await taken(other, await granted(other, (await offered(award)).link));
    expect(await told()).toHaveLength(2);
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

it('leaves the words of what other schemas refuse alone, which its library changes for the whole process', () => {
  expect(z.url().safeParse('nowhere').error?.issues[0]?.message).toBe('Invalid URL');
});

describe('the pages', () => {
  it('show nobody the offer of another’s award', async () => {
    const award = await awarded();
    for (const answer of [
      await get(site, `/awards/${award.publicId}/wallet`, stranger),
      await post(site, `/awards/${award.publicId}/wallet`, {}, stranger),
      await post(site, `/awards/${award.publicId}/wallet/withdraw`, {}, stranger),
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
    expect((await post(site, action, { name: 'Phone' }, stranger)).statusCode).toBe(404);
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
