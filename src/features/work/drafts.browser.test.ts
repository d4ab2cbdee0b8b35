import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage } from '../../../test/support/browser.ts';
import { type Desk, putDraft, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;
let desk: Desk;
let url: string;

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

beforeEach(async () => {
  desk = await startWork(on.site);
  url = `${desk.home}/requirements/tally`;
  await on.site.db
    .insertInto('artifacts')
    .values({
      issuer_id: desk.published.issuer.id,
      enrolment_id: desk.id,
      owner_id: desk.person.id,
      requirement_key: 'tally',
      kind: 'link',
      name: 'Tally',
      url: 'https://example.org/tally',
    })
    .execute();
});

async function signedIn(context: BrowserContext, headers = desk.headers): Promise<void> {
  const [name = '', value = ''] = headers.cookie.split(/=(.*)/su);
  await context.addCookies([{ name, value, url: on.baseUrl }]);
}

/** A device of its own. */
async function device(): Promise<BrowserContext> {
  const { page } = await openPage(on.browser, on.baseUrl);
  const context = page.context();
  await page.close();
  await signedIn(context);
  return context;
}

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('[data-island][data-hydrated]').waitFor();
  return page;
}

const note = (page: Page) => page.getByLabel('What is it?');
const state = (page: Page, name: string) => page.locator(`[data-save-state=${name}]`).waitFor();
/** What the server has as the note. */
async function saved(): Promise<string | undefined> {
  const row = await on.site.db
    .selectFrom('evidence_items')
    .select('data')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirst();
  return (row?.data as { items: { note: string }[] } | undefined)?.items[0]?.note;
}
const copies = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const request = indexedDB.open('tessera-drafts');
        request.onsuccess = () => {
          const { result } = request;
          if (!result.objectStoreNames.contains('copies')) return resolve(0);
          const count = result.transaction('copies').objectStore('copies').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
const keptText = (page: Page, text: string) =>
  expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const request = indexedDB.open('tessera-drafts');
            request.onsuccess = () => {
              const all = request.result.transaction('copies').objectStore('copies').getAll();
              all.onsuccess = () => resolve(JSON.stringify(all.result));
            };
          }),
      ),
    )
    .toContain(text);
const base =
  'We counted who spoke in the first week. Then we moved the desks and counted once more in the second week.';

async function savedBase(): Promise<void> {
  const { id } = await on.site.db
    .selectFrom('artifacts')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  expect((await putDraft(on.site, desk, 'tally', 0, { items: [{ artifact: id, note: base }] })).statusCode).toBe(200);
}

it('keeps what is typed offline, and saves it by itself when the network is back', async () => {
  const context = await device();
  const page = await open(context);
  await context.setOffline(true);
  await note(page).fill('Typed in the bus.');
  await state(page, 'unreachable');
  await expect.poll(() => page.getByText('Offline: kept on this device').first().isVisible()).toBe(true);
  await note(page).pressSequentially(' And more.');

  await context.setOffline(false);
  await state(page, 'saved');

  await expect.poll(() => saved()).toBe('Typed in the bus. And more.');
  await expect.poll(() => copies(page)).toBe(0);
  await context.close();
});

it('brings back what a closed page had not saved, with a clock that is years off', async () => {
  const context = await device();
  await context.clock.install({ time: new Date('2031-01-01T00:00:00Z') });
  await context.clock.resume();
  const page = await open(context);
  await context.setOffline(true);
  await note(page).fill('The battery died.');
  await keptText(page, 'The battery died.');
  await page.close();
  await context.setOffline(false);

  await context.clock.setSystemTime(new Date('2019-01-01T00:00:00Z'));
  const again = await open(context);
  await again.getByText('What this browser had not saved yet is back in its place.').first().waitFor();
  await state(again, 'saved');

  await expect.poll(() => note(again).inputValue()).toBe('The battery died.');
  await expect.poll(() => saved()).toBe('The battery died.');
  await expect.poll(() => copies(again)).toBe(0);
  await context.close();
});

it('joins what two devices wrote apart', async () => {
  await savedBase();
  const [one, other] = [await device(), await device()];
  const [mine, theirs] = [await open(one), await open(other)];
  await one.setOffline(true);
  await note(mine).fill(base.replace('first week', 'first two weeks'));
  await state(mine, 'unreachable');
  await note(theirs).fill(`${base} It helped.`);
  await state(theirs, 'saved');

  await one.setOffline(false);
  await mine.getByText('Your other window’s changes were merged in.').first().waitFor();
  await state(mine, 'saved');

  const both = `${base.replace('first week', 'first two weeks')} It helped.`;
  expect([await note(mine).inputValue(), await saved()]).toEqual([both, both]);
  for (const context of [one, other]) await context.close();
});

it('shows both versions where two devices changed the same, and writes nothing over without a choice, by keyboard', async () => {
  await savedBase();
  const [one, other] = [await device(), await device()];
  const [mine, theirs] = [await open(one), await open(other)];
  await one.setOffline(true);
  await note(mine).fill(base.replace('desks', 'tables'));
  await state(mine, 'unreachable');
  await note(theirs).fill(base.replace('desks', 'chairs'));
  await state(theirs, 'saved');
  await one.setOffline(false);
  await state(mine, 'stale');

  const place = mine.getByRole('group', { name: 'Tally' });
  await expect
    .poll(() => place.locator('mark').allTextContents())
    .toEqual([' [only here: tables] ', ' [only here: chairs] ']);
  await mine.getByRole('button', { name: 'Save what I chose' }).press('Enter');
  await mine.getByText('Choose what to keep at every place').waitFor();
  await expect.poll(() => saved()).toContain('chairs');
  await mine.keyboard.press('ArrowUp');
  await mine.keyboard.press('Space');
  await expect.poll(() => place.getByRole('radio', { name: 'Keep both, one after the other' }).isChecked()).toBe(true);
  await mine.getByRole('button', { name: 'Save what I chose' }).press('Enter');
  await state(mine, 'saved');

  await expect.poll(() => saved()).toBe(base.replace('desks', 'tables chairs'));
  for (const context of [one, other]) await context.close();
});

