import axe from 'axe-core';
import type { Locator as Element, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage, untilStill } from '../../../test/support/browser.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { makeCsv, makePng, makeWav, sampleNotes } from '../../../test/support/sample-files.ts';
import { putDraft, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

const contents: Record<string, () => Promise<Uint8Array | string> | Uint8Array | string> = {
  'plan.pdf': () => makePdf('The plan', 9),
  'board.png': () => makePng(),
  'visit.wav': () => makeWav(90),
  'notes.txt': () => sampleNotes,
  'weeks.csv': () => makeCsv(20),
  'year.csv': () => makeCsv(300),
};

type Pointing = { page: Page; dialog: Element; place: () => Promise<[type: string, place: string]> };

/** The portfolio editor with one file, and its viewer open to point at a place. */
async function point(name: string): Promise<Pointing> {
  const desk = await startWork(on.site);
  const files = [{ name, content: (await contents[name]?.()) ?? '' }];
  const url = `${desk.home}/artifacts?requirement=portfolio`;
  const response = await postFiles(on.site, url, {}, files, { ...desk.headers, accept: 'application/json' });
  const { added } = response.json<{ added: { id: string }[] }>();
  const sources = [{ artifact: added[0]?.id, locator: { type: 'whole' } }];
  const saved = await putDraft(on.site, desk, 'portfolio', 0, { entries: { noticed: { sources, explanation: '' } } });
  expect(saved.statusCode).toBe(200);

  const { page } = await openPage(on.browser, on.baseUrl, { bypassCSP: true });
  const [cookie = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name: cookie, value, url: on.baseUrl }]);
  await page.goto(`${desk.home}/requirements/portfolio`);
  await page.locator('[data-island][data-hydrated]').first().waitFor();
  const open = page.getByRole('button', { name: /^Point to the place: evidence 1 for “Participation/ });
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('button', { name: 'Use this place' }).waitFor();
  return {
    page,
    dialog,
    async place() {
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => open.evaluate((node) => node === document.activeElement)).toBe(true);
      const fields = page.getByRole('group', { name: /^Evidence 1: / });
      const type = await fields.getByRole('combobox', { name: /^Where in it/ }).inputValue();
      const place = await fields.getByRole('textbox', { name: /^Place/ }).inputValue();
      await page.context().close();
      return [type, place];
    },
  };
}

const press = async (dialog: Element, name: string | RegExp) => dialog.getByRole('button', { name }).press('Enter');
const select = (element: Element, from: number, to: number) =>
  element.evaluate(
    (node, [start = 0, end = 0]) => {
      const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode() as Text;
      document.getSelection()?.setBaseAndExtent(text, start, text, end);
    },
    [from, to],
  );
const goTo = (dialog: Element, time: number) =>
  dialog.locator('audio').evaluate(async (player: HTMLAudioElement, seconds) => {
    // A recording begins at its own place as soon as it is known how long it is.
    if (player.readyState === player.HAVE_NOTHING)
      await new Promise((known) => player.addEventListener('loadedmetadata', known, { once: true }));
    player.currentTime = seconds;
  }, time);

it('a page, with one press', async () => {
  const { dialog, place } = await point('plan.pdf');
  await dialog.locator('[data-page="1"] canvas').waitFor();
  await press(dialog, 'Next page');
  await press(dialog, /^Use this page/);
  await expect.poll(() => place()).toEqual(['page', '2']);
});

it('pages, from here to here', async () => {
  const { dialog, place } = await point('plan.pdf');
  await dialog.locator('[data-page="1"] canvas').waitFor();
  await press(dialog, 'Next page');
  await press(dialog, 'From here');
  await dialog.getByText('Go to the last page').waitFor();
  await press(dialog, 'Next page');
  await press(dialog, 'Next page');
  await press(dialog, 'To here');
  await dialog.getByRole('status').getByText('Chosen: pages 2 to 4').waitFor();
  await press(dialog, 'Use this place');
  await expect.poll(() => place()).toEqual(['pages', '2 to 4']);
});

it('words of a PDF', async () => {
  const { dialog, place } = await point('plan.pdf');
  await press(dialog, 'Use the selected words');
  await dialog.getByText('Select the words first').waitFor();
  await dialog.locator('[data-page="1"] .textLayer span').first().waitFor();
  await select(dialog.locator('[data-page="1"] .textLayer span').first(), 4, 8);
  await press(dialog, 'Use the selected words');
  await press(dialog, 'Use this place');
  await expect.poll(() => place()).toEqual(['quote', expect.stringMatching(/^The \| plan \| , page 1/)]);
});

it('words of a text, told from the same words before', async () => {
  const { dialog, place } = await point('notes.txt');
  const second = dialog.locator('li').nth(1);
  await second.waitFor();
  await select(second, 17, 38);
  await press(dialog, 'Use the selected words');
  await press(dialog, 'Use this place');
  const [type, words] = await place();
  expect(type).toBe('quote');
  expect(words).toMatch(/In June the team \| agreed on two changes \| to the morning routine\./);
});

it('a paragraph, with one press', async () => {
  const { dialog, place } = await point('notes.txt');
  await press(dialog, 'Use paragraph 3');
  await expect.poll(() => place()).toEqual(['paragraph', '3']);
});

