import { beforeAll, expect, it } from 'vitest';
import { insertAnchor } from '../../../test/support/anchors.ts';
import { noon } from '../../../test/support/app.ts';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage, phone } from '../../../test/support/browser.ts';
import { insertMember, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { insertAffiliated, insertRated } from '../../../test/support/rated.ts';

let on: BrowserSite;
let cookie: string;
beforeAll(async () => {
  on = await startBrowserSite();
  const { site } = on;
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  const published = await insertPublished(site, { issuer });
  const { person: first } = await insertMember(site, 'assessor', { issuer, name: 'Ruth Lindqvist' });
  const { person: second } = await insertMember(site, 'assessor', { issuer, name: 'Samuel Adeyemi' });
  for (let one = 0; one < 16; one += 1) {
    const earner = await insertPerson(site);
    await insertAffiliated(site, earner, { region: one % 2 === 0 ? 'North' : 'South', type: 'middle' });
    const at = new Date(noon.getTime() - (20 + one) * 24 * 3600_000);
    const attempt = { second: '2222', submittedAt: at, releasedAt: new Date(at.getTime() + 2 * 24 * 3600_000) };
    await insertRated(site, {
      ...{ published, earner, assessors: [first, second] },
      attempts: [
        { ...attempt, first: one % 3 === 0 ? '2221' : '2222', minutes: 240, comment: 'Name the data source.' },
      ],
    });
  }
  await insertAnchor(site, { published, lead });
  ({ cookie } = await signIn(site, lead));
  return () => on.close();
}, 120_000);

const reports = ['', '/look-fors', '/assessors', '/turn-around', '/comments', '/fairness'];

it.each(reports)('is read on a phone without moving a table sideways: /lead/reports%s', async (path) => {
  const { page } = await openPage(on.browser, on.baseUrl, { viewport: phone });
  const [name = '', value = ''] = cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  await page.goto(`${on.baseUrl}/lead/reports${path}`);
  const wide = await page.$$eval('.numbers__scroll', (all) =>
    all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
  );
  expect(wide.length).toBeGreaterThan(0);
  expect(wide.filter((over) => over > 0)).toEqual([]);
  // What a number is stands beside it, but for a matrix, which stays one.
  const heads = await page.$$eval('.numbers__table', (all) =>
    all.map((table) => [
      table.classList.contains('numbers__table--matrix'),
      table.querySelector('thead')?.clientHeight,
    ]),
  );
  expect(heads.some(([isMatrix]) => isMatrix)).toBe(path === '');
  for (const [isMatrix, height] of heads) expect(Number(height) > 1).toBe(isMatrix);
});
