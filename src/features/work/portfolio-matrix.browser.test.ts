import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { type PageOptions, openPage, untilStill } from '../../../test/support/browser.ts';
import { type Desk, handIn, putDraft, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;
let desk: Desk;
let proof: string;

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

beforeEach(async () => {
  desk = await startWork(on.site);
  proof = await handIn(on.site, desk, 'portfolio', 'proof.pdf');
  const sources = [{ artifact: proof, locator: { type: 'page', page: 2 } }];
  const entries = { noticed: { sources, explanation: 'It shows what changed.' } };
  expect((await putDraft(on.site, desk, 'portfolio', 0, { entries })).statusCode).toBe(200);
});

async function open(
  path: string,
  { javaScriptEnabled = true, width = 1440, colorScheme = 'light' }: PageOptions & { width?: number } = {},
): Promise<Page> {
  const { page } = await openPage(on.browser, on.baseUrl, {
    javaScriptEnabled,
    colorScheme,
    viewport: { width, height: 900 },
  });
  const [name = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  await page.goto(desk.home + path);
  if (javaScriptEnabled && path.includes('requirements'))
    await page.locator('[data-island][data-hydrated]').first().waitFor();
  return page;
}

const editor = '/requirements/portfolio';
const noticed = 'Participation was observed and counted';
const changed = 'One routine was changed for those who spoke least';
const row = (page: Page, detail: string): Locator => page.locator('.matrix tbody tr').filter({ hasText: detail });
const entry = (page: Page, detail: string): Locator => page.getByRole('region', { name: detail, exact: true });
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
const saved = async () =>
  (
    await on.site.db
      .selectFrom('evidence_items')
      .select('data')
      .where('enrolment_id', '=', desk.id)
      .where('requirement_key', '=', 'portfolio')
      .executeTakeFirstOrThrow()
  ).data as { entries: Record<string, { sources: unknown[] }> };

it('follows every letter and, with one box, shows only what is missing', async () => {
  const page = await open(editor);
  await expect.poll(() => row(page, noticed).innerText()).toContain('Complete');
  await entry(page, changed)
    .getByLabel(/^How does it show this/)
    .fill('One two');
  await row(page, changed).getByText('2 of 3').waitFor();
  await expect.poll(() => row(page, changed).innerText()).toContain('Started');
  await page.getByLabel('Only what is missing (1)').check();
  await expect.poll(() => row(page, noticed).isVisible()).toBe(false);
  await expect.poll(() => row(page, changed).isVisible()).toBe(true);
  await page.context().close();
});

it('is one stop of the Tab key; the arrow keys lead to a cell, and Enter adds the file there', async () => {
  const page = await open(editor);
  await page.getByRole('region', { name: 'Which file shows which detail' }).focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => focused(page)).toBe(noticed);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toBe('page 2');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe(`Use “proof.pdf” for “${changed}”`);
  await page.keyboard.press('Home');
  await expect.poll(() => focused(page)).toBe(changed);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');

  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('entry.changed.source.0.type');
  await row(page, changed).getByRole('link', { name: 'the whole of it' }).waitFor();
  await expect
    .poll(async () => (await saved()).entries.changed?.sources)
    .toEqual([{ artifact: proof, locator: { type: 'whole' } }]);
  await page.context().close();
});

it('uses one place for other details too', async () => {
  const page = await open(`${editor}#entry-noticed`);
  await entry(page, noticed)
    .getByRole('button', { name: /^Use for other details too: evidence 1/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Use the same for other details' });
  await expect.poll(() => dialog.getByLabel(noticed).isDisabled()).toBe(true);
  await dialog.getByLabel(changed).check();
  await dialog.getByRole('button', { name: 'Use for 1 more detail' }).click();
  await row(page, changed).getByRole('link', { name: 'page 2' }).waitFor();
  await expect
    .poll(async () => (await saved()).entries.changed?.sources)
    .toEqual([{ artifact: proof, locator: { type: 'page', page: 2 } }]);
  await page.context().close();
});

it('takes a place that is pointed at in the viewer', async () => {
  const page = await open(`${editor}#entry-noticed`);
  await entry(page, noticed)
    .getByRole('button', { name: /^Point to the place: evidence 1/ })
    .click();
  const viewer = page.getByRole('dialog');
  await viewer.getByRole('button', { name: 'Next page' }).click();
  await viewer.getByRole('button', { name: 'Use this page' }).click();
  await viewer.waitFor({ state: 'detached' });
  await expect.poll(() => entry(page, noticed).getByLabel('Where in it of evidence 1').inputValue()).toBe('page');
  await expect.poll(() => entry(page, noticed).getByLabel('Place of evidence 1').inputValue()).toBe('3');
  await page.context().close();
});

it('marks in the table and at the row a place that is not in its file', async () => {
  const page = await open(`${editor}#entry-noticed`);
  await entry(page, noticed).getByLabel('Place of evidence 1').fill('9');
  await row(page, noticed).getByText('To correct').waitFor();
  await expect.poll(() => row(page, noticed).innerText()).toContain('Started');
  await entry(page, noticed).getByText('“proof.pdf” has 3 pages: correct “page 9”', { exact: true }).waitFor();
  await page.context().close();
});

it.each([true, false])(
  'scrolls sideways by itself at 320 px, the details in sight (JavaScript: %s)',
  async (javaScriptEnabled) => {
    for (let number = 1; number <= 4; number += 1) {
      const artifact = await handIn(on.site, desk, 'portfolio', `a-long-name-of-a-file-${number}.pdf`);
      const { entries } = await saved();
      entries.noticed?.sources.push({ artifact, locator: { type: 'whole' } });
      await putDraft(on.site, desk, 'portfolio', number, { entries });
    }
    const page = await open('/review', { javaScriptEnabled, width: 320 });
    await page.locator('.matrix-box summary').click();
    const region = page.getByRole('region', { name: 'Which file shows which detail' });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await region.focus();
    await region.evaluate((element) => element.scrollTo({ left: 400, behavior: 'instant' }));
    const [outer, head] = await Promise.all([
      region.boundingBox(),
      row(page, noticed).getByRole('rowheader').boundingBox(),
    ]);
    expect(Math.abs((outer?.x ?? 0) - (head?.x ?? 99))).toBeLessThan(2);
    await page.getByLabel('Only what is missing (1)').check();
    await expect.poll(() => row(page, noticed).isVisible()).toBe(false);
    await page.context().close();
  },
);

it('saves how the earner sees it at once, and says so', async () => {
  const page = await open(editor);
  const own = page.getByRole('group', { name: /^You on “A routine was changed/ });
  await own.getByLabel('Almost').check();
  await page.locator('#self-ratings').getByText('Saved', { exact: true }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Save my ratings' }).isVisible()).toBe(false);
  const again = await open('/review');
  expect(
    await again
      .getByRole('group', { name: /^You on “A routine was changed/ })
      .getByLabel('Almost')
      .isChecked(),
  ).toBe(true);
  for (const one of [page, again]) await one.context().close();
});

it('keeps the button when a rating could not be saved', async () => {
  const page = await open(editor);
  await page.route('**/self-ratings', (route) => route.abort());
  await page
    .getByRole('group', { name: /^You on “A routine was changed/ })
    .getByLabel('Yes')
    .check();
  await page.getByText('This could not be saved').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Save my ratings' }).isVisible()).toBe(true);
  await page.context().close();
});

it.each(['light', 'dark'] as const)('has nothing that axe finds, table and dialog open (%s)', async (colorScheme) => {
  const page = await open(`${editor}#entry-noticed`, { colorScheme });
  const find = async () => {
    await page.evaluate(axe.source);
    await untilStill(page);
    return page.evaluate<string[]>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) =>
        result.violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`,
    );
  };
  await expect.poll(() => find()).toEqual([]);
  await entry(page, noticed)
    .getByRole('button', { name: /^Use for other details too: evidence 1/ })
    .click();
  await expect.poll(() => find()).toEqual([]);
  await page.context().close();
});
