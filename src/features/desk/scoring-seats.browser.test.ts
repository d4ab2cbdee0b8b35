import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess, claim } from '../../../test/support/acts.ts';
import { post } from '../../../test/support/app.ts';
import { openPage } from '../../../test/support/browser.ts';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { type Person, insertIssuer, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { heardOf, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { insertReleased } from '../../../test/support/released.ts';
import { makeEverything, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;
beforeAll(async () => {
  on = await startBrowserSite();
});
afterAll(() => on.close());

/** A page as somebody who is signed in sees it. */
async function openAs(person: Person, url: string) {
  const opened = await openPage(on.browser, on.baseUrl);
  const { cookie } = await signIn(on.site, person);
  const [name = '', value = ''] = cookie.split(/=(.*)/su);
  await opened.page.context().addCookies([{ name, value, url: on.baseUrl }]);
  await opened.page.goto(url);
  await opened.page.locator('[data-island][data-hydrated]').waitFor();
  return opened;
}

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return;
  }
  throw new Error(`Tab never reached “${name}”`);
}

it('what two saw differently is adjudicated with the keyboard alone', async () => {
  const { site } = on;
  const { attempt, ada, ben, cem } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
  await assess(site, ada, attempt.id, { 'noticed-shown': 'no' });
  await assess(site, ben, attempt.id);
  await expect
    .poll(() => stageOf(site, attempt))
    .toMatchObject({ stage: 'adjudication', contested: ['noticed-shown'] });
  const { page, errors, close } = await openAs(cem, `/desk/assessments/${await claim(site, cem, attempt.id)}`);
  const { keyboard } = page;
  await page.getByText('You adjudicate.').waitFor();
  // Both are heard, unnamed; nothing else is asked.
  const others = page.getByRole('list', { name: 'What others said of it' });
  expect(await others.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining('Assessor A'),
    expect.stringContaining('Assessor B'),
  ]);
  await page.getByText('0 of 1 rated').waitFor();
  for (const key of ['j', 'a', 'c']) await keyboard.press(key);
  await keyboard.type('Count the second lesson, too.');
  await keyboard.press('Escape');
  await keyboard.press('o');
  await keyboard.type('Close.');
  await keyboard.press('Escape');
  expect(
    await page
      .getByRole('group', { name: 'Participation was counted' })
      .evaluate((card) => card === document.activeElement),
  ).toBe(true);
  await page.getByText('All changes saved').waitFor();
  await tabTo(page, 'Send decision');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Send/u, level: 1 }).waitFor();
  await tabTo(page, 'Send my ratings');
  await keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/decide'));
  await expect.poll(() => stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'working' });
  expect((await heardOf(site, attempt)).get('noticed-shown')).toMatchObject({
    value: 'almost',
    comment: expect.stringMatching(/^Count the second lesson, too\./u),
  });
  expect(errors).toEqual([]);
  await close();
}, 60_000);

it('an appeal is answered with the keyboard alone', async () => {
  const { site } = on;
  const issuer = await insertIssuer(site);
  const desk = await startWork(site, await insertPublished(site, { issuer }));
  await makeEverything(site, desk);
  const releasedAt = new Date(Date.now() - 24 * 3600_000);
  const { person: judge } = await insertMember(site, 'assessor', { issuer });
  const attempt = await insertReleased(site, desk, { assessor: judge, releasedAt });
  const { person: lead } = await insertMember(site, 'lead_assessor', { issuer });
  const { person: fresh } = await insertMember(site, 'assessor', { issuer });
  const fields = { 'look-for.noticed-shown': '1', reason: 'Page 2 of the proof shows it.' };
  expect((await post(site, `${desk.home}/attempts/1/appeal`, fields, desk.headers)).statusCode).toBe(303);
  const given = await post(site, `/lead/appeals/${attempt.id}/give`, { to: fresh.id }, await signIn(site, lead));
  expect(given.statusCode).toBe(303);
  const begun = await post(site, `/desk/attempts/${attempt.id}/claim`, {}, await signIn(site, fresh));

  const { page, errors, close } = await openAs(fresh, String(begun.headers.location));
  const { keyboard } = page;
  await page.getByText('You decide an appeal.').waitFor();
  await page.getByText('Page 2 of the proof shows it.').waitFor();
  for (const key of ['j', 'y']) await keyboard.press(key);
  // Without an answer it is not sent; the summary leads to the field.
  await tabTo(page, 'Send decision');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /problem/u }).waitFor();
  const answer = page.getByRole('textbox', { name: 'Your answer to the appeal (needed)' });
  await expect.poll(() => answer.getAttribute('aria-required')).toBe('true');
  await tabTo(page, 'Write your answer to the appeal');
  await keyboard.press('Enter');
  await expect.poll(() => answer.evaluate((field) => field === document.activeElement)).toBe(true);
  await expect.poll(() => answer.getAttribute('aria-invalid')).toBe('true');
  await keyboard.type('I read page 2 again: it does.');
  await page.getByText('All changes saved').waitFor();
  await tabTo(page, 'Send decision');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Send/u, level: 1 }).waitFor();
  await tabTo(page, 'Send my ratings');
  await keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/decide'));
  const appeal = site.db.selectFrom('appeals').select('state').where('attempt_id', '=', attempt.id);
  await expect.poll(() => appeal.executeTakeFirst()).toEqual({ state: 'decided' });
  expect((await heardOf(site, attempt)).get('noticed-shown')).toMatchObject({ value: 'yes' });
  expect(errors).toEqual([]);
  await close();
}, 60_000);