it('keeps two windows of one browser in step, and what both wrote offline', async () => {
  await savedBase();
  const context = await device();
  const [one, other] = [await open(context), await open(context)];
  await note(one).fill(`Before. ${base}`);
  await expect.poll(() => note(other).inputValue()).toBe(`Before. ${base}`);

  await context.setOffline(true);
  await note(one).fill(`First. Before. ${base}`);
  await note(other).fill(`Before. ${base} After.`);
  await keptText(one, 'First.');
  await keptText(one, 'After.');
  await one.close();
  await other.close();
  await context.setOffline(false);
  const again = await open(context);
  await state(again, 'saved');

  await expect.poll(saved).toBe(`First. Before. ${base} After.`);
  await context.close();
});

it('takes a save whose answer was lost for its own, and goes on', async () => {
  const context = await device();
  const page = await open(context);
  let lost = 0;
  await page.route('**/draft', async (route) => {
    if (lost > 0) return route.fallback();
    lost += 1;
    // The server has it; it goes down before it can say so.
    await route.fetch();
    return route.abort();
  });
  await note(page).fill('Typed once');
  await state(page, 'unreachable');
  await note(page).fill('Typed twice, then on');
  await state(page, 'saved');

  expect(lost).toBe(1);
  await expect.poll(() => saved()).toBe('Typed twice, then on');
  await context.close();
});

it('keeps the text of somebody who was signed out, and leads to signing in and back', async () => {
  const context = await device();
  const page = await open(context);
  await context.clearCookies();
  await note(page).fill('Typed after the session ended.');
  await state(page, 'signed-out');
  await keptText(page, 'Typed after the session ended.');
  const link = page.getByRole('link', { name: 'sign in to save it' });
  await expect.poll(() => link.getAttribute('href')).toBe(`/sign-in?next=${encodeURIComponent(url)}`);
  await signedIn(context);
  await link.click();
  await page.waitForURL(`**${url}`);
  await state(page, 'saved');
  await expect.poll(saved).toBe('Typed after the session ended.');
  await context.close();
});

it('shows nothing of it to another person in the same browser', async () => {
  const context = await device();
  const page = await open(context);
  await context.setOffline(true);
  await note(page).fill('A secret of the first person.');
  await keptText(page, 'A secret');
  await page.close();
  await context.setOffline(false);
  await context.clearCookies();

  const theirs = await startWork(on.site);
  await signedIn(context, theirs.headers);
  const other = await context.newPage();
  await other.goto(`${theirs.home}/requirements/overview`);
  await other.locator('[data-island][data-hydrated]').waitFor();
  await state(other, 'saved');
  await expect.poll(() => other.content()).not.toContain('A secret');
  expect((await other.goto(url))?.status()).toBe(404);
  await expect.poll(() => other.content()).not.toContain('A secret');

  await signedIn(context);
  const back = await open(context);
  await state(back, 'saved');
  await expect.poll(saved).toBe('A secret of the first person.');
  await context.close();
});

it('asks before signing out would lose what is not saved, and then leaves nothing behind', async () => {
  const context = await device();
  const page = await open(context);
  await page.route('**/draft', (route) => route.abort());
  await note(page).fill('Not saved yet.');
  await state(page, 'unreachable');
  await keptText(page, 'Not saved yet.');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await expect.poll(() => note(page).inputValue()).toBe('Not saved yet.');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out and lose it' }).click();
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  await expect.poll(() => copies(page)).toBe(0);
  await context.close();
});

it('says why something could not be saved, only until it is', async () => {
  const page = await open(await device());
  const draft = (address: URL) => address.pathname === `${url}/draft`;
  await page.route(draft, (route) =>
    route.fulfill({ status: 422, json: { detail: 'This is longer than it may be.' } }),
  );
  await note(page).fill('Who spoke, and how often.');
  await state(page, 'refused');
  await page.locator('.save-bar').getByText('This is longer than it may be.').first().waitFor();
  await page.unroute(draft);
  await note(page).fill('Who spoke.');
  await state(page, 'saved');
  await expect.poll(() => page.getByText('This is longer than it may be.').count()).toBe(0);
  await expect.poll(() => saved()).toBe('Who spoke.');
  await page.context().close();
});

it('says so where the browser can keep no copy', async () => {
  const context = await device();
  await context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
    Object.defineProperty(Storage.prototype, 'setItem', {
      value() {
        throw new Error('switched off');
      },
    });
  });
  const page = await open(context);
  await context.setOffline(true);
  await note(page).fill('Nowhere to keep it.');
  await page.getByText('leave this page open until it is saved').first().waitFor();
  await context.setOffline(false);
  await state(page, 'saved');
  await expect.poll(() => saved()).toBe('Nowhere to keep it.');
  await context.close();
});
