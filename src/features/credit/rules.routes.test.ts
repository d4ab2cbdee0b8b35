import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import {
  approvalLink,
  askFor,
  begin,
  insertClaim,
  insertLicence,
  insertRecorded,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertIssuer, insertPerson, signIn } from '../../../test/support/factories.ts';
import { publishRules } from './publish-rules.ts';

const caps: CreditRule['caps'] = [{ id: 'sessions', per: 'source', sources: ['session'], hours: 4, source: 'cycle' }];
const licences: CreditRule['licences'] = [
  { id: 'teacher', title: 'Teacher' },
  { id: 'principal', title: 'Principal' },
];

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site, [await ruleLike({ slug: 'two-licences', title: 'Two licences', caps, licences })]);
});
afterAll(() => site.close());

describe('two licences under one rule', () => {
  it('never pass a cap that they have in common, when a claim for each is begun at once', async () => {
    const person = await insertPerson(site);
    const issuer = await insertIssuer(site);
    const held = [
      await insertLicence(site, person, { slug: 'two-licences', type: 0 }),
      await insertLicence(site, person, { slug: 'two-licences', type: 1 }),
    ] as const;
    const entries = [
      await insertRecorded(site, { issuer, person }),
      await insertRecorded(site, { issuer, person, change: { title: 'Another' } }),
    ] as const;
    const holder = await hold(site);
    await sql`select from licences where id = ${held[0]} for update`.execute(holder);
    const both = Promise.all(held.map((licenceId, index) => begin(site, person, entries[index]!, licenceId)));
    await untilBlocked(site, 2);
    await holder.commit().execute();
    await both;
    const rows = await site.db
      .selectFrom('credit_claims')
      .select('counted_quarters')
      .where('person_id', '=', person.id)
      .execute();
    // Two sessions of nine quarters each, and room for sixteen.
    expect(rows.map((row) => row.counted_quarters).toSorted((a, b) => a - b)).toEqual([7, 9]);
  });
});

describe('the page of a rule', () => {
  const url = '/credit/rules/two-licences';

  it('says to anyone what the rule says, with sources and days, and where somebody must be asked', async () => {
    const page = pageOf(await get(site, url)).querySelector('main')!;
    const text = textOf(page);
    for (const part of [
      ...['120', '5 years, as your licence says', 'Since July 1, 2014', 'At most 4 hours', 'Teacher, Principal'],
      ...['Evidence of completion: name, IEIN, title, time, date, place, nature, clock hours'],
      ...['A roster with name and IEIN, evaluations', '6 years', 'as of October 25, 2024'],
      'Ask your regional office of education.',
    ])
      expect(text).toContain(part);
    // What counts has no source, and says so; every other fact leads to one that is there.
    expect([...page.querySelectorAll('dt')].filter((one) => textOf(one).includes('No source: ask'))).toHaveLength(2);
    const sources = [...page.querySelectorAll('.credit-sources li')].map(({ id }) => `#${id}`);
    const cited = [...page.querySelectorAll('dt a, .list a')].map((link) => link.getAttribute('href'));
    expect(cited.length).toBeGreaterThan(9);
    for (const href of cited) expect(sources).toContain(href);
  });

  it('keeps the version that a claim was begun under, beside the current one', async () => {
    const person = await insertPerson(site);
    const licenceId = await insertLicence(site, person, { slug: 'two-licences' });
    const entry = await insertRecorded(site, { issuer: await insertIssuer(site), person });
    const claimId = await insertClaim(site, person, entry, licenceId);
    const more = [{ ...caps[0]!, hours: 8 }];
    await publishRules(site.db, [
      await ruleLike({ slug: 'two-licences', title: 'Two licences', caps: more, licences }),
    ]);

    const claim = pageOf(await get(site, `/credit/claims/${claimId}`, await signIn(site, person)));
    expect(claim.querySelector(`a[href^="${url}"]`)?.getAttribute('href')).toBe(`${url}?version=1`);
    expect(textOf(pageOf(await get(site, `${url}?version=1`)))).toMatch(/At most 4 hours.*SHA-256/);
    expect(textOf(pageOf(await get(site, `${url}?version=1`)))).toContain('See the current version');
    expect(textOf(pageOf(await get(site, url)))).toContain('At most 8 hours');
    for (const bad of ['?version=9', '?version=x', '?version=-1', '?version=99999999999999'])
      expect((await get(site, url + bad)).statusCode).toBe(404);
    expect((await get(site, '/credit/rules/nowhere')).statusCode).toBe(404);
  });

  it('is in the sitemap, once however many versions there are', async () => {
    const { body } = await get(site, '/sitemap.xml');
    expect(body.match(/<loc>[^<]*\/credit\/rules\/two-licences[^<]*<\/loc><lastmod>/g)).toHaveLength(1);
  });
});

describe('the link of an approver', () => {
  it('is kept from search engines and from whoever is linked to, and asks in one form', async () => {
    const person = await insertPerson(site);
    const licenceId = await insertLicence(site, person);
    const entry = await insertRecorded(site, { issuer: await insertIssuer(site), person });
    const claimId = await insertClaim(site, person, entry, licenceId);
    await askFor(site, person, claimId, 'head@example.org');
    const link = await approvalLink(site, 'head@example.org');
    const hidden = { 'x-robots-tag': 'noindex, nofollow, noarchive', 'referrer-policy': 'no-referrer' };
    const shown = await get(site, link);
    expect(shown.headers).toMatchObject(hidden);
    expect((await get(site, `${link}/form.pdf`)).headers).toMatchObject(hidden);
    expect((await get(site, '/approve/nobody')).headers).toMatchObject(hidden);
    expect(pageOf(shown).querySelectorAll('main form')).toHaveLength(1);

    const nothing = await post(site, link, { approverName: 'Ada' });
    expect(nothing.statusCode).toBe(422);
    expect(pageOf(nothing).querySelector('#answer-error')?.textContent).toContain('Choose whether you approve');
    expect(pageOf(nothing).querySelector<HTMLInputElement>('#approverName')?.value).toBe('Ada');
    // A browser that may send no referrer says “null” of where a form comes from; an old one says nothing else.
    const answer = { answer: 'approved', approverName: 'Ada', approverRole: 'Head', reason: 'Not read.' };
    const [method, payload] = ['POST', new URLSearchParams(answer).toString()] as const;
    const sent = { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await site.app.inject({ method, url: link, headers: sent, payload })).statusCode).toBe(303);
    expect(textOf(pageOf(await get(site, link)))).toContain('You have approved this claim');
  });
});
