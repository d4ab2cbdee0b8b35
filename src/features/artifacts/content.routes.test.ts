import { spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ScanResult, ScannerDownError } from '#platform/clamav.ts';
import { ConversionError, findOffice } from '#platform/office-converter.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { makeDocx, makeXlsx } from '../../../test/support/archives.ts';
import { everyKindActs } from '../../../test/support/every-kind.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { putDraft } from '../../../test/support/work.ts';
import { convertToPdf } from './renditions.ts';

/** What the scanner says next. */
let scan: () => Promise<ScanResult>;
const clean = async (): Promise<ScanResult> => ({ ok: true, isWhole: true });

/** Where LibreOffice is not installed, PDFs are still asked for. */
const neverMade = { toPdf: () => Promise.reject(new ConversionError('It is not installed.')) };
const hasOffice = spawnSync('soffice', ['--version']).status === 0;

let site: TestSite;
beforeAll(async () => {
  const scanner = {
    async scan(content: Readable) {
      content.destroy();
      return scan();
    },
  };
  site = await createTestApp({ overrides: { scanner, office: findOffice('soffice') ?? neverMade } });
});
afterAll(() => site.close());
beforeEach(() => {
  scan = clean;
});

const { begin, handIn, json } = everyKindActs(() => site);

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
    await site.runJobs({
      'convert-to-pdf': async ({ sha256 }) => {
        // A second run of the job that was under way, and comes to its end after the first, changes nothing.
        const late = async () => {
          await convertToPdf({ ...site.deps, office }, sha256);
          throw new ConversionError('It came second.');
        };
        await convertToPdf({ ...site.deps, office: { toPdf: late } }, sha256);
      },
    });
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
