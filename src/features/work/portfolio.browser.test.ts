import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage } from '../../../test/support/browser.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { type Desk, handIn, putDraft, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;
let desk: Desk;
let url: string;

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

beforeEach(async () => {
  desk = await startWork(on.site);
  url = `${desk.home}/requirements/portfolio`;
});

/** A tab of the one at the desk. */
async function openTab({ javaScriptEnabled = true } = {}): Promise<Page> {
  const { page } = await openPage(on.browser, on.baseUrl, { javaScriptEnabled });
  const [name = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  return page;
}

async function openPortfolio({ javaScriptEnabled = true, hash = '' } = {}): Promise<Page> {
  const page = await openTab({ javaScriptEnabled });
  await page.goto(url + hash);
  if (javaScriptEnabled) await page.locator('[data-island][data-hydrated]').waitFor();
  return page;
}

const noticed = 'Participation was observed and counted';
const changed = 'One routine was changed for those who spoke least';
const entry = (page: Page, detail: string): Locator => page.getByRole('region', { name: detail, exact: true });
const explanation = (page: Page, detail: string) => entry(page, detail).getByLabel(/^How does it show this/);

/** Makes the first detail complete. */
async function showFirst(): Promise<void> {
  const artifact = await handIn(on.site, desk, 'portfolio', 'proof.pdf');
  const sources = [{ artifact, locator: { type: 'page', page: 2 } }];
  const entries = { noticed: { sources, explanation: 'It shows what changed.' } };
  expect((await putDraft(on.site, desk, 'portfolio', 0, { entries })).statusCode).toBe(200);
}

it.each([true, false])('opens the first detail that is not finished (JavaScript: %s)', async (javaScriptEnabled) => {
  const fresh = await openPortfolio({ javaScriptEnabled });
  await expect.poll(() => explanation(fresh, noticed).isVisible()).toBe(true);
  await expect.poll(() => explanation(fresh, changed).isVisible()).toBe(false);

  await showFirst();
  const later = await openPortfolio({ javaScriptEnabled });
  await expect.poll(() => explanation(later, noticed).isVisible()).toBe(false);
  await expect.poll(() => entry(later, noticed).getByText('Complete').isVisible()).toBe(true);
  await expect.poll(() => explanation(later, changed).isVisible()).toBe(true);
  for (const page of [fresh, later]) await page.context().close();
});

it('opens the detail that the address or a finding names, and closes none while one works', async () => {
  const page = await openPortfolio({ hash: '#entry-changed' });
  await expect.poll(() => explanation(page, changed).isVisible()).toBe(true);
  await explanation(page, noticed).fill('It shows who spoke.');
  await expect.poll(() => explanation(page, noticed).isVisible()).toBe(true);
  await entry(page, changed).locator('summary').click();
  await expect.poll(() => explanation(page, changed).isVisible()).toBe(false);
  await page.getByRole('link', { name: `Explain how your evidence shows “${changed}”` }).click();
  await expect.poll(() => explanation(page, changed).isVisible()).toBe(true);
  await page.context().close();
});

it('says at the field, and at once, why a file is refused', async () => {
  const page = await openPortfolio();
  const field = entry(page, noticed).getByLabel('Upload a file for this detail');
  await expect.poll(() => field.getAttribute('aria-invalid')).toBeNull();
  await field.setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF at all') });
  const alert = page.getByRole('alert').filter({ hasText: 'plan.pdf' });
  await alert.waitFor();
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  expect((await field.getAttribute('aria-describedby'))?.split(' ')).toContain(await alert.getAttribute('id'));
  await page.context().close();
});

it('sends a file that was chosen before the page’s script had come', async () => {
  const page = await openTab();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(/portfolio-editor.*\.js/u, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(url);
  const field = entry(page, noticed).getByLabel('Upload a file for this detail');
  await field.setInputFiles({ name: 'early.pdf', mimeType: 'application/pdf', buffer: await makePdf('Early') });
  release();
  await entry(page, noticed).getByText('“early.pdf” is handed in.').waitFor();
  await page.context().close();
});

it('gives every field a name of its own', async () => {
  const page = await openPortfolio();
  await entry(page, changed).locator('summary').click();
  const names = await page
    .locator('.entry-fields label')
    .evaluateAll((labels) => labels.map((label) => label.textContent.trim()));
  expect(names).toHaveLength(10);
  expect(new Set(names).size).toBe(10);
  await page.context().close();
});

it('says at the field, and at once, that a place can’t be read or is past the end of its file', async () => {
  await showFirst();
  const page = await openPortfolio({ hash: '#entry-noticed' });
  const place = entry(page, noticed).getByLabel('Place of evidence 1');
  await place.fill('two');
  await entry(page, noticed).getByText('Write the page as a number, such as 4').waitFor();
  await place.fill('9');
  await entry(page, noticed).getByText('“proof.pdf” has 3 pages: correct “page 9”', { exact: true }).waitFor();
  await expect.poll(() => place.getAttribute('aria-invalid')).toBe('true');
  await page.context().close();
});

it('keeps both ways to save in one row on a phone, and in a low window out of the way', async () => {
  const page = await openPortfolio();
  const bar = page.locator('.save-bar');
  const position = () => bar.evaluate((element) => getComputedStyle(element).position);
  await page.setViewportSize({ width: 320, height: 640 });
  const middles = await bar
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getBoundingClientRect()).map((box) => box.y + box.height / 2),
    );
  expect(middles).toHaveLength(2);
  expect(Math.abs((middles[0] ?? 0) - (middles[1] ?? 0))).toBeLessThan(2);
  await expect.poll(() => position()).toBe('sticky');
  await page.setViewportSize({ width: 320, height: 256 });
  await expect.poll(() => position()).toBe('static');
  await page.context().close();
});

it('takes a new version of a file under every detail that uses it', async () => {
  await showFirst();
  const page = await openPortfolio();
  const files = page.getByRole('region', { name: 'Your files and links' });
  await files
    .getByLabel('New version of proof.pdf')
    .setInputFiles({ name: 'better.pdf', mimeType: 'application/pdf', buffer: await makePdf('Better', 3) });
  await files.getByRole('link', { name: 'better.pdf', exact: true }).waitFor();
  await entry(page, noticed).locator('summary').click();
  expect(
    await entry(page, noticed)
      .getByLabel(/^Place/)
      .first()
      .inputValue(),
  ).toBe('2');
  const file = entry(page, noticed)
    .getByLabel(/^File or link/)
    .first();
  await expect.poll(() => file.locator('option:checked').textContent()).toBe('better.pdf');
  await expect.poll(() => file.getByRole('option', { name: 'proof.pdf' }).count()).toBe(0);
  await page.reload();
  await expect.poll(() => file.locator('option:checked').textContent()).toBe('better.pdf');
  await page.context().close();
});
