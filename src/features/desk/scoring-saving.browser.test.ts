import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { signIn } from '../../../test/support/factories.ts';
import { type ScoringInBrowser, openScoring } from '../../../test/support/scoring-browser.ts';

let on: BrowserSite;
beforeAll(async () => {
  on = await startBrowserSite();
});
afterAll(() => on.close());

const tally = 'The tally shows who spoke';
const card = (page: Page, text = tally) => page.getByRole('group', { name: text });
const comment = (page: Page, text = tally) => card(page, text).getByRole('textbox', { name: /^Comment/u });
const ratingsOf = ({ assessmentId }: ScoringInBrowser) =>
  on.site.db
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'comment'])
    .where('assessment_id', '=', assessmentId)
    .execute();
const puts = '**/ratings/*';
const saved = (page: Page) => page.getByText('All changes saved').waitFor();

async function rateAll(page: Page): Promise<void> {
  for (const key of ['y', 'j', 'y', 'j', 'y', 'j', 'y']) await page.keyboard.press(key);
  await page.getByText('4 of 4 rated').waitFor();
  await saved(page);
}

/** Stops every change on its way to the server until `release` is called. */
async function holdSaves(page: Page) {
  const held: Route[] = [];
  let isOpen = false;
  await page.route(puts, async (route) => {
    if (isOpen) return route.continue();
    held.push(route);
  });
  return {
    count: () => held.length,
    async release() {
      isOpen = true;
      await Promise.all(held.map((route) => route.continue()));
    },
  };
}

describe('sending', () => {
  it('goes on after something was typed and taken back at once', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    await rateAll(page);
    await comment(page).focus();
    await page.keyboard.type('x');
    await page.keyboard.press('Backspace');
    await page.getByRole('button', { name: 'Send decision' }).click();
    await page.getByRole('heading', { name: 'Send this decision?' }).waitFor();
    await scoring.close();
  });

  it('waits for what is on its way, and happens once however often it is pressed', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    await rateAll(page);
    const saves = await holdSaves(page);
    let posts = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith(scoring.url)) posts += 1;
    });
    await comment(page).fill('Typed at the last moment');
    await expect.poll(saves.count).toBe(1);
    const send = page.getByRole('button', { name: 'Send decision' });
    await send.click();
    await send.click();
    await page.getByText('Saving, then sending…').waitFor();
    await comment(page).fill('Typed at the very last moment');
    await saves.release();
    await page.getByRole('heading', { name: 'Send this decision?' }).waitFor();
    await page.getByText('Typed at the very last moment').waitFor();
    expect(posts).toBe(1);
    await scoring.close();
  });

  it('leads to what keeps it back, and does not begin without a connection', async () => {
    const scoring = await openScoring(on);
    const { page, openAgain } = scoring;
    const other = await openAgain();
    await rateAll(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Send decision' }).click();
    await page.getByText('There is no connection').waitFor();
    await page.context().setOffline(false);
    await comment(other).fill('From the other tab');
    await card(other).getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Send decision' }).click();
    await page.getByRole('heading', { name: 'Send this decision?' }).waitFor();
    await other.getByRole('button', { name: 'Send decision' }).click();
    await expect.poll(() => card(other).evaluate((node) => node === document.activeElement)).toBe(true);
    await scoring.close();
  });

  it('of another form on the page waits for what was typed, too', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    await comment(page).fill('Kept although I let go');
    await page.getByRole('button', { name: 'Let go of this attempt' }).click();
    await page.waitForURL('**/desk*');
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'Kept although I let go' }]);
    await scoring.close();
  });
});

describe('a network that fails', () => {
  it('loses an answer, and no change is taken for somebody else’s', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    let isLost = true;
    await page.route(puts, async (route) => {
      if (!isLost) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await comment(page).fill('One');
    await page.getByText('Not saved: no connection.').waitFor();
    await comment(page).fill('One, two');
    isLost = false;
    await saved(page);
    await expect.poll(() => card(page).getByRole('alert').count()).toBe(0);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'One, two' }]);
    // The same where what was lost on its way back is taken back here.
    isLost = true;
    await comment(page).fill('One, two, three');
    await page.getByText('Not saved: no connection.').waitFor();
    await comment(page).fill('One, two');
    isLost = false;
    await saved(page);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'One, two' }]);
    await scoring.close();
  });

  it('never answers: that is said, and it is tried again', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    await page.clock.install();
    await page.goto(scoring.url);
    await page.locator('[data-island][data-hydrated]').waitFor();
    const saves = await holdSaves(page);
    await comment(page).fill('Into the void');
    await page.clock.runFor(1000);
    await expect.poll(saves.count).toBe(1);
    await page.clock.runFor(30_000);
    await page.getByText('Not saved: no connection.').waitFor();
    await page.unroute(puts);
    await page.clock.runFor(60_000);
    await saved(page);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'Into the void' }]);
    await scoring.close();
  });

  it('or a server that is busy is tried again by itself, and at once when the network is back', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    await page.route(puts, (route) => route.fulfill({ status: 429, json: { detail: 'Too often.' } }));
    await card(page).getByRole('radio', { name: 'Yes' }).check();
    await page.getByText('Not saved: the server is busy.').waitFor();
    await page.unroute(puts);
    await saved(page);
    // Time stands still but for what happens: only the network’s return tries again.
    await page.clock.install();
    await page.context().setOffline(true);
    await card(page).getByRole('radio', { name: 'No' }).check();
    await page.clock.runFor(1);
    await page.getByText('Not saved: no connection.').waitFor();
    await page.clock.pauseAt(new Date(Date.now() + 3600_000));
    await page.context().setOffline(false);
    await saved(page);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ value: 'no' }]);
    await scoring.close();
  });

  it('takes several long comments and notes at once, in any script', async () => {
    const scoring = await openScoring(on);
    const { page } = scoring;
    const saves = await holdSaves(page);
    let failed = 0;
    page.on('requestfailed', () => (failed += 1));
    const long = '課'.repeat(9900);
    await card(page).getByText('Private note', { exact: true }).click();
    await card(page).getByRole('textbox', { name: 'Private note' }).fill(long);
    await comment(page).fill(long);
    await comment(page, 'Participation was counted').fill(long);
    await expect.poll(saves.count).toBe(2);
    await saves.release();
    await saved(page);
    expect(failed).toBe(0);
    expect((await ratingsOf(scoring)).map((one) => one.comment.length)).toEqual([9900, 9900]);
    await scoring.close();
  });
});

