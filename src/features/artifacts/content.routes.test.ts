import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScannerDownError, type ScanResult } from '#platform/clamav.ts';
import { createFetchOutside } from '#platform/fetch-outside.ts';
import { ConversionError, findOffice } from '#platform/office-converter.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { makeDocx, makeXlsx } from '../../../test/support/archives.ts';
import { baseDefinition, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { makeFilm } from '../../../test/support/films.ts';
import { type TestFile, postFiles } from '../../../test/support/multipart.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { type Desk, putDraft, startWork } from '../../../test/support/work.ts';
import { convertToPdf } from './renditions.ts';

/** What the scanner says next. */
let scan: () => Promise<ScanResult>;
const clean = async (): Promise<ScanResult> => ({ ok: true, isWhole: true });

let site: TestSite;
let host: string;
const pages = createServer((request, response) => {
  if (request.url === '/gone') response.writeHead(404).end('<title>Not here</title>');
  else response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Our plan &amp;\n agenda</title>');
});
/** Where LibreOffice is not installed, PDFs are still asked for. */
const neverMade = { toPdf: () => Promise.reject(new ConversionError('It is not installed.')) };
const hasOffice = spawnSync('soffice', ['--version']).status === 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  host = `plans.example:${(pages.address() as AddressInfo).port}`;
  const resolve = async () => ['127.0.0.1'];
  const scanner = {
    async scan(content: Readable) {
      content.destroy();
      return scan();
    },
  };
  const fetchOutside = createFetchOutside({ allowed: [host], resolve });
  site = await createTestApp({ overrides: { scanner, fetchOutside, office: findOffice('soffice') ?? neverMade } });
});
afterAll(async () => {
  await site.close();
  await new Promise((resolve) => pages.close(resolve));
});
beforeEach(() => {
  scan = clean;
});

/** Somebody at work on a micro-credential that takes every kind of file. */
async function begin(): Promise<Desk> {
  const base = baseDefinition({ slug: `every-kind-${Math.random().toString(36).slice(2)}` });
  const accept = ['document', 'pdf', 'slides', 'spreadsheet', 'image', 'video', 'audio', 'text', 'link'];
  const definition = JSON.parse(JSON.stringify(base)) as typeof base;
  for (const part of definition.parts) {
    for (const { id, rules } of part.requirements) if (id === 'tally') Object.assign(rules, { accept });
  }
  return startWork(site, await insertPublished(site, { definition }));
}

async function handIn(desk: Desk, file: TestFile): Promise<string> {
  const url = `${desk.home}/artifacts?requirement=tally`;
  const response = await postFiles(site, url, {}, [file], { ...desk.headers, accept: 'application/json' });
  expect(response.json().refused).toEqual([]);
  return response.json().added[0].id as string;
}

const json = (desk: Desk) => ({ ...desk.headers, accept: 'application/json' });

