import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { countWords } from '#domain/text/count-words.ts';
import { googleDocs, word } from '#islands/editor/rich-text/clipboard-samples.ts';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage } from '../../../test/support/browser.ts';
import { baseDefinition, insertPublished } from '../../../test/support/factories.ts';
import { type Desk, putDraft, startWork } from '../../../test/support/work.ts';

let on: BrowserSite;
let desk: Desk;

beforeAll(async () => {
  on = await startBrowserSite();
  return () => on.close();
});

beforeEach(async () => {
  desk = await startWork(on.site);
});

async function open(options: Parameters<typeof openPage>[2] = {}) {
  const opened = await openPage(on.browser, on.baseUrl, options);
  const [name = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await opened.page.context().addCookies([{ name, value, url: on.baseUrl }]);
  opened.page.setDefaultTimeout(9000);
  const refused: string[] = [];
  opened.page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  await opened.page.goto(`${desk.home}/requirements/overview`);
  if (options.javaScriptEnabled !== false) await opened.page.locator('[data-island][data-hydrated]').waitFor();
  return { ...opened, refused };
}

const field = (page: Page) => page.getByLabel(/^Your narrative/);
const button = (page: Page, name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true });
const untilSaved = (page: Page) => page.getByRole('status').getByText('All changes saved').waitFor();

async function saved(): Promise<unknown> {
  const row = await on.site.db
    .selectFrom('evidence_items')
    .select('data')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirst();
  return row?.data;
}

async function openFormatted(options: Parameters<typeof openPage>[2] = {}) {
  const opened = await open(options);
  await button(opened.page, 'Show as formatted').click();
  await opened.page
    .getByRole('textbox', { name: /^Your narrative/ })
    .and(opened.page.locator('div'))
    .waitFor();
  return opened;
}

/** Pastes into what has the focus, as programs hand their clipboard over. */
function paste(page: Page, html: string, plain = 'as plain text'): Promise<void> {
  return page.evaluate(
    ([rich, text]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', rich);
      clipboardData.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    },
    [html, plain] as [string, string],
  );
}

it('writes Markdown by toolbar and keyboard alone, and fetches the formatted editor when it is wanted, no earlier', async () => {
  const { page, errors, refused, close } = await open();
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await field(page).focus();
  await page.keyboard.type('We asked everyone.');
  expect(scripts.filter((url) => url.includes('rich-text'))).toEqual([]);

  await page.keyboard.press('Alt+F10');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.locator('.rich-text li').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Twice');
  await page.keyboard.press('Control+b');
  await page.keyboard.type(' at least');
  await page.getByText('6 words, long enough').waitFor();
  await untilSaved(page);
  await expect.poll(() => saved()).toEqual({ texts: { text: '- We asked everyone.\n- **Twice** at least' } });
  expect({ errors, refused }).toEqual({ errors: [], refused: [] });
  await close();
});

it('cites a source, names a footnote, sets a link and a table', async () => {
  const { page, errors, refused, close } = await openFormatted();
  const dialog = page.getByRole('dialog');
  await page.keyboard.type('Feedback works');
  await button(page, 'Cite a source').click();
  await dialog.getByLabel('Author').fill('Hattie, J.');
  await dialog.getByLabel('Year').fill('2009');
  await dialog.getByLabel('Title').fill('Visible learning');
  await dialog.getByLabel('Web address').fill('javascript:alert(1)');
  await dialog.getByRole('button', { name: 'Insert' }).click();
  await expect.poll(() => dialog.isVisible()).toBe(true);
  await dialog.getByLabel('Web address').fill('example.org/hattie');
  await dialog.getByRole('button', { name: 'Insert' }).click();
  await page.keyboard.type(', see ');
  await button(page, 'Link').click();
  await dialog.getByLabel('Web address').fill('https://example.org/plan');
  await dialog.getByLabel('Words that carry the link').fill('our plan');
  await dialog.getByRole('button', { name: 'Insert' }).click();
  await page.getByText('5 words, long enough').waitFor();
  await button(page, 'Table').click();
  await page.keyboard.type('Grade');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Spoke');
  await button(page, 'Add row').click();
  await button(page, 'Add row').click();
  await button(page, 'Undo').click();
  await button(page, 'Redo').click();
  await page.keyboard.press('ArrowDown');
  await button(page, 'Remove row').click();
  await button(page, 'Show as plain text').click();
  expect(await field(page).inputValue()).toBe(
    [
      'Feedback works[^1], see [our plan](https://example.org/plan)',
      '',
      '| Grade | Spoke |',
      '| --- | --- |',
      '|  |  |',
      '|  |  |',
      '|  |  |',
      '',
      '[^1]: Hattie, J. (2009). *Visible learning*. https://example.org/hattie',
    ].join('\n'),
  );
  expect({ errors, refused }).toEqual({ errors: [], refused: [] });
  await close();
});

