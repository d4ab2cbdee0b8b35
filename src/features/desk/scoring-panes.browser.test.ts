import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { phone } from '../../../test/support/browser.ts';
import { openScoring } from '../../../test/support/scoring-browser.ts';

let on: BrowserSite;
beforeAll(async () => {
  on = await startBrowserSite();
});
afterAll(() => on.close());
afterEach(() => {
  on.site.deps.now = () => new Date();
});

const card = (page: Page, text: string) => page.getByRole('group', { name: text });
const tally = 'The tally shows who spoke';
const ratingsOf = (assessmentId: string) =>
  on.site.db
    .selectFrom('ratings')
    .select(['value', 'condition', 'comment', 'locators', 'note'])
    .where('assessment_id', '=', assessmentId)
    .execute();

describe('the divider', () => {
  const divider = (page: Page) => page.getByRole('separator', { name: 'Width of the attempt' });
  const at = async (page: Page) => Number(await divider(page).getAttribute('aria-valuenow'));
  const share = (page: Page) =>
    page.evaluate(() => {
      const width = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().width;
      return width('#attempt') / width('.scoring');
    });

  it('is moved with the keyboard and the mouse, and stands there again', async () => {
    const { page, close } = await openScoring(on);
    await expect.poll(() => at(page)).toBe(52);
    await divider(page).focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'PageDown']) await page.keyboard.press(key);
    await expect.poll(() => at(page)).toBe(38);
    await expect.poll(() => share(page)).toBeCloseTo(0.38, 2);
    await page.keyboard.press('End');
    await expect.poll(() => at(page)).toBe(75);

    const panes = (await page.locator('.scoring').boundingBox())!;
    const handle = (await divider(page).boundingBox())!;
    await page.mouse.move(handle.x + handle.width / 2, handle.y + 100);
    await page.mouse.down();
    await page.mouse.move(panes.x + panes.width * 0.4, handle.y + 120, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => at(page)).toBe(40);
    await page.reload();
    await divider(page).waitFor();
    await expect.poll(() => at(page)).toBe(40);
    await expect.poll(() => share(page)).toBeCloseTo(0.4, 2);
    await divider(page).dblclick();
    await expect.poll(() => at(page)).toBe(52);
    await close();
  });

  it('is moved with a finger, which does not scroll the page, and stays where a call takes the finger away', async () => {
    const { page, close } = await openScoring(on, { hasTouch: true });
    const panes = (await page.locator('.scoring').boundingBox())!;
    const handle = (await divider(page).boundingBox())!;
    const begin = { x: handle.x + handle.width / 2, y: handle.y + 200 };
    const finger = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', ...touchPoints: (typeof begin)[]) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints });
    const to = (part: number, y = begin.y) => ({ x: panes.x + panes.width * part, y });
    const scrolled = () => page.evaluate(() => [scrollY, document.querySelector('#attempt')!.scrollTop]);
    const before = await scrolled();
    await touch('touchStart', begin);
    for (const part of [0.48, 0.42, 0.36]) await touch('touchMove', to(part, begin.y - 120));
    await touch('touchEnd');
    await expect.poll(() => at(page)).toBe(36);
    await expect.poll(() => share(page)).toBeCloseTo(0.36, 2);
    await expect.poll(() => scrolled()).toEqual(before);

    await touch('touchStart', to(0.36));
    await touch('touchMove', to(0.5));
    await touch('touchCancel');
    await expect.poll(() => at(page)).toBe(50);
    // It is let go of: a finger beside it moves nothing.
    await touch('touchStart', to(0.8));
    await touch('touchMove', to(0.7));
    await touch('touchEnd');
    await expect.poll(() => at(page)).toBe(50);
    await page.reload();
    await expect.poll(() => at(page)).toBe(50);
    await close();
  });

  it('is not there on a phone, where the panes stand one below the other, nor without a script', async () => {
    const small = await openScoring(on, { viewport: phone });
    await expect.poll(() => divider(small.page).count()).toBe(0);
    const top = (selector: string) =>
      small.page.evaluate((one) => document.querySelector(one)!.getBoundingClientRect().top, selector);
    await expect.poll(() => top('#scoring-guide')).toBeGreaterThan(await top('#attempt'));
    await small.close();
    const plain = await openScoring(on, { javaScriptEnabled: false });
    await expect.poll(() => divider(plain.page).count()).toBe(0);
    await plain.close();
  });
});

