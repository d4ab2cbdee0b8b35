import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestAttempt, insertAssessment, insertAttempt } from '../../../test/support/attempts.ts';
import { openPage } from '../../../test/support/browser.ts';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import {
  type Person,
  insertEnrolment,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';

let on: BrowserSite;
beforeAll(async () => {
  on = await startBrowserSite();
});
afterAll(() => on.close());

let page: Page;
let errors: string[];
let assessor: Person;
let attempt: TestAttempt;
let assessmentId: string;
let url: string;
let openAgain: () => Promise<Page>;

beforeEach(async () => {
  const member = await insertMember(on.site, 'assessor');
  const { issuer } = member;
  assessor = member.person;
  const published = await insertPublished(on.site, { issuer });
  attempt = await insertAttempt(on.site, { enrolment: await insertEnrolment(on.site, { published }) });
  const lease = new Date(Date.now() + 3600_000);
  assessmentId = await insertAssessment(on.site, attempt, assessor, { leaseExpiresAt: lease });
  url = `/desk/assessments/${assessmentId}`;
  const opened = await openPage(on.browser, on.baseUrl);
  ({ page, errors } = opened);
  const { cookie } = await signIn(on.site, assessor);
  const [name = '', value = ''] = cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  openAgain = async () => {
    const other = await page.context().newPage();
    await other.goto(url);
    await other.locator('[data-island][data-hydrated]').waitFor();
    return other;
  };
  await page.goto(url);
  await page.locator('[data-island][data-hydrated]').waitFor();
  return async () => {
    expect(errors).toEqual([]);
    await opened.close();
  };
});

const ratings = () =>
  on.site.db
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'comment'])
    .where('assessment_id', '=', assessmentId)
    .orderBy('look_for_key')
    .execute();

const card = (on: Page, text: string) => on.getByRole('group', { name: text });
const tally = 'The tally shows who spoke';

it('saves a rating as it is chosen and a comment as it is typed', async () => {
  await card(page, tally).getByRole('radio', { name: 'Almost' }).check();
  await card(page, tally).getByRole('textbox').fill('Label the columns.');
  await page.getByText('All changes saved').waitFor();
  await expect
    .poll(ratings)
    .toEqual([{ look_for_key: 'tally-readable', value: 'almost', comment: 'Label the columns.' }]);
  await expect.poll(() => page.getByText('1 of 4 rated').isVisible()).toBe(true);
  await page.reload();
  await expect.poll(() => card(page, tally).getByRole('radio', { name: 'Almost' }).isChecked()).toBe(true);
  await expect.poll(() => card(page, tally).getByRole('textbox').inputValue()).toBe('Label the columns.');
});

it('shows both versions when another tab was first, and lets either be taken', async () => {
  const other = await openAgain();
  await card(other, tally).getByRole('radio', { name: 'No' }).check();
  await other.getByText('All changes saved').waitFor();

  await card(page, tally).getByRole('radio', { name: 'Yes' }).check();
  await page.getByText('Changed elsewhere: choose a version').waitFor();
  await expect.poll(() => ratings()).toMatchObject([{ value: 'no' }]);
  await card(page, tally).getByRole('button', { name: 'Save mine' }).click();
  await page.getByText('All changes saved').waitFor();
  await expect.poll(() => ratings()).toMatchObject([{ value: 'yes' }]);

  await card(other, tally).getByRole('textbox').fill('From the other tab');
  await card(other, tally).getByRole('button', { name: 'Take the other' }).click();
  await expect.poll(() => card(other, tally).getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true);
  await expect.poll(() => card(other, tally).getByRole('textbox').inputValue()).toBe('');
});

it('is worked with single keys, which rest while one types and can be turned off', async () => {
  await page.keyboard.press('j');
  await page.keyboard.press('y');
  await page.keyboard.press('j');
  await page.keyboard.press('n');
  await page.keyboard.press('c');
  await page.keyboard.type('any key, and k');
  await page.getByText('All changes saved').waitFor();
  await expect.poll(ratings).toEqual([
    { look_for_key: 'overview-complete', value: 'yes', comment: '' },
    { look_for_key: 'tally-readable', value: 'no', comment: 'any key, and k' },
  ]);

  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Use keyboard shortcuts' }).uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('y');
  await page.reload();
  await page.locator('[data-island][data-hydrated]').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('y');
  await expect.poll(() => ratings()).toHaveLength(2);
});

it('sends what was typed a moment ago with the decision, after asking once', async () => {
  for (const key of ['y', 'j', 'y', 'j', 'y', 'j', 'a', 'c']) await page.keyboard.press(key);
  await page.keyboard.type('Say what changed.');
  await page.getByRole('button', { name: 'Send decision' }).click();
  await page.getByRole('heading', { name: 'Send this decision?' }).waitFor();
  await expect.poll(() => page.getByText('Say what changed.').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Send the decision' }).click();
  await page.getByText('You sent this decision').waitFor();
  const decision = await on.site.db
    .selectFrom('decisions')
    .select('outcome')
    .where('attempt_id', '=', attempt.id)
    .executeTakeFirst();
  expect(decision).toEqual({ outcome: 'not_yet' });
});

it('says that a change is not saved while there is no connection, and saves it when there is', async () => {
  await page.context().setOffline(true);
  await card(page, tally).getByRole('radio', { name: 'Yes' }).check();
  await page.getByText('Not saved: no connection.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('All changes saved').waitFor();
  await expect.poll(() => ratings()).toMatchObject([{ value: 'yes' }]);
});

it('opens a closed look-for to which the evidence links, each time it is asked to', async () => {
  const enrolment = await insertEnrolment(on.site, { published: attempt.enrolment.published });
  const carriedOver = [{ lookFor: 'tally-readable', attempt: 1 }];
  const again = await insertAttempt(on.site, { enrolment, carriedOver });
  const lease = new Date(Date.now() + 3600_000);
  await page.goto(`/desk/assessments/${await insertAssessment(on.site, again, assessor, { leaseExpiresAt: lease })}`);
  await page.locator('[data-island][data-hydrated]').waitFor();

  const done = page.locator('#look-for-tally-readable details');
  for (let times = 0; times < 2; times += 1) {
    await expect.poll(() => done.getAttribute('open')).toBeNull();
    await page.getByRole('link', { name: tally }).click();
    await page.locator('#look-for-tally-readable details[open]').waitFor();
    await done.locator('summary').click();
  }
});

it('keeps the decision in sight beside the evidence, and every width without scrolling sideways', async () => {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1100, height: 720 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await page.evaluate(() => scrollTo(0, 0));
    const bar = await page.locator('.scoring-bar').boundingBox();
    if (size.width > 1088) expect(bar!.y + bar!.height).toBeLessThanOrEqual(size.height);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
  }
});

it('keeps each rating’s word inside its button on the narrowest screens', async () => {
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const spilled = await page.evaluate(
      () =>
        [...document.querySelectorAll('.rate__choice')].filter((choice) => {
          const word = choice.querySelector('.status')!.getBoundingClientRect();
          return word.right > choice.getBoundingClientRect().right - 4;
        }).length,
    );
    expect(spilled, `at ${width} px`).toBe(0);
  }
});
