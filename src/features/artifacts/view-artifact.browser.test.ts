import axe from 'axe-core';
import type { Locator as Element, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressLocator } from '#domain/evidence/locator-address.ts';
import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import { type BrowserSite, startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage, phone, untilStill } from '../../../test/support/browser.ts';
import { claim } from '../../../test/support/acts.ts';
import { makeDocx } from '../../../test/support/archives.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { makeCsv, makePng, makeWav, sampleNotes } from '../../../test/support/sample-files.ts';
import { type Desk, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

let on: BrowserSite;
let desk: Desk;
const ids: Record<string, string> = {};

beforeAll(async () => {
  on = await startBrowserSite();
  desk = await startWork(on.site);
  const files = [
    { name: 'plan.pdf', content: await makePdf('The plan', 9) },
    { name: 'board.png', content: await makePng() },
    { name: 'visit.wav', content: makeWav(90) },
    { name: 'notes.txt', content: sampleNotes },
    { name: 'weeks.csv', content: makeCsv(300) },
    { name: 'minutes.docx', content: await makeDocx(['We met in May.', 'We met again in June.']) },
    { name: 'read-me.md', content: 'We **agreed** on\n\n* two changes' },
  ];
  const response = await postFiles(on.site, `${desk.home}/artifacts?requirement=portfolio`, {}, files, {
    ...desk.headers,
    accept: 'application/json',
  });
  const { added, refused } = response.json<{ added: { id: string; name: string }[]; refused: unknown[] }>();
  expect(refused).toEqual([]);
  for (const { id, name } of added) ids[name] = id;
  const sources = places.map(([name, locator]) => ({ artifact: ids[name], locator }));
  const entries = { noticed: { sources, explanation: 'It shows what changed.' } };
  expect((await putDraft(on.site, desk, 'portfolio', 0, { entries })).statusCode).toBe(200);
  return () => on.close();
}, 60_000);

const places: [name: string, locator: Locator][] = [
  ['plan.pdf', { type: 'page', page: 7 }],
  ['plan.pdf', { type: 'pages', from: 3, to: 4 }],
  ['plan.pdf', { type: 'quote', exact: 'The plan, page 5' }],
  ['board.png', { type: 'region', x: 10, y: 20, width: 30, height: 40 }],
  ['visit.wav', { type: 'times', from: 30, to: 31 }],
  ['notes.txt', { type: 'paragraph', paragraph: 3 }],
  ['notes.txt', { type: 'quote', exact: 'agreed on two changes', prefix: 'In June the team' }],
  ['weeks.csv', { type: 'sheet', sheet: 'Table', range: 'B250:C251' }],
];

async function openTab(options: Parameters<typeof openPage>[2] = {}): Promise<{ page: Page; errors: string[] }> {
  const { page, errors } = await openPage(on.browser, on.baseUrl, options);
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const [name = '', value = ''] = desk.headers.cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  return { page, errors };
}

/** The page of a file, at a place. */
async function openAt(name: string, locator: Locator, options: Parameters<typeof openPage>[2] = {}) {
  const tab = await openTab(options);
  await tab.page.goto(`/artifacts/${ids[name] ?? ''}/view?at=${addressLocator(locator)}`);
  return tab;
}

/** What `follows` must find of each place, in the dialog or on the page. */
const follows: ((viewer: Element) => Promise<void>)[] = [
  async (viewer) => {
    await viewer.locator('[data-page="7"][aria-current] canvas').waitFor();
    await expect.poll(() => isInSight(viewer.locator('[data-page="7"]'))).toBe(true);
    await expect.poll(() => viewer.getByRole('textbox', { name: 'Page' }).inputValue()).toBe('7');
  },
  async (viewer) => {
    await viewer.locator('[data-page="3"] canvas').waitFor();
    await expect.poll(() => viewer.locator('[data-page][aria-current]').count()).toBe(2);
    await expect.poll(() => isInSight(viewer.locator('[data-page="3"]'))).toBe(true);
  },
  async (viewer) => {
    await viewer.getByText('Found on page 5 of 9.').waitFor();
    await expect.poll(() => markedWords(viewer)).toBe('The plan, page 5');
  },
  async (viewer) => {
    const [image, region] = [
      viewer.getByRole('img', { name: 'The image “board.png”' }),
      viewer.locator('.viewer-region'),
    ];
    await region.waitFor();
    await expect.poll(async () => (await image.boundingBox())?.height).toBeGreaterThan(100);
    const [whole, part] = [await image.boundingBox(), await region.boundingBox()];
    expect(((part?.x ?? 0) - (whole?.x ?? 0)) / (whole?.width ?? 1)).toBeCloseTo(0.1, 1);
    expect((part?.height ?? 0) / (whole?.height ?? 1)).toBeCloseTo(0.4, 1);
  },
  async (viewer) => {
    await expect.poll(() => timeOf(viewer)).toBe(30);
    await viewer.getByRole('button', { name: 'Play 0:30 to 0:31' }).click();
    await viewer.getByText('Stopped at 0:31, where the marked part ends.').waitFor();
  },
  async (viewer) => {
    await viewer.locator('li[aria-current]', { hasText: 'Attendance rose' }).waitFor();
  },
  async (viewer) => {
    await expect.poll(() => markedWords(viewer)).toBe('agreed on two changes');
    const after = await viewer.evaluate(() => {
      const range = [...(CSS.highlights.get('viewer-quote') ?? [])][0] as Range;
      return range.startContainer.textContent;
    });
    expect(after).toMatch(/^In June/);
  },
  async (viewer) => {
    await viewer.locator('td[data-marked]').first().waitFor();
    await expect.poll(() => viewer.locator('td[data-marked]').count()).toBe(4);
    await expect.poll(() => isInSight(viewer.locator('td[data-cell="B250"]'))).toBe(true);
  },
];

const isInSight = (element: Element) =>
  element.evaluate((node) => {
    const box = node.getBoundingClientRect();
    const around = (node.closest('.viewer-stage') ?? document.documentElement).getBoundingClientRect();
    return box.top < around.bottom && box.bottom > around.top;
  });
const timeOf = (viewer: Element) => viewer.locator('audio').evaluate((player: HTMLAudioElement) => player.currentTime);
const markedWords = (viewer: Element) =>
  viewer.evaluate(() => [...(CSS.highlights.get('viewer-quote') ?? [])].map(String).join());

describe.each(places.map(([name, locator], index) => ({ name, locator, index })))(
  'the place $locator.type of $name',
  ({ name, locator, index }) => {
    it('is opened on its own page', async () => {
      const { page, errors } = await openAt(name, locator);
      await follows[index]?.(page.locator('.viewer'));
      expect(errors).toEqual([]);
      await page.context().close();
    });

    it('is opened over the page that links to it, and the focus comes back', async () => {
      const { page, errors } = await openTab({ viewport: phone });
      await page.goto(`${desk.home}/review`);
      const link = page.locator('.evidence-sources a[data-view]').nth(index);
      await link.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name });
      await follows[index]?.(dialog.locator('.viewer'));
      expect(page.url()).toContain('/review');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => link.evaluate((node) => node === document.activeElement)).toBe(true);
      expect(errors).toEqual([]);
      await page.context().close();
    });
  },
);

