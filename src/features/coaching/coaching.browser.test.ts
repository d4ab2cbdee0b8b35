import { beforeAll, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage } from '../../../test/support/browser.ts';
import { type Person, insertPerson, signIn } from '../../../test/support/factories.ts';
import { inviteCoach } from '../../../test/support/population.ts';
import { type Desk, makeEverything, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

/** A browser in which this person is signed in. */
async function openAs(person: Pick<Person, 'id'>, options: { javaScriptEnabled?: boolean } = {}) {
  const { page, errors } = await openPage(on.browser, on.baseUrl, options);
  const { cookie } = await signIn(on.site, person);
  const [name = '', value = ''] = cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  return { page, errors };
}

/** Work with a coach who was just mailed the link. */
async function startCoaching(): Promise<{ desk: Desk; coach: Person; url: string; tally: string }> {
  const desk = await startWork(on.site);
  const { tally } = await makeEverything(on.site, desk);
  const coach = await insertPerson(on.site, { name: 'Ifeoma Balogun' });
  const token = await inviteCoach(on.site, desk.person, coach, desk.id);
  return { desk, coach, url: `/coaching/invitations/${token}`, tally };
}

it('a coach accepts, points at a page and comments on it by keyboard alone', async () => {
  const { desk, coach, url, tally } = await startCoaching();
  const { page, errors } = await openAs(coach);
  await page.goto(url);
  await page.getByRole('button', { name: 'Accept' }).press('Enter');
  await page.getByRole('link', { name: 'Tally sheet' }).press('Enter');
  await page.getByRole('combobox', { name: 'About' }).selectOption({ label: 'tally.pdf' });
  const point = page.getByRole('button', { name: 'Point at the place' });
  await expect.poll(() => point.isVisible()).toBe(false);
  await page.getByRole('combobox', { name: 'File or link' }).selectOption(tally);
  await point.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'tally.pdf' });
  await dialog.locator('[data-page="1"] canvas').waitFor();
  await dialog.getByRole('button', { name: 'Next page' }).press('Enter');
  await dialog.getByRole('button', { name: 'Use this page' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('combobox', { name: 'Where in it' }).inputValue()).toBe('page');
  await expect.poll(() => page.getByRole('textbox', { name: 'Place' }).inputValue()).toBe('2');
  await page.getByRole('textbox', { name: 'Comment' }).fill('Whose column is this?');
  await page.getByRole('button', { name: 'Send the comment' }).press('Enter');
  await page.getByText('Whose column is this?', { exact: true }).waitFor();
  expect(new URL(page.url()).hash).toMatch(/^#comment-/);
  expect(errors).toEqual([]);
  await page.context().close();

  const own = await openAs(desk.person);
  await own.page.goto(`${desk.home}/requirements/tally`);
  const place = own.page.locator('#coach-comments').getByRole('link', { name: 'page 2' });
  await place.press('Enter');
  await own.page.getByRole('dialog', { name: 'tally.pdf' }).waitFor();
  expect(own.errors).toEqual([]);
  await own.page.context().close();
});

it('all of it works without scripts', async () => {
  const { desk, coach, url, tally } = await startCoaching();
  const { page } = await openAs(coach, { javaScriptEnabled: false });
  await page.goto(url);
  await page.getByRole('button', { name: 'Accept' }).press('Enter');
  await page.getByRole('link', { name: 'Tally sheet' }).press('Enter');
  await page.getByRole('combobox', { name: 'File or link' }).selectOption(tally);
  await page.getByRole('combobox', { name: 'Where in it' }).selectOption('page');
  await page.getByRole('textbox', { name: 'Place' }).fill('2');
  await page.getByRole('textbox', { name: 'Comment' }).fill('By hand.');
  await page.getByRole('button', { name: 'Send the comment' }).press('Enter');
  await page.getByText('By hand.', { exact: true }).waitFor();

  const own = await openAs(desk.person, { javaScriptEnabled: false });
  await own.page.goto(`${desk.home}/requirements/tally`);
  await own.page.getByRole('button', { name: /^Dealt with/ }).press('Enter');
  await own.page.getByText('1 comment dealt with').waitFor();
  await own.page.goto(desk.home);
  await own.page.getByRole('link', { name: 'End the coaching of Ifeoma Balogun' }).press('Enter');
  await own.page.locator('summary', { hasText: 'End' }).press('Enter');
  await own.page.getByRole('button', { name: 'End now' }).press('Enter');
  await own.page.getByText('They see nothing of this work any more').waitFor();
  await page.reload();
  await page.getByText('does not exist').waitFor();
  await own.page.context().close();
  await page.context().close();
});
