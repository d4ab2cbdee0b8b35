import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openScoring } from '../../../test/support/scoring-browser.ts';
import { keepComment } from './keep-comment.ts';

let on: BrowserSite;
beforeAll(async () => {
  on = await startBrowserSite();
});
afterAll(() => on.close());

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    if (focused === name) return;
  }
  throw new Error(`Tab never reached “${name}”`);
}

it('a whole attempt is scored with the keyboard alone', async () => {
  const scoring = await openScoring(on);
  const { page, assessmentId, assessor, attemptId } = scoring;
  const { issuer_id: issuerId, micro_credential_id: microCredentialId } = await on.site.db
    .selectFrom('judgings')
    .select(['issuer_id', 'micro_credential_id'])
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  await on.site.db.transaction().execute((trx) =>
    keepComment(trx, {
      keeper: { id: assessor.id, issuerIds: [issuerId], leadIssuerIds: [] },
      for: { issuerId, microCredentialId, lookFor: 'noticed-shown' },
      body: 'Count every voice.',
      isShared: false,
      now: new Date(),
    }),
  );
  const { keyboard } = page;
  page.setDefaultTimeout(10_000);

  // Yes for the first.
  await keyboard.press('y');
  // The second can’t be judged, and why.
  await keyboard.press('j');
  await keyboard.press('x');
  // Opens the menu, then goes down to “Wrong file”.
  for (let presses = 0; presses < 5; presses += 1) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await page.getByText('2 of 4 rated').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('c');
  await keyboard.type('y, n, j and x: these are letters here.');
  await keyboard.press('Escape');
  // The third: its evidence is opened at the earner’s place, closed again; a saved comment with words of one’s own; a place.
  await keyboard.press('j');
  await keyboard.press('e');
  await keyboard.press('Enter');
  await page.getByRole('dialog').getByText('page 2', { exact: true }).first().waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('a');
  await keyboard.press('c');
  await keyboard.type('Nearly.');
  await keyboard.press('Escape');
  await keyboard.press('m');
  await page.getByRole('button', { name: 'Count every voice.' }).waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await keyboard.press('p');
  await keyboard.press('Tab');
  await keyboard.type('page 3');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  // The fourth, the whole, and off with it.
  await keyboard.press('j');
  await keyboard.press('y');
  await keyboard.press('v');
  await keyboard.type('Ask the others about this one.');
  await keyboard.press('Escape');
  await keyboard.press('o');
  await keyboard.type('One thing to go.');
  await keyboard.press('Escape');
  await page.getByText('All changes saved').waitFor();
  await page.getByText('4 of 4 rated').waitFor();
  await tabTo(page, 'Send decision');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Send/u, level: 1 }).waitFor();
  await page.getByText('proof.pdf, page 3').waitFor();
  await tabTo(page, 'Send the decision');
  await keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/decide'));

  const saved = await on.site.db
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'condition', 'comment', 'locators', 'note'])
    .where('assessment_id', '=', assessmentId)
    .orderBy('look_for_key')
    .execute();
  expect(saved).toMatchObject([
    { look_for_key: 'changed-shown', value: 'yes', note: 'Ask the others about this one.' },
    { look_for_key: 'noticed-shown', value: 'almost', comment: 'Nearly. Count every voice.' },
    { look_for_key: 'overview-complete', value: 'yes' },
    { look_for_key: 'tally-readable', condition: 'wrong-file', comment: 'y, n, j and x: these are letters here.' },
  ]);
  expect(saved[1]?.locators).toMatchObject([{ locator: { type: 'page', page: 3 } }]);
  const decision = on.site.db.selectFrom('decisions').select('outcome').where('attempt_id', '=', attemptId);
  await expect.poll(() => decision.executeTakeFirst()).toEqual({ outcome: 'not_yet' });
  expect(scoring.errors).toEqual([]);
  await scoring.close();
}, 90_000);

it('rests its keys in a menu, in a search, and when they are turned off', async () => {
  const { page, close, assessmentId } = await openScoring(on);
  const ratings = () =>
    on.site.db.selectFrom('ratings').select('value').where('assessment_id', '=', assessmentId).execute();
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await page.getByRole('searchbox', { name: 'Search' }).waitFor();
  await page.keyboard.type('yan');
  await expect.poll(() => page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('yan');
  // Once to empty the search, once to leave it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await page.keyboard.press('n');
  await page.keyboard.press('Escape');
  await expect.poll(() => ratings()).toEqual([]);
  await page.keyboard.press('n');
  await expect.poll(ratings).toEqual([{ value: 'no' }]);
  await close();
});
