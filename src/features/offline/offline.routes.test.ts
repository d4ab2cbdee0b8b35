import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon, pageOf, post, textOf, untilBlocked } from '../../../test/support/app.ts';
import { type TestAttempt, insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import {
  type Person,
  type Published,
  insertEnrolment,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { readZip } from '../../../test/support/archives.ts';
import { type Cell, type Rows, handInSheet, workbook } from '../../../test/support/sheets.ts';
import { columnNames } from './sheet-columns.ts';

let site: TestSite;
let assessor: Person;
let published: Published;
let attempt: TestAttempt;
let assessmentId: string;
let folder: string;

beforeAll(async () => {
  site = await createTestApp();
  folder = await mkdtemp(join(tmpdir(), 'tessera-offline-'));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  site.setNow(noon);
  const member = await insertMember(site, 'assessor');
  assessor = member.person;
  published = await insertPublished(site, { issuer: member.issuer });
  ({ attempt, assessmentId } = await claimed());
});

async function claimed() {
  const made = await insertAttempt(site, { enrolment: await insertEnrolment(site, { published }) });
  return { attempt: made, assessmentId: await insertAssessment(site, made, assessor) };
}

async function download(ids: string[] = [assessmentId], by = assessor) {
  return post(site, '/desk/export', { assessment: ids }, await signIn(site, by));
}

async function exported(ids: string[] = [assessmentId]): Promise<Rows> {
  const files = await readZip((await download(ids)).rawPayload);
  const path = join(folder, 'exported.xlsx');
  await writeFile(path, files.get('scoring.xlsx') ?? '');
  const sheets = await readExcelFile(path);
  const rows = sheets.find(({ sheet }) => sheet === 'Scoring')?.data ?? [];
  return rows.map((row) =>
    columnNames.map((_, index) => (row[index] === undefined ? null : (row[index] as string | null))),
  );
}

const handIn = (content: Buffer, by = assessor) => handInSheet(site, content, by);
const handInRows = async (rows: Rows, by = assessor) => handIn(await workbook(rows), by);

async function confirm(preview: Awaited<ReturnType<typeof handIn>>, by = assessor) {
  const rows = pageOf(preview).querySelector<HTMLInputElement>('input[name="rows"]')?.value ?? '';
  return post(site, '/desk/import/confirm', { rows }, await signIn(site, by));
}

const ratings = () =>
  site.db
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'condition', 'comment', 'revision'])
    .where('assessment_id', '=', assessmentId)
    .orderBy('look_for_key')
    .execute();

const cellErrors = (response: Awaited<ReturnType<typeof handIn>>) =>
  [...pageOf(response).querySelectorAll('.offline-cell')].map((cell) => textOf(cell));

/** The sheet with cells changed: `[row from 1, column letter, content]`. */
const filled = (rows: Rows, ...changes: [number, string, Cell][]): Rows => {
  const next = rows.map((row) => [...row]);
  for (const [row, letter, cell] of changes) {
    const line = next[row - 1];
    if (line) line[letter.charCodeAt(0) - 65] = cell;
  }
  return next;
};

describe('taking attempts along', () => {
  it('gives a pack for each attempt and a sheet with a row for each look-for, and no name', async () => {
    await insertRating(site, assessmentId, attempt, 'overview-complete', { value: 'almost', comment: 'Say more.' });
    const response = await download();
    expect(response.headers['content-type']).toBe('application/zip');
    const files = await readZip(response.rawPayload);
    expect([...files.keys()].filter((name) => name.startsWith('packs/'))).toHaveLength(1);
    expect([...files.keys()].join()).not.toContain(attempt.enrolment.person.name);
    const pack = await readZip(files.get([...files.keys()].find((name) => name.endsWith('.zip')) ?? '') ?? Buffer.of());
    expect([...pack.keys()].some((name) => name.endsWith('/attempt.json'))).toBe(true);

    const rows = await exported();
    expect(rows).toHaveLength(5);
    expect(rows[1]?.slice(2, 5)).toEqual(['The class and its routines are described', 'Almost', 'Say more.']);
    expect(JSON.stringify(rows)).not.toContain(attempt.enrolment.person.name);
  });

  it('takes along what lies on one’s own desk alone', async () => {
    const { person: other } = await insertMember(site, 'assessor', { issuer: published.issuer });
    const response = await download([assessmentId], other);
    expect(response.statusCode).toBe(422);
    expect(textOf(pageOf(response))).toContain('Choose at least one attempt');
    await site.db.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', assessmentId).execute();
    expect((await download()).statusCode).toBe(422);
  });

  it('never turns a comment into a formula', async () => {
    await insertRating(site, assessmentId, attempt, 'overview-complete', { value: 'no', comment: '=1+1' });
    const preview = await handInRows(await exported());
    expect(preview.statusCode).toBe(303);
    const files = await readZip((await download()).rawPayload);
    const parts = await readZip(files.get('scoring.xlsx') ?? Buffer.of());
    expect(parts.get('xl/worksheets/sheet1.xml')?.toString()).not.toMatch(/<f[ >]/);
  });
});