describe('what could not be saved', () => {
  it('is there again when the page is opened again, and is saved then', async () => {
    const scoring = await openScoring(on);
    const { page, openAgain } = scoring;
    await page.context().setOffline(true);
    await comment(page).fill('Written on the train');
    await card(page).getByRole('radio', { name: 'Almost' }).check();
    await page.getByText('Not saved: no connection.').waitFor();
    await page.close();
    await scoring.page.context().setOffline(false);
    const again = await openAgain();
    await again.getByText('What this browser had not saved yet is back in its place.').waitFor();
    await expect.poll(() => comment(again).inputValue()).toBe('Written on the train');
    await expect.poll(() => card(again).getByRole('radio', { name: 'Almost' }).isChecked()).toBe(true);
    await saved(again);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ value: 'almost', comment: 'Written on the train' }]);
    await again.reload();
    await again.locator('[data-island][data-hydrated]').waitFor();
    await expect.poll(() => again.getByText('What this browser had not saved yet').count()).toBe(0);
    await scoring.close();
  });

  it('stands beside what was saved elsewhere meanwhile', async () => {
    const scoring = await openScoring(on);
    const { page, openAgain } = scoring;
    const other = await openAgain();
    await page.route(puts, (route) => route.abort());
    await comment(page).fill('Written on the train');
    await page.getByText('Not saved: no connection.').waitFor();
    await comment(other).fill('Written at the desk');
    await saved(other);
    await page.close();
    await other.close();
    const again = await openAgain();
    await card(again).getByRole('alert').getByText('Written at the desk').waitFor();
    await expect.poll(() => comment(again).inputValue()).toBe('Written on the train');
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'Written at the desk' }]);
    await scoring.close();
  });

  it('because the attempt was taken away stays in its field, and comes back with the attempt', async () => {
    const scoring = await openScoring(on);
    const { page, assessmentId, openAgain } = scoring;
    const set = (state: 'claimed' | 'let_go') =>
      on.site.db.updateTable('assessments').set({ state }).where('id', '=', assessmentId).execute();
    await set('let_go');
    await comment(page).fill('I was nearly done');
    await card(page).getByRole('alert').getByText('You no longer hold this attempt').waitFor();
    await expect.poll(() => comment(page).inputValue()).toBe('I was nearly done');
    await page.close();
    await set('claimed');
    const again = await openAgain();
    // By the window that closed, which tries once more as it goes, or by this one.
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'I was nearly done' }]);
    await expect.poll(() => comment(again).inputValue()).toBe('I was nearly done');
    await scoring.close();
  });

  it('because a role was lost is said plainly, before anything is typed if need be', async () => {
    const scoring = await openScoring(on);
    const { page, assessor } = scoring;
    await page.clock.install();
    await page.goto(scoring.url);
    await page.locator('[data-island][data-hydrated]').waitFor();
    await on.site.db.deleteFrom('memberships').where('person_id', '=', assessor.id).execute();
    await page.clock.runFor(31_000);
    await page.mouse.move(50, 50);
    await page.locator('.scoring-bar').getByRole('alert').getByText('You can no longer score this attempt').waitFor();
    await comment(page).fill('Typed all the same');
    await page.clock.runFor(1000);
    await card(page).getByText('Copy what you typed before you leave').waitFor();
    await expect.poll(() => comment(page).inputValue()).toBe('Typed all the same');
    await scoring.close();
  });

  it('because the session ended is saved once its person has signed in again', async () => {
    const scoring = await openScoring(on);
    const { page, assessor } = scoring;
    await page.context().clearCookies();
    await comment(page).fill('Typed after lunch');
    await page.getByText('you have been signed out').waitFor();
    const { cookie } = await signIn(on.site, assessor);
    const [name = '', value = ''] = cookie.split(/=(.*)/su);
    await page.context().addCookies([{ name, value, url: on.baseUrl }]);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await saved(page);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'Typed after lunch' }]);
    await scoring.close();
  });

  it('is set aside, not gone, when the other version is taken', async () => {
    const scoring = await openScoring(on);
    const { page, openAgain } = scoring;
    const other = await openAgain();
    await comment(other).fill('From the other tab');
    await saved(other);
    await comment(page).fill('Mine');
    await card(page).getByRole('button', { name: 'Take the other' }).click();
    await expect.poll(() => comment(page).inputValue()).toBe('From the other tab');
    await expect.poll(() => card(page).evaluate((node) => node === document.activeElement)).toBe(true);
    await card(page).getByRole('button', { name: 'Bring it back' }).click();
    await expect.poll(() => comment(page).inputValue()).toBe('Mine');
    await saved(page);
    await expect.poll(() => ratingsOf(scoring)).toMatchObject([{ comment: 'Mine' }]);
    await scoring.close();
  });
});
