import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { type PageOptions, openPage, phone } from '../../../test/support/browser.ts';
import { type Person, insertPerson, signIn } from '../../../test/support/factories.ts';
import { insertProfile } from '../../../test/support/public-pages.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';

let browserSite: BrowserSite;
let person: Person;
let pieces: string[];
beforeAll(async () => {
  browserSite = await startBrowserSite();
  const { site } = browserSite;
  const series = await insertSeries(site);
  person = await insertPerson(site);
  pieces = [];
  for (const member of series.members) pieces.push(await earn(site, person, member));
  await site.runJobs();
});
afterAll(() => browserSite.close());

async function open(path: string, options: PageOptions = {}): Promise<Page> {
  const { browser, baseUrl, site } = browserSite;
  const { page } = await openPage(browser, baseUrl, options);
  const { cookie } = await signIn(site, person);
  const at = cookie.indexOf('=');
  await page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: baseUrl }]);
  await page.goto(path);
  return page;
}

it('prints a stack award with where to verify it, and without the pictures of its pieces', async () => {
  const { public_id } = await browserSite.site.db
    .selectFrom('awards')
    .select('public_id')
    .where('kind', '=', 'stack')
    .executeTakeFirstOrThrow();
  const page = await open(`/verify/${public_id}`);
  const shown = async () => [
    await page.locator('.next-stones img').first().isVisible(),
    await page.locator('.award-printed').isVisible(),
    await page.getByText('Take it along').isVisible(),
  ];
  expect(await shown()).toEqual([true, false, true]);
  await page.emulateMedia({ media: 'print' });
  expect(await shown()).toEqual([false, true, false]);
});

it('lets one skip to the award, and put a profile in order, by the keyboard alone and without JavaScript', async () => {
  await insertProfile(browserSite.site, person, pieces);
  const page = await open('/awards/profile', { javaScriptEnabled: false });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);

  const [first, second] = pieces;
  const last = page.locator(`#place-${second}`);
  while (!(await last.evaluate((field) => field === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Saved.').waitFor();
  await page.goto('/awards/profile/preview');
  const links = await page.locator('.stone-card h3 a').all();
  expect(await Promise.all(links.map((link) => link.getAttribute('href')))).toEqual([
    `/verify/${second}`,
    `/verify/${first}`,
  ]);
});

it('has what its earner does most in the first sight of a telephone, after its state, without JavaScript', async () => {
  const page = await open(`/verify/${pieces[0]}`, { viewport: phone, javaScriptEnabled: false });
  const ways = page.getByRole('navigation', { name: 'What you can do with it' });
  const [state, share] = [page.locator('.award-head__verdict'), ways.getByRole('link', { name: 'Share' })];
  const [below, above] = [await share.boundingBox(), await state.boundingBox()];
  expect(below?.y).toBeGreaterThan(above?.y ?? Infinity);
  expect((below?.y ?? Infinity) + (below?.height ?? 0)).toBeLessThan(phone.height);

  await page.getByRole('link', { name: 'How this was checked' }).focus();
  await page.keyboard.press('Tab');
  expect(await share.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/share$/);
});
