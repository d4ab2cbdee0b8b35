import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issuerDid } from '#domain/credential/did-web.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Person,
  type Published,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { addProof, fakeWeb, foreignCredential, signJwt } from '../../../test/support/foreign-issuer.ts';
import { type Json, didUrl, key, otherRsa, rsa, usualDocument } from '../../../test/support/verifying.ts';
import { addEndorsement } from './add-endorsement.ts';
import { issueAward } from '../awards/issue-award.ts';
import { largestEndorsement } from './endorsements.queries.ts';

const baseUrl = 'https://tessera.example';
let site: TestSite;
let published: Published;
let elsewhere: Published;
let admin: Person;
let headers: Record<string, string>;
let web: Record<string, unknown>;
beforeAll(async () => {
  site = await createTestApp({ baseUrl, overrides: { fetchDocument: (url) => fakeWeb(web)(url) } });
  published = await insertPublished(site);
  elsewhere = await insertPublished(site, { issuer: await insertIssuer(site) });
  admin = (await insertMember(site, 'issuer_admin', { issuer: published.issuer })).person;
  headers = await signIn(site, admin);
});
afterAll(() => site.close());
beforeEach(() => {
  web = { [didUrl]: usualDocument() };
  site.setNow(noon);
});

const here = () => `/admin/${published.issuer.slug}/endorsements`;
const achievement = (of = published, number = 1) =>
  `${baseUrl}/micro-credentials/${of.definition.slug}/versions/${number}`;

let made = 0;
/** What a partner elsewhere says, before it is signed. */
function endorsement(
  change: Json = {},
  { about = achievement(), comment = 'We saw it.' }: { about?: unknown; comment?: string } = {},
): Json {
  made += 1;
  return foreignCredential({
    id: `https://badges.example.org/endorsements/${made}`,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    credentialSubject: {
      ...(about !== null && { id: about }),
      type: ['EndorsementSubject'],
      endorsementComment: comment,
    },
    ...change,
  });
}

async function add(credential: Json | string) {
  const text = typeof credential === 'string' ? credential : JSON.stringify(credential);
  const { issuer } = published;
  const given = { issuer, actorId: admin.id, endorserName: 'Partner', endorserUrl: null, text };
  const added = await addEndorsement(site.deps, given);
  return added.ok ? 'added' : [added.reason, added.detail].filter(Boolean).join(': ');
}

const kept = () =>
  site.db
    .selectFrom('endorsements')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
const newest = async () => (await kept()).at(-1)!;

async function removeAll() {
  for (const { id } of await kept())
    expect((await post(site, `${here()}/${id}/remove`, {}, headers)).statusCode).toBe(303);
}

async function issue() {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  const address = `/verify/${result.publicId}`;
  return { address, credential: (await get(site, `${address}/credential.json`)).json<Json>() };
}

/** The same on version 1.1 of the data model. */
function older(change: Json = {}): Json {
  const { validFrom: _, ...rest } = endorsement(change);
  const contexts = [
    'https://www.w3.org/2018/credentials/v1',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
    'https://w3id.org/security/suites/ed25519-2020/v1',
  ];
  return { ...rest, '@context': contexts, issuanceDate: '2026-01-01T00:00:00Z' };
}

describe('what an endorsement speaks of', () => {
  it.each<[string, () => unknown]>([
    ['another issuer’s micro-credential', () => achievement(elsewhere)],
    ['another issuer', () => issuerDid(baseUrl, elsewhere.issuer.slug)],
    ['a version that nobody published', () => achievement(published, 2)],
    ['the same path elsewhere', () => achievement().replace('tessera', 'tesserae')],
    ['more than its address', () => `${achievement()}#part`],
    ['nothing', () => null],
    ['no text', () => [achievement()]],
  ])('is not %s', async (_what, about) => {
    expect(await add(await signJwt(endorsement({}, { about: about() }), rsa))).toMatch(/^(about-others|does-not-hold)/);
  });

  it('is not signed by the issuer itself', async () => {
    const fields = { subjectName: 'Ours', subjectId: achievement(), comment: 'Good.' };
    expect((await post(site, `${here()}/given`, fields, headers)).statusCode).toBe(303);
    const { id } = await site.db.selectFrom('given_endorsements').select('id').executeTakeFirstOrThrow();
    expect(await add((await get(site, `/endorsements/${id}`)).body)).toBe('own');
  });
});

describe('who signs an endorsement', () => {
  it.each<[string, () => Promise<string>]>([
    ['a key that it does not list', () => signJwt(endorsement(), otherRsa, { kid: rsa.id })],
    ['a key that it brings along', () => signJwt(endorsement(), otherRsa, { kid: undefined, jwk: otherRsa.jwk })],
    ['nobody', async () => JSON.stringify(endorsement())],
    ['a status that can’t be asked', () => signJwt(endorsement({ credentialStatus: { id: 'urn:x', type: 'X' } }), rsa)],
  ])('is refused with %s', async (_what, given) => {
    expect(await add(await given())).toContain('does-not-hold');
  });
});

