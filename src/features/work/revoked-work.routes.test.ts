import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { baseDefinition, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { earn } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('tells an earner that what they earned was revoked, wherever it said that it is earned', async () => {
  const published = await insertPublished(site);
  const { issuer, definition } = published;
  const person = await insertPerson(site);
  const publicId = await earn(site, person, published);
  const headers = await signIn(site, person);
  const { id: awardId, enrolment_id: enrolmentId } = await site.db
    .selectFrom('awards')
    .select(['id', 'enrolment_id'])
    .where('public_id', '=', publicId)
    .executeTakeFirstOrThrow();
  const offer = `/micro-credentials/${definition.slug}`;
  const addresses = ['/work', `/work/${enrolmentId}`, offer, `/library?q=${encodeURIComponent(definition.title)}`];
  const told = async () => {
    const pages = [];
    for (const address of addresses) pages.push(pageOf(await get(site, address, headers)).querySelector('main'));
    return pages;
  };
  for (const page of await told()) expect(textOf(page)).not.toMatch(/revoked|suspended|expired/);

  const change = { issuerId: issuer.id, awardId, reason: 'So', byPerson: null, at: site.deps.now() };
  await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'suspended' }));
  for (const [index, page] of (await told()).entries()) {
    expect(textOf(page)).toContain('Earned, then suspended');
    if (index === 3) continue;
    expect(textOf(page)).toMatch(/on November 22, 2026/);
    expect(page?.querySelector(`a[href="/awards/${publicId}/status"]`)?.textContent).toBe('Read why it is suspended');
  }
  await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'in-force' }));
  for (const page of await told()) expect(textOf(page)).not.toContain('suspended');

  await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'revoked' }));
  const pages = await told();
  for (const page of pages) expect(textOf(page)).toContain('Earned, then revoked');
  for (const page of pages.slice(0, 3)) {
    expect(textOf(page)).toMatch(/on \w+ \d+, 2026/);
    expect(page?.querySelector(`a[href="/awards/${publicId}/status"]`)?.textContent).toBe('Read why it was revoked');
    expect(page?.querySelector(`a[href="/verify/${publicId}"], form[action$="/enrol"]`)).toBeNull();
  }
  expect(textOf(pages[0] ?? null)).toContain('0 earned, 1 revoked.');
  // Revoked is for good: who tries all the same gets the work they did.
  expect((await post(site, `${offer}/enrol`, {}, headers)).headers.location).toBe(`/work/${enrolmentId}`);

  const evaluation = `/awards/${publicId}/evaluation`;
  const asked = await get(site, evaluation, headers);
  expect(textOf(pageOf(asked))).toContain('This award was revoked, so nothing is asked');
  expect((await post(site, evaluation, { version: 'x' }, headers)).statusCode).toBe(409);
});

it('says of an award that expired since when, and where it is renewed', async () => {
  const award = { rule: 'all-look-fors', validMonths: 12, renewal: { by: 'hours', hours: 12 } };
  const published = await insertPublished(site, { definition: baseDefinition({ slug: 'ends', award }) });
  const person = await insertPerson(site);
  const publicId = await earn(site, person, published, new Date('2025-10-05T12:00:00Z'));
  const headers = await signIn(site, person);
  const work = pageOf(await get(site, '/work', headers)).querySelector('main');
  const enrolment = work?.querySelector('h3 a')?.getAttribute('href') ?? '';
  for (const address of [enrolment, '/micro-credentials/ends'])
    expect(textOf(pageOf(await get(site, address, headers)).querySelector('main'))).toContain('Earned, then expired');
  expect(textOf(work)).toContain('0 earned, 1 expired.');
  expect(textOf(work)).toContain('Earned, then expired on October 5, 2026');
  expect(work?.querySelector(`a[href="/awards/${publicId}/status"]`)?.textContent).toBe(
    'See whether it can be renewed',
  );
});
