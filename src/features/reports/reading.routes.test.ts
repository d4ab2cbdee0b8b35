import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertAnchor } from '../../../test/support/anchors.ts';
import {
  type Person,
  type TestIssuer,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';

let site: TestSite;
let issuer: TestIssuer;
let lead: Person;
let signedIn: { cookie: string };

beforeAll(async () => {
  site = await createTestApp();
  ({ person: lead, issuer } = await insertMember(site, 'lead_assessor'));
  signedIn = await signIn(site, lead);
});
afterAll(() => site.close());

const page = async (url: string) => pageOf(await get(site, url, signedIn));

it('says what is to be done while there is nothing to count, and leads out of a filter that leaves nothing', async () => {
  const empty = async (url: string) => (await page(url)).querySelector('.empty-state');
  expect(textOf(await empty('/lead/reports'))).toContain('scored twice');
  const links = async (url: string) =>
    [...((await empty(url))?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'));
  expect(await links('/lead/reports/look-fors')).toEqual(['/lead']);
  expect(await links('/lead/reports/look-fors?period=month')).toEqual(['/lead/reports/look-fors', '/lead']);
});

it('holds assessors against the bar that their issuer has set, and explains the figures', async () => {
  const { person: rater } = await insertMember(site, 'assessor', { issuer, name: 'Ruth Lindqvist' });
  const anchor = await insertAnchor(site, { published: await insertPublished(site, { issuer }), lead });
  const { id } = await site.db
    .insertInto('assessments')
    .values({
      ...{ issuer_id: issuer.id, attempt_id: anchor.attemptId, assessor_id: rater.id },
      ...{ role: 'anchor', lease_expires_at: noon },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const seen = { assessment_id: id, attempt_id: anchor.attemptId, look_for_key: 'tally-readable' };
  await site.db
    .insertInto('ratings')
    .values({ ...seen, value: 'yes' })
    .execute();
  await site.db
    .updateTable('assessments')
    .set({ state: 'completed', completed_at: noon })
    .where('id', '=', id)
    .execute();

  const limits = async () =>
    [...(await page(`/lead/reports/assessors?assessor=${rater.id}`)).querySelectorAll('.chart__wide .chart__over')].map(
      textOf,
    );
  expect(await limits()).toEqual(['bar, 80 %', 'as agreed']);
  await site.db.insertInto('assessing_settings').values({ issuer_id: issuer.id, qualify_bar: '0.9' }).execute();
  expect(await limits()).toEqual(['bar, 90 %', 'as agreed']);

  const guide = (await page('/lead/reports/assessors')).querySelector('.report-guide');
  expect(textOf(guide?.querySelector('summary') ?? null)).toBe('How to read this');
  expect(textOf(guide)).toContain('Drift t');
});
