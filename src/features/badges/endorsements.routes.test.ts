import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuerDid } from '#domain/credential/did-web.ts';
import { checkOpenBadgeSchema } from '#domain/credential/open-badge-schema.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Published,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import {
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDocument,
  newEd25519Key,
} from '../../../test/support/foreign-issuer.ts';
import { issueAward } from '../awards/issue-award.ts';
import { revokeKey } from '../awards/revoke-key.ts';

const baseUrl = 'https://tessera.example';
let site: TestSite;
let published: Published;
let partner: { id: string; slug: string; name: string };
let ours: Record<string, string>;
let theirs: Record<string, string>;
let asked: string[];
/** What is on the web, by its address. */
let web: Record<string, unknown>;
beforeAll(async () => {
  [asked, web] = [[], {}];
  site = await createTestApp({
    baseUrl,
    overrides: {
      fetchDocument: (url) => fakeWeb(web, asked)(url),
    },
  });
  published = await insertPublished(site);
  partner = await insertIssuer(site, { name: 'Partner “&” Co' });
  ours = await signIn(site, (await insertMember(site, 'issuer_admin', { issuer: published.issuer })).person);
  theirs = await signIn(site, (await insertMember(site, 'issuer_admin', { issuer: partner })).person);
});
afterAll(() => site.close());

const here = () => `/admin/${published.issuer.slug}/endorsements`;
const achievement = () => `${baseUrl}/micro-credentials/${published.definition.slug}/versions/1`;

/** What the partner signs of something, as it is downloaded. */
async function sign(subjectId: string): Promise<{ id: string; json: string }> {
  await site.db
    .updateTable('given_endorsements')
    .set((eb) => ({ withdrawn_at: noon, withdrawn_by: eb.ref('given_by') }))
    .where('withdrawn_at', 'is', null)
    .execute();
  const fields = { subjectName: 'A good thing', subjectId, comment: 'We saw it work in <b>twelve</b> schools.' };
  const response = await post(site, `/admin/${partner.slug}/endorsements/given`, fields, theirs);
  expect(response.statusCode).toBe(303);
  const { id } = await site.db
    .selectFrom('given_endorsements')
    .select('id')
    .where('subject_id', '=', subjectId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { id, json: (await get(site, `/endorsements/${id}`)).body };
}

const add = (credential: string, more: Record<string, string> = {}) =>
  post(site, here(), { endorserName: 'Partner', credential, ...more }, ours);

async function issue(): Promise<{ address: string; credential: Record<string, unknown> }> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  const address = `/verify/${result.publicId}`;
  return { address, credential: (await get(site, `${address}/credential.json`)).json() };
}

const count = async () =>
  (await site.db.selectFrom('endorsements').select('id').where('removed_at', 'is', null).execute()).length;