describe('a file that is checked for viruses', () => {
  it('is opened by nobody, in no form, before it is clean, and then by its owner', async () => {
    const desk = await begin();
    const id = await handIn(desk, { name: 'plan.pdf', content: await makePdf('Scanned 1') });
    for (const form of ['', '/text', '/rendition', '/rendition.pdf', '/table', '/facts']) {
      const response = await get(site, `/artifacts/${id}${form}`, desk.headers);
      expect([form, response.statusCode, textOf(pageOf(response))]).toEqual([
        form,
        409,
        expect.stringContaining('is being checked for viruses') as string,
      ]);
    }
    await site.runJobs();
    expect((await get(site, `/artifacts/${id}`, desk.headers)).statusCode).toBe(200);
  });

  it('waits while the scanner is down, and is asked for again', async () => {
    const desk = await begin();
    scan = () => Promise.reject(new ScannerDownError('ClamAV hung up.'));
    const id = await handIn(desk, { name: 'plan.pdf', content: await makePdf('Scanned 2') });
    await site.runJobs();
    expect((await get(site, `/artifacts/${id}`, desk.headers)).statusCode).toBe(409);

    scan = clean;
    await site.deps.pool.query(`select graphile_worker.add_job('scan-waiting')`);
    await site.runJobs();
    expect((await get(site, `/artifacts/${id}`, desk.headers)).statusCode).toBe(200);
  });

  it('is taken out where a virus was found, of everybody’s evidence, and its owners are told', async () => {
    const [one, other] = [await begin(), await begin()];
    const file = { name: 'plan.pdf', content: await makePdf('Infected') };
    const ids = [await handIn(one, file), await handIn(other, file)];
    scan = async () => ({ ok: false, signature: 'Eicar-Test-Signature' });
    await site.runJobs();
    const rows = await site.db.selectFrom('artifacts').select('removed_at').where('id', 'in', ids).execute();
    expect(rows.every((row) => row.removed_at !== null)).toBe(true);
    const response = await get(site, `/artifacts/${ids[0] ?? ''}`, one.headers);
    expect([response.statusCode, textOf(pageOf(response))]).toEqual([
      409,
      expect.stringContaining('A virus was found') as string,
    ]);
    for (const desk of [one, other]) {
      const [mail] = await site.mailsTo(desk.person.email);
      expect(mail?.subject).toBe('“plan.pdf” can’t be used: a virus was found in it');
    }
    const events = await site.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'artifact.infected')
      .execute();
    expect(events).toHaveLength(2);
    expect(events[0]?.details).toMatchObject({ signature: 'Eicar-Test-Signature' });

    // Handed in again, it is taken out again, without asking the scanner.
    scan = () => Promise.reject(new Error('not asked'));
    const again = await handIn(one, file);
    await site.runJobs();
    const row = await site.db.selectFrom('artifacts').select('removed_at').where('id', '=', again).executeTakeFirst();
    expect(row?.removed_at).not.toBeNull();
  });
});

describe('a file in other forms', () => {
  it('is for those alone who may open it', async () => {
    const desk = await begin();
    const id = await handIn(desk, { name: 'plan.pdf', content: await makePdf('Private') });
    await site.runJobs();
    const assessor = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
    const headers = await signIn(site, assessor.person);
    for (const form of ['/text', '/rendition', '/rendition.pdf', '/table', '/facts', '/captions/en.vtt']) {
      expect([form, (await get(site, `/artifacts/${id}${form}`, headers)).statusCode]).toEqual([form, 404]);
    }
  });

  it('has its text and facts, also before the job has come to it', async () => {
    const desk = await begin();
    const core = '<cp:coreProperties xmlns:dc="a"><dc:creator>Maya Okafor</dc:creator></cp:coreProperties>';
    const macros = { name: 'word/vbaProject.bin', content: 'VBA' };
    const content = await makeDocx(['What we agreed on.'], { name: 'docProps/core.xml', content: core }, macros);
    const id = await handIn(desk, { name: 'plan.docx', content });
    await site.runJobs({ 'inspect-blob': async () => undefined });
    const text = await get(site, `/artifacts/${id}/text`, desk.headers);
    expect([text.body, text.headers['content-type']]).toEqual(['What we agreed on.', 'text/plain; charset=utf-8']);
    expect((await get(site, `/artifacts/${id}/facts`, desk.headers)).json()).toMatchObject({
      measure: { paragraphs: 1 },
      metadata: [{ label: 'Author', value: 'Maya Okafor', kind: 'person' }],
      flags: ['macros'],
      canClean: true,
      scan: 'clean',
    });
  });

  it('is a table, some rows at a time', async () => {
    const desk = await begin();
    const rows = Array.from({ length: 250 }, (_, row) => [`Row ${row + 1}`, row]);
    const id = await handIn(desk, { name: 'days.xlsx', content: await makeXlsx('Days', rows) });
    await site.runJobs();
    const part = (await get(site, `/artifacts/${id}/table?sheet=Days&from=201`, desk.headers)).json();
    expect(part).toMatchObject({ sheet: 'Days', sheets: [{ name: 'Days', rows: 250, columns: 2 }], from: 201 });
    expect([part.rows.length, part.rows[0]]).toEqual([50, ['Row 201', '200']]);
    expect((await get(site, `/artifacts/${id}/table?sheet=Nothing&from=-1`, desk.headers)).json().from).toBe(1);
  });

  it.skipIf(!hasOffice)(
    'is a PDF of its pages (skipped where LibreOffice is not installed)',
    async () => {
      const desk = await begin();
      const id = await handIn(desk, { name: 'plan.docx', content: await makeDocx(['What we agreed on.', 'And why.']) });
      await site.runJobs();
      const state = async () => (await get(site, `/artifacts/${id}/rendition`, desk.headers)).json();
      expect(await state()).toEqual({ state: 'waiting', progress: 0, problem: null });
      expect((await get(site, `/artifacts/${id}/rendition.pdf`, desk.headers)).statusCode).toBe(404);
      await site.runJobs();
      expect(await state()).toEqual({ state: 'done', progress: 100, problem: null });
      const pdf = await get(site, `/artifacts/${id}/rendition.pdf`, desk.headers);
      expect([pdf.body.slice(0, 5), pdf.headers['content-disposition']]).toEqual([
        '%PDF-',
        expect.stringContaining('filename="plan.pdf"') as string,
      ]);
    },
    90_000,
  );

  it('has no PDF where none can be made, and says so', async () => {
    const desk = await begin();
    const id = await handIn(desk, { name: 'plan.docx', content: await makeDocx(['Too much for it.']) });
    await site.runJobs();
    const state = async () => (await get(site, `/artifacts/${id}/rendition`, desk.headers)).json();
    await state();
    const office = { toPdf: () => Promise.reject(new ConversionError('It took too long.')) };
    await site.runJobs({ 'convert-to-pdf': ({ sha256 }) => convertToPdf({ ...site.deps, office }, sha256) });
    expect(await state()).toEqual({ state: 'failed', progress: 10, problem: 'It took too long.' });
    expect((await get(site, `/artifacts/${id}/rendition.pdf`, desk.headers)).statusCode).toBe(404);
  });
});