it.each([
  ['Word', word, '- First finding\n  - A detail of it\n- Second finding', '1 picture left out'],
  ['Google Docs', googleDocs, 'Plain, then **bold** and *italic*.[^1]', ''],
])('takes what %s put on the clipboard, formatted or as plain text', async (_name, html, part, said) => {
  for (const isFormatted of [true, false]) {
    const { page, errors, refused, close } = isFormatted ? await openFormatted() : await open();
    await field(page).focus();
    await page.keyboard.type('Before. ');
    await paste(page, html);
    if (said) await page.getByText(said).waitFor();
    if (isFormatted) await button(page, 'Show as plain text').click();
    const text = field(page);
    await expect.poll(() => text.inputValue()).toContain(part);
    await expect.poll(() => text.inputValue()).not.toMatch(/mso|style|<|as plain text/u);
    expect({ errors, refused }).toEqual({ errors: [], refused: [] });
    await close();
  }
});

it('goes on where the caret was, and shows what was merged in meanwhile', async () => {
  const { page, close } = await open();
  await field(page).fill('One **two** three');
  await field(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(8, 8));
  await button(page, 'Show as formatted').click();
  await page.locator('.rich-text').waitFor();
  await page.keyboard.type('lve');
  await button(page, 'Show as plain text').click();
  await expect.poll(() => field(page).inputValue()).toBe('One **twlveo** three');
  await close();
});

it('keeps a text that it could not give back as plain text, and says so', async () => {
  const text = '| a |\n| :-: |\n| one two three four five |';
  await putDraft(on.site, desk, 'overview', 0, { texts: { text } });
  const { page, close } = await open();
  await button(page, 'Bold').click();
  await page.getByText('can’t be shown as formatted').waitFor();
  await expect.poll(() => field(page).inputValue()).toBe(text);
  await close();
});

it('counts as the server does', async () => {
  const { page, close } = await open();
  const unit = fc.constantFrom(
    ..."ab1_’'-.,: \n*[]()#>|",
    'naïve ',
    '数据',
    'データ',
    '👩‍🏫',
    '2️⃣',
    'https://a.org/b-c ',
    '한국어 ',
    'éa\u0301',
    ' ',
    'שלום ',
  );
  for (const text of fc.sample(fc.string({ unit, minLength: 5, maxLength: 60 }), { numRuns: 60, seed: 7 })) {
    await field(page).fill(text);
    const shown = await page.locator('#text-count span').first().textContent();
    expect([text, Number(/^\d+/.exec(shown ?? '')?.[0])]).toEqual([text, countWords(text)]);
  }
  await close();
});

it.each([true, false])('carries testimonials with leave to quote (JavaScript: %s)', async (javaScriptEnabled) => {
  const base = baseDefinition();
  const parts = base.parts.map((part) => ({
    ...part,
    requirements: part.requirements.map((requirement) =>
      requirement.kind === 'narrative'
        ? { ...requirement, rules: { ...requirement.rules, testimonials: 'allowed' } }
        : requirement,
    ),
  }));
  const definition = baseDefinition({ slug: `quoted-${javaScriptEnabled}`, parts });
  desk = await startWork(on.site, await insertPublished(on.site, { definition }));
  const { page, close } = await open({ javaScriptEnabled });
  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await (javaScriptEnabled ? untilSaved(page) : page.getByText('Saved.').waitFor());
  };
  await field(page).fill('We changed one routine together.');
  if (javaScriptEnabled) await page.getByRole('button', { name: 'Add a testimonial' }).click();
  await page.getByLabel('What was said').fill('Everybody speaks now.');
  await page.getByLabel('Who said it').fill('Ann Ito');
  await save();
  await page.getByText('Say who speaks in the testimonial of Ann Ito').first().waitFor();
  await page.getByLabel('Their role').first().fill('Grade 4 teacher');
  await page.getByLabel('Leave to quote them').first().selectOption('written');
  await page.getByLabel('Given on').first().fill('2026-05-31');
  await save();
  await expect.poll(() => page.getByText('Say how and when you got leave').count()).toBe(0);
  expect(await saved()).toMatchObject({
    testimonials: [{ by: 'Ann Ito', permission: { given: 'written', on: '2026-05-31' } }],
  });
  await expect.poll(() => page.getByText('5 words').first().isVisible()).toBe(true);
  await page.goto(`${desk.home}/review`);
  const figure = page.locator('figure');
  await expect.poll(() => figure.getByText('Everybody speaks now.').count()).toBe(1);
  await expect.poll(() => figure.getByText('Leave to quote given in writing on May 31, 2026').count()).toBe(1);
  await page.goto(`${desk.home}/requirements/overview`);
  await page.getByRole('button', { name: 'Remove testimonial 1' }).click();
  if (javaScriptEnabled) await untilSaved(page);
  await expect.poll(saved).toEqual({
    texts: { text: 'We changed one routine together.' },
    ...(javaScriptEnabled && { testimonials: [] }),
  });
  await close();
});

it('fits a phone: nothing runs over the edge, and every button is large enough', async () => {
  const { page, close } = await openFormatted({ viewport: { width: 320, height: 640 } });
  await button(page, 'Table').click();
  await page.keyboard.type('A heading that is long');
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const sizes = await page
    .getByRole('toolbar')
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)),
    );
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
  await close();
});
