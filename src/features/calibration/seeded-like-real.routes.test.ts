import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, rate } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { roleOf, seededDesk } from '../../../test/support/seeded-desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** A page without what tells one attempt from any other: ids, digests, names, dates. */
async function plain(url: string, { cookie, names }: { cookie: string; names: readonly string[] }): Promise<string> {
  const response = await get(site, url, { cookie });
  expect(response.statusCode, url).toBe(200);
  let text = response.body;
  for (const name of names) text = text.replaceAll(name, 'NAME');
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/gu, 'ID')
    .replaceAll(/\b[0-9a-f]{64}\b/gu, 'SHA')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, 'MOMENT')
    .replaceAll(
      /(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+, \d{4}/gu,
      'DAY',
    )
    .replaceAll(/in \d+ (?:business )?(?:days|hours)/gu, 'SOON');
}

describe.each([
  ['decided by one at once', {}],
  ['held by a lead', { release: 'held' }],
  ['judged blind', { blind: true }],
])('a seeded anchor where attempts are %s', (_, assessment) => {
  it('is told from a real attempt by nothing on any page', async () => {
    const { assessor, take, waiting, cookie, issuer } = await seededDesk(site, assessment);
    await waiting();
    const real = await take(false);
    const seeded = await take(true);
    expect([await roleOf(site, real), await roleOf(site, seeded)]).toEqual(['first', 'anchor']);
    const rows = await site.db
      .selectFrom('assessments as a')
      .innerJoin('attempts as t', 't.id', 'a.attempt_id')
      .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
      .innerJoin('people as p', 'p.id', 'e.person_id')
      .select(['p.name', 'a.id', 't.id as attempt'])
      .where('a.id', 'in', [real, seeded])
      .execute();
    const blind = rows.map(({ attempt }) => `Earner ${attempt.slice(-4).toUpperCase()}`);
    const names = [...rows.map(({ name }) => name), ...blind];
    const look = (path: string) => plain(path, { cookie, names });
    const same = async (path: (id: string) => string) => {
      expect((await look(path(seeded))).split('<')).toEqual((await look(path(real))).split('<'));
    };
    const queue = pageOf(await get(site, '/desk', { cookie }));
    const rowsOnDesk = [...queue.querySelectorAll('tr')].filter((row) => /seeded|Go on/u.test(row.innerHTML));
    expect(rowsOnDesk.filter((row) => row.innerHTML.includes('Go on'))).toHaveLength(2);
    expect(queue.body.innerHTML).not.toMatch(/anchor(?!-| )|calibrat(?!ion)/u);

    await same((id) => `/desk/assessments/${id}`);
    for (const id of [real, seeded]) await rate(site, assessor, id, { 'noticed-shown': 'almost' });
    await same((id) => `/desk/assessments/${id}/decide`);
    for (const id of [real, seeded]) await decide(site, assessor, id);
    await same((id) => `/desk/assessments/${id}`);
    const list = pageOf(await get(site, '/desk', { cookie })).querySelectorAll('.desk-decided li');
    const entries = [...list].map((item) => names.reduce((text, name) => text.replaceAll(name, 'NAME'), textOf(item)));
    expect(new Set(entries).size).toBeLessThanOrEqual(1);
    expect(entries).toHaveLength('release' in assessment ? 0 : 2);
    expect(issuer.name).not.toBe('');
  });
});
