import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from '../../../test/support/browser.ts';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openScoring } from '../../../test/support/scoring-browser.ts';

let on: BrowserSite;
beforeAll(async () => {
  on = await startBrowserSite();
});
afterAll(() => on.close());

const tally = 'The tally shows who spoke';
const noticed = 'Participation was counted';
const card = (page: Page, text: string) => page.getByRole('group', { name: text });
const hasFocus = (part: Locator) => part.evaluate((node) => node === document.activeElement);
const saved = (page: Page) => page.getByText('All changes saved').waitFor();

it('leaves every field for its look-for with Esc, the overall comment for the last one, but no word half written', async () => {
  const { page, close } = await openScoring(on);
  const { keyboard } = page;
  for (const key of ['j', 'j', 'o']) await keyboard.press(key);
  await keyboard.type('All in all');
  await page.evaluate(() => {
    const init = { key: 'Escape', bubbles: true, isComposing: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
  });
  await expect.poll(() => hasFocus(page.getByRole('textbox', { name: 'Overall comment' }))).toBe(true);
  await keyboard.press('Escape');
  await expect.poll(() => hasFocus(card(page, tally))).toBe(true);
  await keyboard.press('v');
  await keyboard.type('For me');
  await keyboard.press('Escape');
  await expect.poll(() => hasFocus(card(page, tally))).toBe(true);
  // From the evidence that a link leads to, too.
  await keyboard.press('e');
  await card(page, tally).locator('.evidence-jump').first().press('Enter');
  await page.locator('#attempt').focus();
  await keyboard.press('Escape');
  await expect.poll(() => hasFocus(card(page, tally))).toBe(true);
  await close();
});

it('keeps the focus near where it was when what held it goes', async () => {
  const { page, close, openAgain } = await openScoring(on);
  const mine = card(page, noticed);
  await mine.getByText('Point at a place').click();
  const where = mine.getByRole('textbox', { name: 'Where' });
  for (const place of ['page 1', 'page 0', 'page 2']) {
    await where.fill(place);
    await where.press('Enter');
  }
  // What was refused and then corrected leaves the fields open.
  await expect.poll(() => hasFocus(where)).toBe(true);
  const remove = mine.getByRole('button', { name: 'Remove this place' });
  await expect.poll(() => remove.count()).toBe(2);
  await remove.first().press('Enter');
  await expect.poll(() => hasFocus(remove)).toBe(true);
  await remove.press('Enter');
  await expect.poll(() => hasFocus(mine.locator('.place-adder > summary'))).toBe(true);
  await saved(page);

  const other = await openAgain();
  await card(page, tally).getByRole('radio', { name: 'Yes' }).check();
  await saved(page);
  await card(other, tally).getByRole('radio', { name: 'No' }).check();
  await card(other, tally).getByRole('button', { name: 'Save mine' }).press('Enter');
  await expect.poll(() => hasFocus(card(other, tally))).toBe(true);
  await close();
});

it('offers the files that the guide binds to the look-for first, and none before one is chosen where there are none', async () => {
  const { page, close } = await openScoring(on);
  const offered = async (text: string) => {
    await card(page, text).getByText('Point at a place').click();
    const file = card(page, text).getByRole('combobox', { name: 'File' });
    await file.locator('option').first().waitFor({ state: 'attached' });
    return file
      .locator('optgroup, option')
      .evaluateAll((nodes) =>
        nodes.map((node) => (node instanceof HTMLOptGroupElement ? `${node.label}:` : (node.textContent ?? ''))),
      );
  };
  await expect
    .poll(() => offered(tally))
    .toEqual(['Evidence of this look-for:', 'tally.pdf', 'Other files:', 'proof.pdf']);
  await expect
    .poll(() => offered(noticed))
    .toEqual(['Evidence of this look-for:', 'proof.pdf', 'Other files:', 'tally.pdf']);
  const described = 'The class and its routines are described';
  expect((await offered(described))[0]).toBe('Choose a file');
  await card(page, described).getByRole('textbox', { name: 'Where' }).fill('page 1');
  await card(page, described).getByRole('button', { name: 'Add' }).click();
  await card(page, described).getByText('Choose the file that the place is in').waitFor();
  await close();
});

it('points at twenty places at most, and says so', async () => {
  const { page, close, assessmentId, attemptId, url } = await openScoring(on);
  const { sealed } = await on.site.db
    .selectFrom('attempts')
    .select('sealed')
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const [{ id: artifact } = { id: '' }] = (sealed as { artifacts: { id: string }[] }).artifacts;
  const locators = Array.from({ length: 20 }, (_, index) => ({ artifact, locator: { type: 'page', page: 4 + index } }));
  await on.site.db
    .insertInto('ratings')
    .values({
      ...{ assessment_id: assessmentId, attempt_id: attemptId, look_for_key: 'tally-readable', revision: 1 },
      ...{ comment: '', locators: JSON.stringify(locators) },
    })
    .execute();
  await page.goto(url);
  await page.locator('[data-island][data-hydrated]').waitFor();
  await card(page, tally).getByText('Point at a place').click();
  await card(page, tally).getByRole('textbox', { name: 'Where' }).fill('page 1');
  await card(page, tally).getByRole('button', { name: 'Add' }).click();
  await card(page, tally).getByText('Point at 20 places at most: take one out first').waitFor();
  await close();
});

it('says aloud what is not saved and that it is again, but not every save', async () => {
  const { page, close } = await openScoring(on);
  const heard = page.locator('.scoring-bar').getByRole('status');
  await card(page, tally).getByRole('radio', { name: 'Yes' }).check();
  await saved(page);
  await expect.poll(() => heard.textContent()).toBe('');
  await page.context().setOffline(true);
  await card(page, tally).getByRole('radio', { name: 'No' }).check();
  await card(page, tally).getByRole('alert').getByText('Not saved: no connection.').waitFor();
  await page.context().setOffline(false);
  await heard.getByText('Everything is saved again').waitFor();
  await close();
});

it('begins each list of saved comments without the search of the last', async () => {
  const { page, close } = await openScoring(on);
  const search = page.getByRole('searchbox', { name: 'Search' });
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await search.fill('something');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await expect.poll(() => search.inputValue()).toBe('');
  await close();
});

it('works in a browser that keeps nothing', async () => {
  const { page, close, url } = await openScoring(on);
  const cookies = await page.context().cookies();
  const strict = await openPage(on.browser, on.baseUrl);
  await strict.page.context().addCookies(cookies);
  await strict.page.addInitScript(() => {
    for (const name of ['localStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Denied', 'SecurityError');
        },
      });
  });
  await strict.page.goto(url);
  await strict.page.locator('[data-island][data-hydrated]').waitFor();
  await strict.page.keyboard.press('y');
  await strict.page.keyboard.press('c');
  await strict.page.keyboard.type('Said');
  await saved(strict.page);
  const divider = strict.page.getByRole('separator', { name: 'Width of the attempt' });
  await divider.press('ArrowLeft');
  await expect.poll(() => divider.getAttribute('aria-valuenow')).toBe('50');
  expect(strict.errors).toEqual([]);
  await strict.close();
  await close();
});
