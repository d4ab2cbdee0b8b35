import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hold, noon, post, textOf, untilBlocked } from '../../../test/support/app.ts';
import { openWallets } from '../../../test/support/wallet-awards.ts';
import { makeWallet } from '../../../test/support/wallet.ts';

type Wallets = Awaited<ReturnType<typeof openWallets>>;
let site: Wallets['site'];
let awarded: Wallets['awarded'];
let pageAt: Wallets['pageAt'];
let offered: Wallets['offered'];
let form: Wallets['form'];
beforeAll(async () => {
  ({ site, awarded, pageAt, offered, form } = await openWallets());
});
afterAll(() => site.close());

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
    const held = await hold(site);
    await held.selectFrom('wallet_offers').select('id').where('granted_at', 'is', null).forUpdate().execute();
    const both = [form(code), form(code)];
    await untilBlocked(site, 2);
    await held.commit().execute();
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