describe('a photo', () => {
  it('is put in place of itself without place and maker, and the old version is kept', async () => {
    const desk = await begin();
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#1d5c63' } })
      .withExif({ IFD0: { Artist: 'Maya Okafor' } })
      .jpeg()
      .toBuffer();
    const id = await handIn(desk, { name: 'board.jpg', content: photo });
    await site.runJobs();
    const facts = async (of: string) => (await get(site, `/artifacts/${of}/facts`, desk.headers)).json();
    expect((await facts(id)).metadata).toMatchObject([{ value: 'Maya Okafor' }]);

    const cleaned = await post(site, `${desk.home}/artifacts/${id}/clean`, {}, json(desk));
    const next = cleaned.json().added[0];
    expect(next).toMatchObject({ name: 'board.jpg', replaces: id });
    await site.runJobs();
    expect(await facts(next.id)).toMatchObject({ metadata: [], measure: { width: 40, height: 30 } });
    expect((await get(site, `/artifacts/${id}`, desk.headers)).statusCode).toBe(200);
  });

  it('of a kind that can’t be cleaned here is left as it is, with what to do', async () => {
    const desk = await begin();
    const id = await handIn(desk, { name: 'plan.pdf', content: await makePdf('Not cleaned') });
    await site.runJobs();
    const response = await post(site, `${desk.home}/artifacts/${id}/clean`, {}, desk.headers);
    expect([response.statusCode, textOf(pageOf(response))]).toEqual([
      409,
      expect.stringContaining('can’t be cleaned here') as string,
    ]);
  });
});