describe('handing in a sheet', () => {
  it('shows what it would change, and saves it as drafts when that is confirmed', async () => {
    const rows = filled(
      await exported(),
      [2, 'D', 'yes'],
      [3, 'D', 'No'],
      [3, 'E', 'Count by table.\nTwice.'],
      [4, 'D', "Can't be read"],
      [4, 'E', 'Too small.'],
    );
    const preview = await handInRows(rows);
    expect(preview.statusCode).toBe(200);
    expect(textOf(pageOf(preview))).toContain('3 ratings would change, 1 stay as they are');
    expect(await ratings()).toEqual([]);

    const saved = await confirm(preview);
    expect(saved.headers.location).toBe('/desk/import?saved=3');
    expect(await ratings()).toEqual([
      { look_for_key: 'noticed-shown', value: null, condition: 'illegible', comment: 'Too small.', revision: 1 },
      { look_for_key: 'overview-complete', value: 'yes', condition: null, comment: '', revision: 1 },
      { look_for_key: 'tally-readable', value: 'no', condition: null, comment: 'Count by table.\nTwice.', revision: 1 },
    ]);
    const decisions = await site.db
      .selectFrom('decisions')
      .select('attempt_id')
      .where('attempt_id', '=', attempt.id)
      .execute();
    expect(decisions).toEqual([]);
  });

  it('takes rows in any order, and leaves alone what is not in the sheet or was not changed', async () => {
    const rows = await exported();
    await insertRating(site, assessmentId, attempt, 'tally-readable', { value: 'yes' });
    const [head = [], ...body] = filled(rows, [2, 'D', 'Almost'], [2, 'E', 'Say who.']);
    const preview = await handInRows([head, ...body.toReversed().slice(1)]);
    await confirm(preview);
    expect((await ratings()).map(({ look_for_key, value }) => [look_for_key, value])).toEqual([
      ['overview-complete', 'almost'],
      ['tally-readable', 'yes'],
    ]);
  });

  it.each([
    ['a rating that is none', [2, 'D', 'Maybe'], 'Scoring!D2'],
    ['a formula', [3, 'D', { formula: '=IF(1,"Yes","No")' }], 'Scoring!D3'],
    ['a formula in a comment', [4, 'E', { formula: '=HYPERLINK("https://example.org")' }], 'Scoring!E4'],
    ['a comment without end', [5, 'E', 'x'.repeat(10_001)], 'Scoring!E5'],
    ['a changed key', [2, 'F', 'another-look-for'], 'Scoring!F2'],
    ['a lost checksum', [2, 'J', null], 'Scoring!F2'],
    ['another heading', [1, 'D', 'Points'], 'Scoring!D1'],
    ['another look-for', [4, 'C', 'Students are named'], 'Scoring!C4'],
  ] as const)('names %s by its cell and saves nothing', async (_, change, cell) => {
    const [row, letter, content] = change;
    const response = await handInRows(
      filled(await exported(), [2, 'D', 'Yes'], [3, 'D', 'Yes'], [row, letter, content]),
    );
    expect(response.statusCode).toBe(422);
    expect(cellErrors(response)).toEqual([cell]);
    expect(await ratings()).toEqual([]);
  });

  it('takes no ratings that were sorted away from their look-fors', async () => {
    const [head = [], one = [], two = [], ...rest] = filled(await exported(), [2, 'D', 'Yes'], [3, 'D', 'No']);
    const visible = 5;
    const swapped = [
      [...two.slice(0, visible), ...one.slice(visible)],
      [...one.slice(0, visible), ...two.slice(visible)],
    ];
    const response = await handInRows([head, ...swapped, ...rest]);
    expect(response.statusCode).toBe(422);
    expect(cellErrors(response)).toEqual(['Scoring!C2', 'Scoring!C3']);
    expect(textOf(pageOf(response))).toContain('columns were sorted without the hidden ones');
    expect(await ratings()).toEqual([]);
  });

  it('names every cell that is wrong at once', async () => {
    const rows = await exported();
    const response = await handInRows([...filled(rows, [2, 'D', '3'], [4, 'D', 'oui']), rows[2] ?? []]);
    expect(cellErrors(response)).toEqual(['Scoring!D2', 'Scoring!D4', 'Scoring!C6']);
  });

  it('knows nothing of other people’s assessments, whatever the sheet says', async () => {
    const { person: other } = await insertMember(site, 'assessor', { issuer: published.issuer });
    const rows = filled(await exported(), [2, 'D', 'Yes']);
    const response = await handInRows(rows, other);
    expect(response.statusCode).toBe(422);
    expect(cellErrors(response)).toEqual(['Scoring!A2']);
    expect(textOf(pageOf(response))).toContain('There is no such attempt on your desk');
    const preview = await handInRows(rows);
    expect((await confirm(preview, other)).statusCode).toBe(422);
    expect(await ratings()).toEqual([]);
  });

  it('refuses what is no longer in hand', async () => {
    const rows = filled(await exported(), [2, 'D', 'Yes']);
    await site.db.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', assessmentId).execute();
    const response = await handInRows(rows);
    expect(cellErrors(response)).toEqual(['Scoring!A2']);
    expect(textOf(pageOf(response))).toContain('You no longer hold this attempt');
  });

  it('shows both versions of what changed here meanwhile, and saves nothing of the sheet', async () => {
    const rows = filled(await exported(), [2, 'D', 'No'], [2, 'E', 'In the sheet.'], [3, 'D', 'Yes']);
    await insertRating(site, assessmentId, attempt, 'overview-complete', { value: 'almost', comment: 'Written here.' });
    const response = await handInRows(rows);
    expect(response.statusCode).toBe(409);
    const text = textOf(pageOf(response).querySelector('.offline-conflicts'));
    expect(text).toContain('Scoring!D2');
    expect(text).toContain('Written here.');
    expect(text).toContain('In the sheet.');
    expect((await ratings()).map(({ look_for_key }) => look_for_key)).toEqual(['overview-complete']);
  });

  it('saves nothing of it when a rating changes between the preview and the confirmation', async () => {
    const preview = await handInRows(filled(await exported(), [2, 'D', 'Yes'], [3, 'D', 'Yes']));
    const held = await site.deps.pool.connect();
    await held.query('begin');
    await held.query('select 1 from assessments where id = $1 for update', [assessmentId]);
    const confirming = confirm(preview);
    await untilBlocked(site, 1);
    await held.query(
      `insert into ratings (assessment_id, attempt_id, look_for_key, value, comment) values ($1, $2, 'tally-readable', 'no', 'Meanwhile.')`,
      [assessmentId, attempt.id],
    );
    await held.query('commit');
    held.release();
    expect((await confirming).statusCode).toBe(409);
    expect((await ratings()).map(({ look_for_key, comment }) => [look_for_key, comment])).toEqual([
      ['tally-readable', 'Meanwhile.'],
    ]);
  });

  it('saves several attempts together or not at all', async () => {
    const second = await claimed();
    const rows = await exported([assessmentId, second.assessmentId]);
    expect(rows).toHaveLength(9);
    const preview = await handInRows(filled(rows, [2, 'D', 'Yes'], [6, 'D', 'Yes']));
    await site.db.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', second.assessmentId).execute();
    expect((await confirm(preview)).statusCode).toBe(422);
    expect(await ratings()).toEqual([]);
  });
});