it('a time, and one from start to end', async () => {
  const first = await point('visit.wav');
  await goTo(first.dialog, 75);
  await expect.poll(() => first.dialog.locator('[data-at]').textContent()).toBe('1:15');
  await press(first.dialog, 'Use this moment');
  await expect.poll(() => first.place()).toEqual(['time', '1:15']);

  const { dialog, place } = await point('visit.wav');
  await goTo(dialog, 10);
  await expect.poll(() => dialog.locator('[data-at]').textContent()).toBe('0:10');
  await press(dialog, 'Mark the start');
  await goTo(dialog, 65);
  await expect.poll(() => dialog.locator('[data-at]').textContent()).toBe('1:05');
  await press(dialog, 'Mark the end');
  await press(dialog, 'Use this place');
  await expect.poll(() => place()).toEqual(['times', '0:10 to 1:05']);
});

it('a part of an image, with the arrow keys', async () => {
  const { page, dialog, place } = await point('board.png');
  await press(dialog, 'Mark a part');
  await expect
    .poll(() => dialog.locator('.viewer-region').evaluate((node) => node === document.activeElement))
    .toBe(true);
  for (const key of ['ArrowRight', 'ArrowUp', 'Shift+ArrowLeft', 'Shift+ArrowDown', 'Alt+ArrowRight']) {
    await page.keyboard.press(key);
  }
  await press(dialog, 'Use this place');
  await expect.poll(() => place()).toEqual(['region', '27.2, 23, 48, 52']);
});

it('a part of an image, dragged', async () => {
  const { page, dialog, place } = await point('board.png');
  const image = dialog.getByRole('img', { name: 'The image “board.png”' });
  await expect.poll(async () => (await image.boundingBox())?.height).toBeGreaterThan(100);
  const { x = 0, y = 0, width = 0, height = 0 } = (await image.boundingBox()) ?? {};
  await page.mouse.move(x + width * 0.5, y + height * 0.5);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.3, y + height * 0.3);
  await page.mouse.move(x + width * 0.25, y + height * 0.25);
  await page.mouse.up();
  await press(dialog, 'Use this place');
  const [type, region] = await place();
  expect(type).toBe('region');
  for (const figure of region.split(', ').map(Number)) expect(Math.abs(figure - 25)).toBeLessThan(1);
});

it('cells, with Shift and the arrow keys, and dragged', async () => {
  const keys = await point('weeks.csv');
  await keys.dialog.locator('[data-cell="A1"]').focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown'])
    await keys.page.keyboard.press(key);
  await expect.poll(() => keys.dialog.locator('td[aria-selected="true"]').count()).toBe(3);
  await press(keys.dialog, 'Use this place');
  await expect.poll(() => keys.place()).toEqual(['sheet', 'Table!B2:B4']);

  const { page, dialog, place } = await point('weeks.csv');
  await dialog.locator('[data-cell="B3"]').hover();
  await page.mouse.down();
  await dialog.locator('[data-cell="C5"]').hover();
  await page.mouse.up();
  await press(dialog, 'Use this place');
  await expect.poll(() => place()).toEqual(['sheet', 'Table!B3:C5']);
});

it('cells, reached by Tab among the rows on show, whatever rows were on show before', async () => {
  const { page, dialog, place } = await point('year.csv');
  await press(dialog, 'Rows after');
  await dialog.locator('[data-cell="A201"]').waitFor();
  await dialog.getByLabel('Where in it').selectOption('Cells of a sheet');
  await dialog.getByLabel('Place', { exact: true }).fill('Table!B2');
  await dialog.getByLabel('Place', { exact: true }).press('Tab');
  await dialog.locator('[data-cell="A1"]').waitFor();
  const stop = dialog.locator('td[tabindex="0"]');
  await expect.poll(() => stop.count()).toBe(1);
  await stop.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowUp');
  await press(dialog, 'Use this place');
  expect((await place())[0]).toBe('sheet');
});

it('words, even where the hand goes past the edge of the dialog', async () => {
  const { page, dialog } = await point('notes.txt');
  const second = dialog.locator('li').nth(1);
  await second.waitFor();
  const { x = 0, y = 0, width = 0 } = (await second.boundingBox()) ?? {};
  await page.mouse.move(x + width / 2, y + 8);
  await page.mouse.down();
  await page.mouse.move(20, y + 8);
  await page.mouse.up();
  await press(dialog, 'Use the selected words');
  await dialog
    .getByRole('status')
    .getByText(/^Chosen: “/)
    .waitFor();
  await page.mouse.click(20, y);
  await dialog.waitFor({ state: 'detached' });
  await page.context().close();
});

it('by hand, and told when it is not in the file', async () => {
  const { dialog, place } = await point('plan.pdf');
  await dialog.getByLabel('Where in it').selectOption('Slides');
  await dialog.getByLabel('Place', { exact: true }).fill('8 to 14');
  await dialog.getByLabel('Place', { exact: true }).press('Enter');
  await dialog.getByRole('alert').getByText('“plan.pdf” has 9 pages: correct “slides 8 to 14”').waitFor();
  await dialog.getByLabel('Place', { exact: true }).fill('eight');
  await press(dialog, 'Use this place');
  await dialog.getByRole('alert').getByText('Write the slides as numbers').waitFor();
  await dialog.getByLabel('Place', { exact: true }).fill('8 to 9');
  await dialog.getByLabel('Place', { exact: true }).press('Enter');
  await expect.poll(() => place()).toEqual(['slides', '8 to 9']);
});

it.each(Object.keys(contents))('has nothing for axe to find while a place in %s is pointed at', async (name) => {
  const { page, dialog } = await point(name);
  await dialog.locator('canvas, img, audio, li, td').first().waitFor();
  await page.evaluate(axe.source);
  await untilStill(page);
  const found = await page.evaluate<string[]>(
    `axe.run('dialog', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.html)))`,
  );
  expect(found).toEqual([]);
  await page.context().close();
});
