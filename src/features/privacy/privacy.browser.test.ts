import axe from 'axe-core';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage, phone, untilStill } from '../../../test/support/browser.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { type Desk, handIn, putDraft, startWork } from '../../../test/support/work.ts';
import { findWorkspace } from '../work/workspace.queries.ts';

let on: BrowserSite;
let desk: Desk;

const text = 'We watched Maya Okafor read. Then maya’s group asked Grace and Leo to write, and mayanna left.';

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

beforeEach(async () => {
  desk = await startWork(on.site);
  await putDraft(on.site, desk, 'overview', 0, { texts: { text } });
});

async function open(path: string, options: Parameters<typeof openPage>[2] = {}) {
  const opened = await openPage(on.browser, on.baseUrl, options);
  const [name = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await opened.page.context().addCookies([{ name, value, url: on.baseUrl }]);
  await opened.page.goto(path);
  if (options.javaScriptEnabled !== false) {
    await opened.page.waitForFunction(() => !document.querySelector('[data-island]:not([data-hydrated])'));
  }
  return opened;
}

async function saved(requirement = 'overview') {
  const workspace = await findWorkspace(on.site.db, desk.person.id, desk.id);
  return workspace?.evidence.get(requirement)?.data;
}

const list = (page: Page) => page.getByLabel('Names to look for');
const look = (page: Page) => page.getByRole('button', { name: 'Look for these names' }).click();
/** Everything that the browser keeps for this site. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stores = databases.map(({ name }) => name);
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, stores]);
  });

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  await untilStill(page);
  const { violations: found } = await page.evaluate<{ violations: { id: string; nodes: { target: string[] }[] }[] }>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
}

describe('the name check', () => {
  it('finds names with what stands around them, and puts initials in their place', async () => {
    const { page, errors, close } = await open(`${desk.home}/review`, { bypassCSP: true });
    await list(page).fill('Maya Okafor\nGrace\nLeo Lund');
    await look(page);
    await page.getByRole('heading', { name: '4 names in 1 text' }).waitFor();
    const hits = page.getByRole('region', { name: /Names in Overview/ });
    await expect.poll(() => hits.locator('mark').allTextContents()).toEqual(['Maya Okafor', 'maya', 'Grace', 'Leo']);
    await expect.poll(() => violations(page)).toEqual([]);

    await hits.getByRole('checkbox').nth(2).uncheck();
    await hits.getByRole('button', { name: /Replace 3 by initials/ }).click();
    await page.getByText('3 names replaced and saved.').waitFor();
    const once = 'We watched M. O. read. Then M.’s group asked Grace and L. to write, and mayanna left.';
    await expect.poll(() => saved()).toEqual({ texts: { text: once } });
    await page.getByRole('button', { name: 'Replace all by “[removed]”' }).click();
    await page.getByRole('heading', { name: 'None of 3 names stands in your texts' }).waitFor();
    await expect.poll(() => saved()).toEqual({ texts: { text: once.replace('Grace', '[removed]') } });
    const history = await on.site.db
      .selectFrom('evidence_history as h')
      .innerJoin('evidence_items as i', 'i.id', 'h.evidence_item_id')
      .select(['h.revision', 'h.data'])
      .where('i.enrolment_id', '=', desk.id)
      .orderBy('h.revision')
      .execute();
    expect(history.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    expect(history[0]?.data).toEqual({ texts: { text } });
    expect(errors).toEqual([]);
    await close();
  });

  it('keeps the list in the browser: no request carries a name, and nothing is stored', async () => {
    await handIn(on.site, desk, 'tally', 'minutes.pdf');
    const { page, close } = await open(`${desk.home}/review`);
    const sent: string[] = [];
    page.on('request', (request) =>
      sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`),
    );
    await list(page).fill('Quintavius Zebrowski\nOkafor');
    const read = page.waitForResponse((response) => response.url().endsWith('/text'));
    await look(page);
    await read;
    await page.getByText('1 document looked into').waitFor();
    await page.getByRole('button', { name: 'Replace all by initials' }).click();
    await page.getByText('1 name replaced and saved.').waitFor();
    await expect.poll(() => kept(page)).not.toMatch(/Quintavius|Zebrowski/u);
    const told = (field: HTMLTextAreaElement) => [field.form, field.name, field.getAttribute('spellcheck')];
    await expect.poll(() => list(page).evaluate(told)).toEqual([null, '', 'false']);
    await page.reload();
    await page.waitForFunction(() => !document.querySelector('[data-island]:not([data-hydrated])'));
    await expect.poll(() => list(page).inputValue()).toBe('');
    expect(sent.some((request) => request.includes('/text '))).toBe(true);
    expect(sent.some((request) => request.includes('/draft '))).toBe(true);
    const names = /Quintavius|Zebrowski|Okafor/iu;
    // A hash in the name of a script may end in any letter.
    const initials = /\bQ\.(?!js|css)/u;
    expect(sent.filter((request) => names.test(request) || initials.test(request))).toEqual([]);
    await close();
  });

  it('keeps it in the browser where its writer wants that, until they sign out', async () => {
    const { page, close } = await open(`${desk.home}/review`);
    await page.getByLabel('Keep it in this browser until I hand in').check();
    await list(page).fill('Quintavius');
    await expect.poll(() => kept(page)).toContain('Quintavius');
    await page.reload();
    await page.waitForFunction(() => !document.querySelector('[data-island]:not([data-hydrated])'));
    await expect.poll(() => list(page).inputValue()).toBe('Quintavius');
    await page.getByLabel('Keep it in this browser until I hand in').uncheck();
    await expect.poll(() => kept(page)).not.toContain('Quintavius');
    await page.getByLabel('Keep it in this browser until I hand in').check();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    await expect.poll(() => kept(page)).not.toContain('Quintavius');
    await close();
  });

  it('writes nothing over what was changed elsewhere meanwhile', async () => {
    const { page, close } = await open(`${desk.home}/review`);
    await list(page).fill('Maya');
    await look(page);
    const elsewhere = { texts: { text: 'Written elsewhere, about Maya.' } };
    await putDraft(on.site, desk, 'overview', 1, elsewhere);
    await page.getByRole('button', { name: 'Replace all by initials' }).click();
    await page.getByText('was changed elsewhere meanwhile').waitFor();
    await expect.poll(() => saved()).toEqual(elsewhere);
    await close();
  });

  it('says without JavaScript why it can’t look, and what to do', async () => {
    const { page, close } = await open(`${desk.home}/review`, { javaScriptEnabled: false });
    expect(await page.locator('#privacy noscript').textContent()).toContain(
      'the list of names never leaves your browser',
    );
    await page.getByText('A checklist for privacy').click();
    await page.getByText('Students stand by initials').waitFor();
    await expect.poll(() => page.getByLabel('Names to look for').count()).toBe(0);
    await close();
  });
});

describe('blacking out', () => {
  async function picture(): Promise<string> {
    const content = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#4a7c59' } })
      .png()
      .toBuffer();
    const url = `${desk.home}/artifacts?requirement=tally`;
    const headers = { ...desk.headers, accept: 'application/json' };
    const answer = await postFiles(on.site, url, {}, [{ name: 'wall.png', content }], headers);
    return `${desk.home}/artifacts/${answer.json().added[0].id as string}`;
  }

  /** Which points of the new version are black, of those asked. */
  async function blackAt(page: Page, points: [number, number][]): Promise<boolean[]> {
    const id = /artifacts\/([\da-f-]{36})/u.exec(page.url())?.[1] ?? '';
    const response = await on.site.app.inject({ url: `/artifacts/${id}`, headers: desk.headers });
    const { data, info } = await sharp(response.rawPayload).raw().toBuffer({ resolveWithObject: true });
    return points.map(([x, y]) => data[(y * info.width + x) * info.channels + 1] === 0);
  }

  it('is drawn with the pointer', async () => {
    const file = await picture();
    const { page, errors, close } = await open(file, { bypassCSP: true });
    await page.getByRole('link', { name: 'Black out a part' }).click();
    await page.getByRole('button', { name: 'Add a box' }).waitFor();
    const stage = (await page.locator('.redaction__stage img').boundingBox())!;
    await page.mouse.move(stage.x + stage.width * 0.1, stage.y + stage.height * 0.1);
    await page.mouse.down();
    await page.mouse.move(stage.x + stage.width * 0.5, stage.y + stage.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Black it out' }).click();
    await page.getByText('kept from everyone but you').first().waitFor();
    expect(
      await blackAt(page, [
        [100, 50],
        [44, 24],
        [300, 150],
        [30, 50],
      ]),
    ).toEqual([true, true, false, false]);
    expect(errors).toEqual([]);
    await close();
  });

  it('is done with the keyboard alone, on a phone too', async () => {
    const file = await picture();
    const { page, close } = await open(`${file}/redact`, { viewport: phone });
    await page.getByRole('button', { name: 'Add a box' }).focus();
    await page.keyboard.press('Enter');
    const box = page.locator('.redaction__box');
    await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
    for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowLeft');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => page.getByRole('textbox', { name: 'From left' }).first().inputValue()).toBe('0');
    await expect.poll(() => page.getByRole('textbox', { name: 'Width' }).first().inputValue()).toBe('30');
    await page.keyboard.press('Delete');
    await expect.poll(() => box.count()).toBe(0);
    await page.getByRole('button', { name: 'Add a box' }).press('Enter');
    await page.getByRole('button', { name: 'Black it out' }).press('Enter');
    await page.getByText('kept from everyone but you').first().waitFor();
    expect(
      await blackAt(page, [
        [200, 100],
        [100, 50],
      ]),
    ).toEqual([true, false]);
    await close();
  });

  it('is typed in per cent where there is no JavaScript', async () => {
    const file = await picture();
    const { page, close } = await open(`${file}/redact`, { javaScriptEnabled: false });
    const numbers = { 'From left': '50', 'From top': '0', Width: '50', Height: '100' };
    for (const [label, value] of Object.entries(numbers))
      await page.getByRole('textbox', { name: label }).nth(1).fill(value);
    await page.getByRole('button', { name: 'Black it out' }).click();
    await page.getByText('kept from everyone but you').first().waitFor();
    expect(
      await blackAt(page, [
        [200, 0],
        [399, 199],
        [199, 100],
      ]),
    ).toEqual([true, true, false]);
    await close();
  });
});
