import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage } from '../../../test/support/browser.ts';
import { insertEnrolment } from '../../../test/support/factories.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { type Desk, handIn, putDraft, startWork } from '../../../test/support/work.ts';
import { findWorkspace } from '../work/workspace.queries.ts';

let on: BrowserSite;
let desk: Desk;
let url: string;
let folder: string;

beforeAll(async () => {
  on = await startBrowserSite();
  folder = await mkdtemp(join(tmpdir(), 'tessera-chosen-'));
  return async () => {
    await on.close();
    await rm(folder, { recursive: true, force: true });
  };
});

beforeEach(async () => {
  desk = await startWork(on.site);
  url = `${desk.home}/requirements/tally`;
});

async function openEditor({ javaScriptEnabled = true, hasTouch = false, at = url } = {}): Promise<Page> {
  const { page } = await openPage(on.browser, on.baseUrl, { javaScriptEnabled, ...(hasTouch && { hasTouch }) });
  const [name = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  page.setDefaultTimeout(12_000);
  await page.goto(at);
  if (javaScriptEnabled) await page.locator('[data-island][data-hydrated]').waitFor();
  return page;
}

const pdf = async (name: string) => ({ name, mimeType: 'application/pdf', buffer: await makePdf(name) });

/** A real file, so that it is the same one when it is chosen again. */
async function writeLog(name: string, megabytes = 6): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${'What we agreed on. '.repeat(5)}\n`.repeat(Math.ceil((megabytes * 1e6) / 96)));
  return path;
}

/** What one of them limits, only the same one lifts. */
const sessions = new WeakMap<Page, CDPSession>();

/** Bytes a second that go up from now on; none for as many as there can be. */
async function limit(page: Page, bytesPerSecond?: number): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond ?? -1,
  });
}

const row = (page: Page, name: string): Locator => page.locator('.upload-row').filter({ hasText: name });
const handedIn = (page: Page, name: string) => page.getByText(`“${name}” is handed in.`).waitFor();
const sentOf = (page: Page, name: string) =>
  row(page, name)
    .getByRole('progressbar')
    .evaluate((bar) => (bar as HTMLProgressElement).value);
const untilSent = (page: Page, name: string, bytes: number) =>
  expect.poll(() => sentOf(page, name), { timeout: 20_000 }).toBeGreaterThan(bytes);

/** Where each piece that goes up begins. */
function watchOffsets(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

async function artifacts(): Promise<{ name: string; size: number | null; id: string }[]> {
  const workspace = await findWorkspace(on.site.db, desk.person.id, desk.id);
  return [...(workspace?.artifacts.values() ?? [])];
}

describe('uploading', () => {
  it('takes several files at once, and shows each in the list', async () => {
    const page = await openEditor();
    const names = ['one.pdf', 'two.pdf', 'three.pdf', 'four.pdf', 'five.pdf'];
    await page.getByLabel('Upload files').setInputFiles(await Promise.all(names.map(pdf)));
    for (const name of names) await handedIn(page, name);
    expect((await artifacts()).map(({ name }) => name).sort()).toEqual(names.sort());
    await expect.poll(() => page.locator('.handed-in > li').count()).toBe(5);
    await page.context().close();
  });

  it('takes what is dropped anywhere on the editor', async () => {
    const page = await openEditor();
    const content = [...(await makePdf('Dropped'))];
    const dataTransfer = await page.evaluateHandle((bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.pdf', { type: 'application/pdf' }));
      return transfer;
    }, content);
    await page.locator('.save-bar').dispatchEvent('dragover', { dataTransfer });
    await expect.poll(() => page.locator('.uploader--over').count()).toBe(1);
    await page.locator('.save-bar').dispatchEvent('drop', { dataTransfer });
    await handedIn(page, 'dropped.pdf');
    await page.context().close();
  });

  it('says before a byte is sent what is too large or of another type', async () => {
    const page = await openEditor();
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.getByLabel('Upload files').setInputFiles([
      { name: 'lesson.mp4', mimeType: 'video/mp4', buffer: Buffer.from('not even looked at') },
      { name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    ]);
    const alert = page.getByRole('alert');
    await alert.getByText('“lesson.mp4” can’t be used here').waitFor();
    await alert.getByText('“empty.pdf” is empty').waitFor();
    expect(posts).toEqual([]);
    await page.context().close();
  });

  it('pauses, says so, and goes on from there', async () => {
    const page = await openEditor();
    const offsets = watchOffsets(page);
    await limit(page, 1_000_000);
    await page.getByLabel('Upload files').setInputFiles(await writeLog('talk.txt'));
    await untilSent(page, 'talk.txt', 500_000);
    await row(page, 'talk.txt').getByRole('button', { name: 'Pause' }).click();
    await row(page, 'talk.txt')
      .getByText(/^Paused at .* of 6\.0 MB$/)
      .waitFor();
    await expect.poll(() => artifacts()).toEqual([]);
    await limit(page);
    await row(page, 'talk.txt').getByRole('button', { name: 'Go on' }).click();
    await handedIn(page, 'talk.txt');
    expect(offsets[0]).toBe(0);
    expect(offsets.at(-1)).toBeGreaterThan(0);
    await page.context().close();
  });

  it('waits for a lost network, goes on by itself, and sends nothing twice', async () => {
    const page = await openEditor();
    const offsets = watchOffsets(page);
    await limit(page, 1_000_000);
    await page.getByLabel('Upload files').setInputFiles(await writeLog('cut.txt'));
    await untilSent(page, 'cut.txt', 500_000);
    await page.context().setOffline(true);
    await row(page, 'cut.txt').getByText('Waiting for the network; goes on by itself.').waitFor();
    await page.context().setOffline(false);
    await handedIn(page, 'cut.txt');
    expect(offsets.at(-1)).toBeGreaterThan(0);
    const [file] = await artifacts();
    expect(file?.size).toBe(Math.ceil(6e6 / 96) * 96);
    await page.context().close();
  });

  it('takes up again after the browser was closed, once the file is chosen again, and no other', async () => {
    const file = await writeLog('closed.txt');
    const first = await openEditor();
    await limit(first, 1_000_000);
    await first.getByLabel('Upload files').setInputFiles(file);
    await untilSent(first, 'closed.txt', 500_000);
    await first.goto('about:blank');
    const page = first;
    await limit(page);
    await page.goto(url);
    const offsets = watchOffsets(page);
    const unfinished = page.getByRole('region', { name: 'Begun, and not there yet' });
    await unfinished.getByText(/closed\.txt: .* of 6\.0 MB are there\./).waitFor();
    const again = unfinished.getByLabel('Choose the file again to go on');
    await again.setInputFiles(await writeLog('other.txt', 1));
    await unfinished.getByText('That is another file').waitFor();
    await again.setInputFiles(file);
    await handedIn(page, 'closed.txt');
    await expect.poll(() => unfinished.count()).toBe(0);
    expect(offsets[0]).toBeGreaterThan(0);
    await page.context().close();
  });

  it('asks before the page is left, and before much is thrown away', async () => {
    const page = await openEditor();
    await limit(page, 1_000_000);
    await page.getByLabel('Upload files').setInputFiles(await writeLog('long.txt'));
    await untilSent(page, 'long.txt', 1_000_000);
    const asked = page.waitForEvent('dialog');
    await page.locator('h1').click();
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await row(page, 'long.txt').getByRole('button', { name: 'Cancel' }).click();
    await row(page, 'long.txt').getByText('Throw them away?').waitFor();
    await row(page, 'long.txt').getByRole('button', { name: 'Throw away' }).click();
    await expect.poll(() => page.locator('.upload-row').count()).toBe(0);
    const left = () => on.site.db.selectFrom('uploads').select('id').where('person_id', '=', desk.person.id).execute();
    await expect.poll(left).toEqual([]);
    await page.context().close();
  });

  it('offers the camera on a device that is touched', async () => {
    const mouse = await openEditor();
    await expect.poll(() => mouse.getByLabel('Take a photo').count()).toBe(0);
    await mouse.context().close();
    const touched = await openEditor({ hasTouch: true });
    const photo = touched.getByLabel('Take a photo');
    await photo.waitFor({ state: 'attached' });
    await expect.poll(() => photo.getAttribute('capture')).toBe('environment');
    await expect.poll(() => photo.getAttribute('accept')).toBe('image/*');
    await touched.context().close();
  });

  it('is done by keyboard alone', async () => {
    const page = await openEditor();
    // Listened for before anything else, so that the browser has heard of it when the key is pressed.
    const chooser = page.waitForEvent('filechooser');
    await limit(page, 1_000_000);
    await page.getByLabel('Upload files').focus();
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(await writeLog('keys.txt'));
    await untilSent(page, 'keys.txt', 300_000);
    await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toBe('Pause: keys.txt');
    await page.keyboard.press('Enter');
    await row(page, 'keys.txt')
      .getByText(/^Paused/)
      .waitFor();
    await limit(page);
    await expect.poll(() => focused(page)).toBe('Go on: keys.txt');
    await page.keyboard.press('Enter');
    await handedIn(page, 'keys.txt');
    await page.context().close();
  });

  it('brings the protocol only with the first file', async () => {
    const page = await openEditor();
    const scripts: string[] = [];
    page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));
    expect(scripts).toEqual([]);
    await page.getByLabel('Upload files').setInputFiles(await pdf('one.pdf'));
    await handedIn(page, 'one.pdf');
    expect(scripts.length).toBeGreaterThan(0);
    await page.context().close();
  });
});

describe('replacing', () => {
  const note = (page: Page) => page.getByLabel('What is it?');

  it('keeps the note, shows what no longer fits, and can be undone', async () => {
    const id = await handIn(on.site, desk, 'tally', 'old.pdf');
    await putDraft(on.site, desk, 'tally', 0, { items: [{ artifact: id, note: 'Our tally.' }] });
    const page = await openEditor();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Replace: old.pdf' }).click();
    await (await chooser).setFiles(await pdf('new.pdf'));
    await page.getByText('“new.pdf” took the place of “old.pdf”.').waitFor();
    await expect.poll(() => note(page).inputValue()).toBe('Our tally.');
    await page.getByText('All changes saved').waitFor();
    expect((await artifacts()).map(({ name }) => name)).toEqual(['new.pdf']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'old.pdf', exact: true }).waitFor();
    await expect.poll(() => note(page).inputValue()).toBe('Our tally.');
    await page.getByText('All changes saved').waitFor();
    expect((await artifacts()).map(({ name }) => name)).toEqual(['old.pdf']);
    await page.context().close();
  });

  it('works without JavaScript, and so does undoing it', async () => {
    await handIn(on.site, desk, 'tally', 'old.pdf');
    const page = await openEditor({ javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Replace: old.pdf' }).click();
    await page.getByLabel('New version', { exact: true }).setInputFiles(await pdf('new.pdf'));
    await page.getByRole('button', { name: 'Replace it' }).click();
    await page.getByText('It took the place of “old.pdf”').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'old.pdf', level: 1 }).waitFor();
    expect((await artifacts()).map(({ name }) => name)).toEqual(['old.pdf']);
    await page.context().close();
  });
});

it('takes over a file from other work without JavaScript', async () => {
  await handIn(on.site, desk, 'tally', 'plan.pdf');
  const other = await insertEnrolment(on.site, { person: desk.person });
  const page = await openEditor({ javaScriptEnabled: false, at: `/work/${other.id}/requirements/tally` });
  await page.getByRole('link', { name: 'Use a file you already have' }).click();
  await page.getByRole('button', { name: 'Use it here: plan.pdf' }).click();
  await page.getByRole('link', { name: 'plan.pdf', exact: true }).waitFor();
  await page.context().close();
});

it('lets the order of the files be changed', async () => {
  for (const name of ['one.pdf', 'two.pdf']) await handIn(on.site, desk, 'tally', name);
  const page = await openEditor();
  await page.getByRole('button', { name: 'Move down: one.pdf' }).click();
  await expect
    .poll(() => page.locator('.handed-in .artifact-name a').allTextContents())
    .toEqual(['two.pdf', 'one.pdf']);
  await expect.poll(() => page.getByRole('button', { name: 'Move up: two.pdf' }).isDisabled()).toBe(true);
  await page.context().close();
});

it('keeps the focus with what was moved, removed or brought back, for who has no mouse', async () => {
  for (const name of ['one.pdf', 'two.pdf', 'three.pdf']) await handIn(on.site, desk, 'tally', name);
  const page = await openEditor();
  const isFocused = (target: Locator) =>
    expect.poll(() => target.evaluate((node) => node === document.activeElement)).toBe(true);
  const down = page.getByRole('button', { name: 'Move down: one.pdf' });
  await down.press('Enter');
  await isFocused(down);
  await down.press('Enter');
  await isFocused(page.getByRole('button', { name: 'Move up: one.pdf' }));
  await page.getByRole('button', { name: 'Remove: one.pdf' }).press('Enter');
  await isFocused(page.getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('Enter');
  await isFocused(page.getByLabel('What is it?').last());
  await page.context().close();
});