describe('an endorsement', () => {
  it('is signed by one issuer, kept by the other, shown, carried by awards from then on, and removed', async () => {
    const { id, json } = await sign(achievement());
    const signed = JSON.parse(json) as Record<string, unknown>;
    expect(signed).toMatchObject({
      id: `${baseUrl}/endorsements/${id}`,
      type: ['VerifiableCredential', 'EndorsementCredential'],
      credentialSubject: { id: achievement(), type: ['EndorsementSubject'] },
      proof: [{ cryptosuite: 'eddsa-rdfc-2022' }],
    });

    expect((await issue()).credential).not.toHaveProperty('endorsement');
    const added = await add(json, { endorserUrl: 'https://partner.example' });
    expect([added.statusCode, added.headers.location]).toEqual([303, here()]);
    const { address, credential } = await issue();
    expect(credential.endorsement).toEqual([signed]);
    expect(checkOpenBadgeSchema(credential)).toEqual({ ok: true });
    for (const url of [address, `/micro-credentials/${published.definition.slug}`]) {
      const section = pageOf(await get(site, url)).querySelector('[aria-labelledby=endorsements]');
      expect(textOf(section), url).toContain('We saw it work in <b>twelve</b> schools.');
      expect(section?.querySelector('a')?.getAttribute('href')).toBe('https://partner.example');
    }
    expect(textOf(pageOf(await get(site, address)).querySelector('.verification'))).toMatch(/^Verification Verified/);

    const again = await add(json);
    expect([again.statusCode, textOf(pageOf(again).querySelector('.field-error'))]).toEqual([
      422,
      expect.stringContaining('here already'),
    ]);
    const kept = await site.db.selectFrom('endorsements').select('id').executeTakeFirstOrThrow();
    expect((await post(site, `${here()}/${kept.id}/remove`, {}, ours)).statusCode).toBe(303);
    expect((await post(site, `${here()}/${kept.id}/remove`, {}, ours)).statusCode).toBe(404);
    expect((await issue()).credential).not.toHaveProperty('endorsement');
    expect((await get(site, address)).body).not.toContain('We saw it work');
  });

  it('of the issuer itself is known by its DID, and gone once it is withdrawn', async () => {
    const { id, json } = await sign(issuerDid(baseUrl, published.issuer.slug));
    expect((await add(json)).statusCode).toBe(303);
    expect((await issue()).credential.endorsement).toContainEqual(JSON.parse(json));
    const withdraw = () => post(site, `/admin/${partner.slug}/endorsements/given/${id}/withdraw`, {}, theirs);
    expect((await withdraw()).statusCode).toBe(303);
    expect((await get(site, `/endorsements/${id}`)).statusCode).toBe(410);
    expect((await withdraw()).statusCode).toBe(404);
  });

  it.each<[string, (json: string) => string, string]>([
    ['is no JSON', () => 'hello', 'no endorsement that can be read'],
    ['is an award', (json) => json.replaceAll('Endorsement', 'Achievement'), 'does not hold'],
    ['was changed', (json) => json.replace('twelve', 'twenty'), 'does not hold'],
    ['carries no proof', (json) => JSON.stringify({ ...(JSON.parse(json) as object), proof: [] }), 'does not hold'],
    [
      'says a key twice',
      (json) => json.replace('{', '{"id":"https://x.example/1",'),
      'no endorsement that can be read',
    ],
    [
      'is signed by nobody who can be asked',
      (json) => json.replaceAll('did:web:tessera.example:issuers', 'did:web:elsewhere.example'),
      'does not hold',
    ],
    ['is at an address that can’t be read', () => 'https://partner.example/endorsement.json', 'can’t be read'],
    ['is missing', () => ' ', 'Paste the endorsement'],
  ])('is refused, and what was typed stays, where it %s', async (_what, change, message) => {
    const { json } = await sign(achievement());
    const typed = change(json);
    const before = await count();
    const response = await add(typed);
    const page = pageOf(response);
    expect(response.statusCode).toBe(422);
    expect(textOf(page.querySelector('.field-error'))).toContain(message);
    expect(page.querySelector<HTMLInputElement>('#endorserName')?.value).toBe('Partner');
    expect(page.querySelector('#credential')?.textContent).toBe(typed);
    expect(await count()).toBe(before);
  });

  it('of somebody else is refused', async () => {
    const { json } = await sign('https://elsewhere.example/achievements/1');
    const response = await add(json);
    expect([response.statusCode, textOf(pageOf(response).querySelector('.field-error'))]).toEqual([
      422,
      expect.stringContaining('It endorses something else'),
    ]);
  });

  it('is checked with the keys at its endorser’s own address, read strictly and by https alone', async () => {
    const key = newEd25519Key();
    const endorsement = (comment: string) =>
      addProof(
        foreignCredential({
          id: 'https://badges.example.org/endorsements/1',
          type: ['VerifiableCredential', 'EndorsementCredential'],
          credentialSubject: { id: achievement(), type: ['EndorsementSubject'], endorsementComment: comment },
        }),
        key,
      );
    const didUrl = 'https://badges.example.org/.well-known/did.json';
    const document = JSON.stringify(foreignDocument({ ed25519: [key] }));
    const one = JSON.stringify(await endorsement('One.'));
    for (const twice of [document.replace('{', '{"assertionMethod":[],'), `${document}}`]) {
      web = { [didUrl]: twice };
      expect(textOf(pageOf(await add(one)).querySelector('.field-error'))).toContain('does not hold');
    }
    web = { [didUrl]: document, 'https://badges.example.org/endorsements/1': one };
    asked.length = 0;
    expect((await add('https://badges.example.org/endorsements/1')).statusCode).toBe(303);
    expect(asked).toEqual(['https://badges.example.org/endorsements/1', didUrl]);
  });

  it('is given once, of others alone, and of what has an identifier', async () => {
    const give = (subjectId: string) =>
      post(site, `/admin/${partner.slug}/endorsements/given`, { subjectName: 'X', subjectId, comment: 'Y' }, theirs);
    expect((await give('https://elsewhere.example/2')).statusCode).toBe(303);
    for (const subjectId of [
      'https://elsewhere.example/2',
      issuerDid(baseUrl, partner.slug),
      'nothing',
      'javascript:alert(1)',
    ])
      expect.soft((await give(subjectId)).statusCode, subjectId).toBe(422);
  });

  it('is gone once the key that signed it is revoked, and can be given anew', async () => {
    const { id } = await sign('https://elsewhere.example/4');
    const { issuer_key_id: keyId } = await site.db
      .selectFrom('given_endorsements')
      .select('issuer_key_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await revokeKey(site.deps, { issuer: partner, keyId, reason: 'Lost.', actorId: null });
    expect((await get(site, `/endorsements/${id}`)).statusCode).toBe(410);
    expect((await get(site, `/endorsements/${(await sign('https://elsewhere.example/4')).id}`)).statusCode).toBe(200);
  });

  it('of another issuer can’t be removed or withdrawn', async () => {
    const { id } = await sign('https://elsewhere.example/3');
    expect((await post(site, `${here()}/given/${id}/withdraw`, {}, ours)).statusCode).toBe(404);
    expect((await get(site, `/endorsements/${id}`)).statusCode).toBe(200);
    expect((await get(site, '/endorsements/no-id')).statusCode).toBe(404);
  });
});