describe('captions', () => {
  const vtt =
    'WEBVTT\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\n1\n00:01.000 --> 00:02.500 line:0\nHello.\n';
  const add = (desk: Desk, id: string, content: string | Uint8Array, fields: Record<string, string> = {}) =>
    postFiles(
      site,
      `${desk.home}/artifacts/${id}/captions`,
      { language: 'en', label: 'English', ...fields },
      [{ field: 'captions', name: 'a.vtt', content }],
      desk.headers,
    );
  const film = async () => {
    const desk = await begin();
    const id = await handIn(desk, { name: 'lesson.mp4', content: makeFilm() });
    await site.runJobs();
    return { desk, id };
  };

  it('are kept as times and words alone, replaced by the next of the language, and removed', async () => {
    const { desk, id } = await film();
    const added = await add(desk, id, vtt);
    expect([added.statusCode, added.headers.location]).toEqual([303, `${desk.home}/artifacts/${id}`]);
    const file = `/artifacts/${id}/captions/en.vtt`;
    const served = await get(site, file, desk.headers);
    expect(served.headers['content-type']).toBe('text/vtt; charset=utf-8');
    expect(served.body).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHello.\n');
    await add(desk, id, vtt.replace('Hello', 'Good morning'));
    expect((await get(site, file, desk.headers)).body).toContain('Good morning');
    expect(textOf(pageOf(await get(site, `${desk.home}/artifacts/${id}`, desk.headers)))).toContain('English (en)');
    await post(site, `${desk.home}/artifacts/${id}/captions/en/remove`, {}, desk.headers);
    expect((await get(site, file, desk.headers)).statusCode).toBe(404);
  });

  it.each<[string, string | Uint8Array, Record<string, string>, string]>([
    ['of another format', '1\n00:00:01,000 --> 00:00:02,000\nHello.\n', {}, 'does not begin with the word WEBVTT'],
    ['with a time that can’t be read', 'WEBVTT\n\n00:01 --> 00:02\nHello.\n', {}, 'Line 3 has a time'],
    ['without a cue', 'WEBVTT\n', {}, 'no cues'],
    ['in another alphabet', Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nH\xe9llo\n', 'latin1'), {}, 'not in UTF-8'],
    ['in no language', vtt, { language: '../en' }, 'short form'],
    ['that are none', '', {}, 'Choose a captions file'],
  ])('%s are refused with the reason', async (_what, content, fields, reason) => {
    const { desk, id } = await film();
    const response = await add(desk, id, content, fields);
    expect([response.statusCode, textOf(pageOf(response))]).toEqual([422, expect.stringContaining(reason) as string]);
  });

  it('belong to recordings alone, and to their owner', async () => {
    const { desk, id } = await film();
    const pdf = await handIn(desk, { name: 'plan.pdf', content: await makePdf('No captions') });
    expect((await add(desk, pdf, vtt)).statusCode).toBe(409);
    const stranger = await begin();
    expect((await add({ ...desk, headers: stranger.headers }, id, vtt)).statusCode).toBe(404);
    expect((await add({ ...desk, home: stranger.home, headers: stranger.headers }, id, vtt)).statusCode).toBe(404);
  });
});

describe('a link', () => {
  const add = async (desk: Desk, url: string) => {
    const fields = { 'link.url': url, 'link.name': 'Plan' };
    const response = await post(site, `${desk.home}/artifacts?requirement=tally`, fields, json(desk));
    await site.runJobs();
    return site.db
      .selectFrom('artifacts')
      .select(['link_title', 'link_seen_at'])
      .where('id', '=', response.json().added[0].id as string)
      .executeTakeFirstOrThrow();
  };

  it('keeps what its page was called, and when', async () => {
    const row = await add(await begin(), `http://${host}/plan`);
    expect(row).toEqual({ link_title: 'Our plan & agenda', link_seen_at: site.deps.now() });
  });

  it.each([
    ['gone', () => `http://${host}/gone`],
    ['inside', () => 'http://inside.example/'],
  ])('to a page that is %s keeps no note, and is kept', async (_what, url) => {
    expect(await add(await begin(), url())).toEqual({ link_title: null, link_seen_at: null });
  });
});

it('quotes that are not in a file are found out, and those that are only set differently are not', async () => {
  const desk = await begin();
  const content = await makeDocx(['We agreed on  two', 'changes for “grade four”.']);
  const id = await handIn(desk, { name: 'plan.docx', content });
  await site.runJobs();
  const quote = (exact: string) => ({ artifact: id, locator: { type: 'quote', exact } });
  const entry = {
    sources: [quote('agreed on two changes for "grade four"'), quote('three changes')],
    explanation: 'It shows what changed.',
  };
  const saved = await putDraft(site, desk, 'portfolio', 0, { entries: { noticed: entry } });
  expect(saved.statusCode).toBe(200);
  const page = textOf(pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers)));
  expect(page).toContain('correct “three changes”');
  expect(page).not.toContain('correct “agreed on two');
});