describe('without JavaScript', () => {
  it.each<[string, Locator, (page: Page) => Promise<void>]>([
    [
      'notes.txt',
      { type: 'paragraph', paragraph: 3 },
      async (page) => {
        await expect.poll(() => page.locator('li[aria-current]').textContent()).toMatch(/^Attendance rose/);
      },
    ],
    [
      'board.png',
      { type: 'whole' },
      async (page) => {
        await expect.poll(() => page.getByRole('img', { name: 'The image “board.png”' }).isVisible()).toBe(true);
      },
    ],
    [
      'visit.wav',
      { type: 'times', from: 30, to: 31 },
      async (page) => {
        await expect.poll(() => page.locator('audio').getAttribute('src')).toMatch(/#t=30,31$/);
      },
    ],
    [
      'plan.pdf',
      { type: 'page', page: 7 },
      async (page) => {
        const link = page.getByRole('link', { name: 'Open the file itself' });
        await expect.poll(() => link.getAttribute('href')).toMatch(/#page=7$/);
      },
    ],
  ])('%s is there, with its place in words', async (name, locator, expectShown) => {
    const { page } = await openAt(name, locator, { javaScriptEnabled: false });
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
    if (locator.type !== 'whole') {
      await expect.poll(() => page.getByText('Opened at').textContent()).toContain(formatLocator(locator));
    }
    await expectShown(page);
    await page.context().close();
  });
});

it('says what is wrong with a place that is not in the file, and with one that nobody can read', async () => {
  const { page } = await openAt('plan.pdf', { type: 'page', page: 14 });
  await page.getByText('“plan.pdf” has 9 pages: correct “page 14”').first().waitFor();
  await page.goto(`/artifacts/${ids['plan.pdf'] ?? ''}/view?at=page=nine`);
  await page.getByText('The place in this address can’t be read').waitFor();
  await page.context().close();
});

it('turns pages, draws closer and says the page, by keyboard alone', async () => {
  const { page } = await openAt('plan.pdf', { type: 'whole' });
  const viewer = page.locator('.viewer');
  await viewer.locator('[data-page="1"] canvas').waitFor();
  const width = await viewer.locator('[data-page="1"]').evaluate((node) => node.clientWidth);
  await viewer.getByRole('button', { name: 'Next page' }).focus();
  await page.keyboard.press('Enter');
  await viewer.getByRole('status').getByText('Page 2 of 9').waitFor();
  await viewer.getByRole('textbox', { name: 'Page' }).fill('8');
  await page.keyboard.press('Enter');
  await viewer.getByRole('status').getByText('Page 8 of 9').waitFor();
  await viewer.locator('[data-page="8"] canvas').waitFor();
  await viewer.getByRole('button', { name: 'Larger' }).press('Enter');
  await expect
    .poll(() => viewer.locator('[data-page="1"]').evaluate((node) => node.clientWidth))
    .toBeGreaterThan(width * 1.2);
  await page.context().close();
});

it.each(['plan.pdf', 'board.png', 'visit.wav', 'notes.txt', 'weeks.csv'])(
  'shows %s to everyone: nothing for axe to find, nothing past the edge at 320 px',
  async (name) => {
    const [, locator] = places.find(([of]) => of === name) ?? [];
    const { page } = await openAt(name, locator ?? { type: 'whole' }, {
      bypassCSP: true,
      viewport: { width: 320, height: 700 },
    });
    await follows[places.findIndex(([of]) => of === name)]?.(page.locator('.viewer'));
    await page.evaluate(axe.source);
    await untilStill(page);
    const found = await page.evaluate<string[]>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.html)))`,
    );
    expect(found).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.context().close();
  },
);

describe('a document', () => {
  it('is read as text until its PDF is made, and then as pages', async () => {
    const { page } = await openTab();
    const address = `/artifacts/${ids['minutes.docx'] ?? ''}`;
    let state = { state: 'working', progress: 40 };
    await page.route(`**${address}/rendition`, (route) => route.fulfill({ json: state }));
    const body = await makePdf('Minutes', 2);
    await page.route(`**${address}/rendition.pdf`, (route) => route.fulfill({ body, contentType: 'application/pdf' }));
    await page.goto(`${address}/view?at=page=2`);
    const viewer = page.locator('.viewer');
    await expect.poll(() => viewer.getByRole('progressbar').getAttribute('value')).toBe('40');
    await viewer.getByText('We met again in June.').waitFor();
    state = { state: 'done', progress: 100 };
    await viewer.locator('[data-page="2"][aria-current] canvas').waitFor();
    await viewer.getByRole('button', { name: 'As text' }).click();
    await viewer.getByText('We met again in June.').waitFor();
    await page.context().close();
  });

  it('that can’t be shown as pages says so and is there as text, at its paragraph', async () => {
    const { page } = await openTab();
    const address = `/artifacts/${ids['minutes.docx'] ?? ''}`;
    await page.route(`**${address}/rendition`, (route) => route.fulfill({ json: { state: 'failed', progress: 0 } }));
    await page.goto(`${address}/view?at=paragraph=2`);
    await page.getByText('It can’t be shown as pages here').waitFor();
    await page.locator('li[aria-current]', { hasText: 'We met again in June.' }).waitFor();
    await page.context().close();
  });
});

it('reads Markdown as it was meant, and finds words across its marks', async () => {
  const { page } = await openAt('read-me.md', { type: 'quote', exact: 'We agreed on two changes' });
  const viewer = page.locator('.viewer');
  await expect.poll(() => viewer.locator('strong').textContent()).toBe('agreed');
  await expect.poll(() => markedWords(viewer)).toMatch(/^We agreed on\s*two changes$/);
  await page.context().close();
});

it.each(['refused', 'broken'])('leaves the link to the file where the file is %s', async (how) => {
  const { page } = await openTab();
  await page.route(`**/artifacts/${ids['plan.pdf'] ?? ''}`, (route) =>
    how === 'refused' ? route.abort() : route.fulfill({ body: 'no PDF at all', contentType: 'application/pdf' }),
  );
  await page.goto(`/artifacts/${ids['plan.pdf'] ?? ''}/view`);
  await page.getByRole('alert').getByText('This PDF can’t be shown here').waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'Open the file itself' }).isVisible()).toBe(true);
  await page.context().close();
});

it('is opened on the assessor’s scoring page, whose keys then rate nothing', async () => {
  const work = await startWork(on.site);
  await makeEverything(on.site, work);
  expect((await submit(on.site, work)).statusCode).toBe(303);
  const { id } = await on.site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', work.id)
    .executeTakeFirstOrThrow();
  const { person } = await insertMember(on.site, 'assessor', { issuer: work.published.issuer });
  const assessment = await claim(on.site, person, id);
  const { page } = await openPage(on.browser, on.baseUrl);
  const [name = '', value = ''] = (await signIn(on.site, person)).cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  await page.goto(`/desk/assessments/${assessment}`);
  await page.locator('[data-island][data-hydrated]').first().waitFor();
  await page.getByRole('link', { name: 'proof.pdf, page 2' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'proof.pdf' });
  await dialog.locator('[data-page="2"][aria-current] canvas').waitFor();
  await page.keyboard.press('y');
  await expect.poll(() => page.getByRole('radio', { checked: true, includeHidden: true }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(page.url()).toMatch(/\/desk\/assessments\//);
  await page.context().close();
});