describe('a place in feedback', () => {
  it('is pointed at in the file, listed below the comment, and taken out again', async () => {
    const { page, close, assessmentId } = await openScoring(on);
    const noticed = card(page, 'Participation was counted');
    await noticed.getByText('Point at a place').click();
    await noticed.getByRole('combobox', { name: 'File' }).selectOption({ label: 'proof.pdf' });
    await noticed.getByRole('button', { name: 'Point in the file' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Kind of place').or(dialog.getByRole('combobox')).first().waitFor();
    await dialog
      .getByRole('button', { name: /Use|Point at/u })
      .first()
      .click();
    await noticed.getByRole('list', { name: 'Your places in the evidence' }).getByRole('link').waitFor();
    await expect.poll(() => ratingsOf(assessmentId)).toMatchObject([{ locators: [{}] }]);
    await noticed.getByRole('button', { name: 'Remove this place' }).click();
    await expect.poll(() => ratingsOf(assessmentId)).toMatchObject([{ locators: [] }]);
    await close();
  });

  it('that is not in the file is refused in words', async () => {
    const { page, close, assessmentId } = await openScoring(on);
    const noticed = card(page, 'Participation was counted');
    await noticed.getByText('Point at a place').click();
    await noticed.getByRole('textbox', { name: 'Where' }).fill('page 300');
    await noticed.getByRole('button', { name: 'Add' }).click();
    await noticed.getByText('has 3 pages: correct “page 300”').waitFor();
    await expect.poll(() => ratingsOf(assessmentId)).toEqual([]);
    await close();
  });
});

it('shows both versions of notes and places that two tabs changed', async () => {
  const { page, openAgain, close, assessmentId } = await openScoring(on);
  const other = await openAgain();
  await card(other, tally).getByText('Private note', { exact: true }).click();
  await card(other, tally).getByRole('textbox', { name: 'Private note' }).fill('From the other tab');
  await other.getByText('All changes saved').waitFor();
  await card(page, tally).getByRole('radio', { name: 'Can’t be judged' }).check();
  await card(page, tally).getByRole('combobox', { name: 'Why' }).selectOption({ label: 'Can’t be heard' });
  const alert = card(page, tally).getByRole('alert');
  await alert.getByText('Private note: From the other tab').waitFor();
  await alert.getByRole('button', { name: 'Save mine' }).click();
  await page.getByText('All changes saved').waitFor();
  await expect.poll(() => ratingsOf(assessmentId)).toMatchObject([{ condition: 'inaudible', note: '' }]);
  await close();
});

it('asks for the reason only of what can’t be judged, without a script too, and saves all in one post', async () => {
  const { page, close, assessmentId } = await openScoring(on, { javaScriptEnabled: false });
  const why = card(page, tally).getByRole('combobox', { name: 'Why' });
  await expect.poll(() => why.isVisible()).toBe(false);
  await card(page, tally).getByRole('radio', { name: 'Can’t be judged' }).check();
  await why.selectOption({ label: 'Wrong file' });
  await card(page, tally).getByRole('textbox', { name: 'Comment' }).fill('This is the agenda.');
  await card(page, tally).getByText('Point at a place').click();
  await card(page, tally).getByLabel('File').fill('tally.pdf');
  await card(page, tally).getByLabel('Where').fill('page 1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Everything is saved.').waitFor();
  expect(await ratingsOf(assessmentId)).toMatchObject([
    { condition: 'wrong-file', comment: 'This is the agenda.', locators: [{ locator: { type: 'page', page: 1 } }] },
  ]);
  await close();
});

it('beats while somebody is at work in sight of the page, and counts no time away', async () => {
  const { page, close, assessmentId, url } = await openScoring(on);
  // The page that was opened has sent a beat of its own, whose answer is not to be counted below.
  await page.goto(`${on.baseUrl}/health`);
  const begin = Date.now();
  let now = begin;
  on.site.deps.now = () => new Date(now);
  await page.clock.install({ time: begin });
  let beats = 0;
  let answered = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/beat')) beats += 1;
  });
  page.on('response', (response) => {
    if (response.url().endsWith('/beat')) answered += 1;
  });
  const seconds = async () =>
    (await on.site.db.selectFrom('assessments').select('active_seconds').where('id', '=', assessmentId).execute())[0]
      ?.active_seconds;
  await on.site.db
    .updateTable('assessments')
    .set({ active_seconds: 0, last_active_at: null })
    .where('id', '=', assessmentId)
    .execute();
  const pass = async (ms: number) => {
    now += ms;
    await page.clock.runFor(ms);
    // Requests are seen in their order: whatever the page sent by then was seen before this one.
    await page.evaluate(() => fetch('/health'));
  };
  await page.goto(url);
  await page.locator('[data-island][data-hydrated]').waitFor();
  await expect.poll(() => answered).toBe(1);
  for (const [expected, x] of [
    [2, 50],
    [3, 60],
  ] as const) {
    await pass(31_000);
    await page.mouse.move(x, 60);
    // The server counts by its own clock, which may go on only once it has counted.
    await expect.poll(() => answered).toBe(expected);
  }
  await expect.poll(seconds).toBe(62);

  // Nobody touches anything: beats for the rest of the minute, then none.
  await pass(120_000);
  await expect.poll(() => beats > 3 && answered === beats).toBe(true);
  const before = beats;
  await pass(600_000);
  expect(beats).toBe(before);
  const idle = (await seconds()) ?? 0;
  // Back again: this very moment counts, the time away does not.
  await page.mouse.move(70, 70);
  await expect.poll(() => answered).toBe(before + 1);
  await pass(31_000);
  await page.mouse.move(80, 70);
  await expect.poll(seconds).toBe(idle + 31);
  await close();
});
