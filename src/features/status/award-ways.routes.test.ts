import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { type Person, type Published, insertIssuer, insertMembership, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts'; // prettier-ignore
import { earn } from '../../../test/support/series.ts';

let site: TestSite;
let earner: Person;
let published: Published;
let publicId: string;
beforeAll(async () => {
  site = await createTestApp();
  [earner, published] = [await insertPerson(site), await insertPublished(site)];
  publicId = await earn(site, earner, published);
});
afterAll(() => site.close());

const show = async (person: Person, path: string) => pageOf(await get(site, path, await signIn(site, person)));
const currentIn = (page: Document, nav: string) =>
  [...page.querySelectorAll(`nav[aria-label="${nav}"] [aria-current=page]`)].map(textOf);

describe('who looks after an award', () => {
  it.each([
    ['a lead assessor is assessing, and on none of its pages', ['lead_assessor'], ['Assessing'], undefined],
    ['an admin is among the awards', ['issuer_admin'], ['Admin'], ['Awards']],
    ['who is both is among the awards', ['lead_assessor', 'issuer_admin'], ['Admin'], ['Awards']],
  ] as const)('%s', async (_, roles, main, tabs) => {
    const person = await insertPerson(site);
    for (const role of roles) await insertMembership(site, published.issuer, person, role);
    const page = await show(person, `/admin/${published.issuer.slug}/awards/${publicId}`);
    expect(currentIn(page, 'Main')).toEqual(main);
    expect(tabs ? currentIn(page, 'Issuer') : currentIn(page, 'Assessing')).toEqual(tabs ?? []);
  });

  it('is assessing here, though an admin elsewhere', async () => {
    const person = await insertPerson(site);
    await insertMembership(site, published.issuer, person, 'lead_assessor');
    await insertMembership(site, await insertIssuer(site), person, 'issuer_admin');
    const page = await show(person, `/admin/${published.issuer.slug}/awards/${publicId}`);
    expect(currentIn(page, 'Main')).toEqual(['Assessing']);
    expect(currentIn(await show(person, '/admin'), 'Main')).toEqual(['Admin']);
  });
});

it.each([
  ['status', 'Status'],
  ['reissue', 'Issue again'],
  ['share', 'Share'],
])('the page %s of one’s own award names it once, where one comes from', async (path, here) => {
  const page = await show(earner, `/awards/${publicId}/${path}`);
  const crumbs = page.querySelector('nav.crumbs');
  expect([...crumbs!.children].map(textOf)).toEqual(['My awards', published.definition.title, here]);
  expect(crumbs?.querySelector('[aria-current=page]')?.textContent).toBe(here);
  expect(textOf(page.querySelector('.page-head'))).not.toContain(published.definition.title);
});
