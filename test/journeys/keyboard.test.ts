import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { claim, doTheWork, submit } from '../support/acts.ts';
import { type BrowserSite, startBrowserSite } from '../support/browser-site.ts';
import { openPage, untilStill } from '../support/browser.ts';
import {
  type Person,
  type Published,
  insertEnrolment,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from '../support/factories.ts';
import { makePdf } from '../support/pdf.ts';

let place: BrowserSite;
let published: Published;
let earner: Person;

beforeAll(async () => {
  place = await startBrowserSite();
  published = await insertPublished(place.site);
  earner = await insertPerson(place.site);
  return () => place.close();
});

/** A page of someone who is signed in, and who has no mouse. */
async function pageFor(person: Person) {
  const opened = await openPage(place.browser, place.baseUrl);
  const { cookie } = await signIn(place.site, person);
  const [name = '', value = ''] = cookie.split(/=(.*)/su);
  await opened.page.context().addCookies([{ name, value, url: place.baseUrl }]);
  return opened;
}

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`120 presses of Tab did not reach ${String(target)}`);
}

/** What axe finds on the page as it is now. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  await untilStill(page);
  return page.evaluate<string[]>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.html)))`,
  );
}

async function pressOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

it('enrols, writes and saves with the keyboard alone', async () => {
  const { page, errors, close } = await pageFor(earner);
  const { title } = published.definition;
  await page.goto('/library');
  await tabTo(page, page.getByRole('link', { name: 'Skip to main content' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('searchbox', { name: 'Search' }));
  await page.keyboard.type('reading room');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=reading/);
  await pressOn(page, page.getByRole('main').getByRole('link', { name: title }).first());
  await pressOn(page, page.getByRole('button', { name: 'Enrol' }));
  await pressOn(page, page.getByRole('heading', { level: 3 }).getByRole('link', { name: 'Overview' }));
  await tabTo(page, page.getByLabel(/^Your narrative/));
  await page.keyboard.type('We counted who spoke in the lesson.');
  await pressOn(page, page.getByRole('button', { name: 'Save and go to the checklist' }));
  await page.getByText('1 of 3 pieces of evidence ready').waitFor();
  expect(errors).toEqual([]);
  await close();
});

it('uploads a file, points to its page, explains and hands in with the keyboard alone', async () => {
  const person = await insertPerson(place.site);
  const { id } = await insertEnrolment(place.site, { person, published });
  await doTheWork(place.site, person, id, ['overview', 'tally']);
  const { page, errors, close } = await pageFor(person);
  const [noticed, changed] = ['Participation was observed and counted', 'One routine was changed'];

  await page.goto(`/work/${id}`);
  await pressOn(page, page.getByRole('heading', { level: 3 }).getByRole('link', { name: 'Portfolio' }));
  await page.locator('[data-island][data-hydrated]').first().waitFor();
  const chooser = page.waitForEvent('filechooser');
  const piece = page.waitForRequest((request) => request.method() === 'PATCH' && request.url().includes('/uploads/'));
  await pressOn(page, page.getByLabel(`Upload a file for this detail: ${noticed}`));
  await (await chooser).setFiles({ name: 'tally.pdf', mimeType: 'application/pdf', buffer: await makePdf('Tally', 4) });
  await piece;
  await page.getByText('“tally.pdf” is handed in.').waitFor();

  await pressOn(page, page.getByRole('button', { name: `Point to the place: evidence 1 for “${noticed}”, tally.pdf` }));
  const viewer = page.getByRole('dialog', { name: 'tally.pdf' });
  await viewer.locator('[data-page="1"] canvas').waitFor();
  await expect.poll(() => violations(page)).toEqual([]);
  await pressOn(page, viewer.getByRole('button', { name: 'Next page' }));
  await pressOn(page, viewer.getByRole('button', { name: 'Use this page (2)' }));
  await page.getByRole('group', { name: 'Evidence 1: tally.pdf' }).getByRole('link', { name: 'page 2' }).waitFor();

  await pressOn(page, page.getByRole('button', { name: `Use for other details too: evidence 1 for “${noticed}”` }));
  await tabTo(page, page.getByRole('dialog').getByRole('checkbox', { name: changed }));
  await page.keyboard.press('Space');
  await expect.poll(() => violations(page)).toEqual([]);
  await pressOn(page, page.getByRole('button', { name: 'Use for 1 more detail' }));
  await tabTo(page, page.getByRole('textbox', { name: `How does it show this? “${noticed}` }));
  await page.keyboard.type('Page 2 counts who spoke in each of four lessons.');
  await pressOn(page, page.locator('summary').filter({ hasText: changed }));
  await tabTo(page, page.getByRole('textbox', { name: `How does it show this? “${changed}` }));
  await page.keyboard.type('Page 2 shows the new routine and what came of it.');
  await expect.poll(() => violations(page)).toEqual([]);
  await pressOn(page, page.getByRole('button', { name: 'Save and go to the checklist' }));
  await page.getByText('3 of 3 pieces of evidence ready').waitFor();

  await pressOn(
    page,
    page
      .getByRole('main')
      .getByRole('link', { name: /review/i })
      .first(),
  );
  await page.getByRole('heading', { name: 'Review and hand in' }).waitFor();
  await expect.poll(() => violations(page)).toEqual([]);
  await pressOn(page, page.getByRole('button', { name: 'Hand in' }));
  await page.getByRole('heading', { level: 1, name: /Attempt 1/ }).waitFor();
  await expect.poll(() => violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

it('scores an attempt and sends the decision with the keyboard alone', async () => {
  const person = await insertPerson(place.site);
  const { id } = await insertEnrolment(place.site, { person, published });
  await doTheWork(place.site, person, id);
  const assessor = await insertPerson(place.site);
  await insertMembership(place.site, published.issuer, assessor, 'assessor');
  const assessmentId = await claim(place.site, assessor, await submit(place.site, person, id));
  const { page, errors, close } = await pageFor(assessor);

  await page.goto(`/desk/assessments/${assessmentId}`);
  await page.locator('[data-island][data-hydrated]').waitFor();
  const guide = page.getByRole('region', { name: 'Scoring guide' });
  await tabTo(page, guide.getByRole('radio', { name: 'Yes' }).first());
  await page.keyboard.press('Space');
  for (const key of ['j', 'y', 'j', 'a', 'c']) await page.keyboard.press(key);
  await page.keyboard.type('Say how often it was counted.');
  for (const key of ['Escape', 'j', 'y']) await page.keyboard.press(key);
  await page.getByText('4 of 4 rated').waitFor();
  await pressOn(page, page.getByRole('button', { name: 'Send decision' }));
  await page.getByText('is asked to revise 1 look-for').waitFor();
  await pressOn(page, page.getByRole('button', { name: 'Send the decision' }));
  await page.getByText('You sent this decision on attempt 1').waitFor();
  expect(errors).toEqual([]);
  await close();
});

it('keeps what was typed before the script of the page had come', async () => {
  const person = await insertPerson(place.site);
  const { id } = await insertEnrolment(place.site, { person, published });
  const { page, close } = await pageFor(person);
  let letThrough: () => void = () => undefined;
  const typed = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/assets\/hydrate/, async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto(`/work/${id}/requirements/overview`, { waitUntil: 'commit' });
  const text = page.getByLabel(/^Your narrative/);
  await text.fill('We counted who spoke in the lesson.');
  letThrough();

  await page.getByRole('status').getByText('All changes saved').waitFor();
  await expect.poll(() => text.inputValue()).toBe('We counted who spoke in the lesson.');
  const { data } = await place.site.db
    .selectFrom('evidence_items')
    .select('data')
    .where('enrolment_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(data).toEqual({ texts: { text: 'We counted who spoke in the lesson.' } });
  await close();
});