describe('the end of an endorsement', () => {
  const seconds = (iso: string) => Date.parse(iso) / 1000;
  const soon = '2026-12-01T00:00:00Z';
  const late = '2027-12-01T00:00:00Z';

  it.each<[string, string | null, () => Promise<Json | string>]>([
    ['none', null, () => addProof(endorsement(), key)],
    ['validUntil', soon, () => addProof(endorsement({ validUntil: soon }), key)],
    ['the exp of a JWT', soon, () => signJwt({ ...endorsement(), exp: seconds(soon) }, rsa)],
    [
      'an exp before validUntil',
      soon,
      () => signJwt({ ...endorsement({ validUntil: late }), exp: seconds(soon) }, rsa),
    ],
    [
      'validUntil before its exp',
      soon,
      () => signJwt({ ...endorsement({ validUntil: soon }), exp: seconds(late) }, rsa),
    ],
    ['the exp beside the claim that holds it', soon, () => signJwt({ vc: endorsement(), exp: seconds(soon) }, rsa)],
    ['the expirationDate of version 1.1', soon, () => signJwt(older({ expirationDate: soon }), rsa)],
    ['the end of its proof', soon, () => addProof(endorsement({ validUntil: late }), key, { expires: soon })],
  ])('is %s', async (_what, until, given) => {
    expect(await add(await given())).toBe('added');
    expect((await newest()).valid_until).toEqual(until === null ? null : new Date(until));
  });

  it.each<[string, () => Promise<Json | string>]>([
    ['its exp', () => signJwt({ ...endorsement(), exp: noon.getTime() / 1000 }, rsa)],
    ['its expirationDate', () => signJwt(older({ expirationDate: noon.toISOString(), validUntil: late }), rsa)],
    ['its validUntil', () => addProof(endorsement({ validUntil: noon.toISOString() }), key)],
  ])('has come by %s, and it is not added', async (_what, given) => {
    expect(await add(await given())).toContain('It expired');
  });

  it('ends its being shown and carried, and what was issued before still verifies', async () => {
    await removeAll();
    const signed = await addProof(endorsement({ validUntil: soon }, { comment: 'For a while.' }), key);
    expect(await add(signed)).toBe('added');
    const before = await issue();
    expect(before.credential.endorsement).toEqual([signed]);
    expect((await get(site, before.address)).body).toContain('For a while.');
    site.setNow(new Date(soon));
    const after = await issue();
    expect(after.credential).not.toHaveProperty('endorsement');
    const page = await get(site, before.address);
    expect(textOf(pageOf(page).querySelector('[aria-labelledby=endorsements]'))).toBe('');
    expect(textOf(pageOf(page).querySelector('.verification'))).toMatch(/^Verification Verified.*count no more/);
  });
});

describe('an endorsement that awards can’t carry', () => {
  it.each<[string, () => Promise<Json | string>]>([
    ['a JWT', () => signJwt(endorsement(), rsa)],
    [
      'one of an older data model',
      () => addProof(older(), key, { type: 'Ed25519Signature2020', cryptosuite: undefined }),
    ],
  ])('is shown, and awards are issued without it: %s', async (_what, given) => {
    await removeAll();
    expect(await add(await given())).toBe('added');
    const { address, credential } = await issue();
    expect(Object.keys(credential).filter((name) => name.startsWith('endorsement'))).toEqual([]);
    const page = pageOf(await get(site, address));
    expect(textOf(page.querySelector('[aria-labelledby=endorsements]'))).toContain('We saw it.');
    expect(textOf(page.querySelector('.verification'))).toMatch(/^Verification Verified/);
    expect(textOf(pageOf(await get(site, here(), headers)))).toContain('It is shown, and no award carries it.');
  });
});

describe('the size of endorsements', () => {
  it('is limited, pasted or at an address', async () => {
    const one = JSON.stringify(await addProof(endorsement({}, { comment: 'a'.repeat(largestEndorsement) }), key));
    web['https://badges.example.org/large.json'] = one;
    for (const credential of [one, 'https://badges.example.org/large.json']) {
      const answer = await post(site, here(), { endorserName: 'Partner', credential }, headers);
      expect(answer.statusCode).toBe(422);
      expect(textOf(pageOf(answer).querySelector('.field-error'))).toContain('too long to be an endorsement');
    }
  });

  it('lets an award carry the five newest of them, and none that is too large from before', async () => {
    await removeAll();
    const signed: Json[] = [];
    for (let n = 1; n <= 6; n += 1) {
      site.setNow(new Date(noon.getTime() + n * 1000));
      signed.push(await addProof(endorsement({}, { comment: `${n} ${'a'.repeat(30_000)}` }), key));
      expect(await add(signed.at(-1)!)).toBe('added');
    }
    const { id: _, ...row } = await newest();
    const large = { ...(row.credential as Json), name: 'a'.repeat(largestEndorsement) };
    await site.db
      .insertInto('endorsements')
      .values({
        ...row,
        endorser_document: JSON.stringify(row.endorser_document),
        ...{ credential: JSON.stringify(large), sha256: '0'.repeat(64) },
      })
      .execute();
    const { address, credential } = await issue();
    expect(credential.endorsement).toEqual(signed.slice(1).reverse());
    const page = pageOf(await get(site, address));
    expect(textOf(page.querySelector('.verification'))).toMatch(
      /^Verification Verified.*Each endorsement in it holds: 5\./,
    );
  });
});

it('one that was removed is carried no more, and may be added again', async () => {
  await removeAll();
  const signed = await addProof(endorsement(), key);
  expect(await add(signed)).toBe('added');
  await removeAll();
  expect((await issue()).credential).not.toHaveProperty('endorsement');
  expect(await add(signed)).toBe('added');
  expect((await issue()).credential.endorsement).toEqual([signed]);
});
