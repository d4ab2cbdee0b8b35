import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { workbook } from '../../../test/support/sheets.ts';
import { readCells } from '../artifacts/measure-cells.ts';
import { readText } from '../artifacts/read-table.ts';
import { tableFile } from './table-file.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('the CSV of an agency', () => {
  it('is read in UTF-8, and as Excel on Windows saves it', () => {
    expect(readText(bytes('Line,Answer\r\nA,Zoë’s'))).toBe('Line,Answer\r\nA,Zoë’s');
    // “ë” and “’” as Windows-1252 has them.
    expect(readText(Buffer.from([0x5a, 0x6f, 0xeb, 0x92, 0x73]))).toBe('Zoë’s');
  });

  it.each([
    ['what is neither', [0x41, 0x81, 0x42]],
    ['a NUL', [0x41, 0x00, 0x42]],
    ['a NUL in Windows-1252', [0xeb, 0x00]],
  ])('is no text with %s', (_, content) => {
    expect(() => readText(Buffer.from(content))).toThrow(TypeError);
  });
});

describe('a file for an agency', () => {
  it('has the quotation marks and dashes of a typewriter, so that a save as “CSV” loses none', async () => {
    const columns = [{ title: 'Place', width: 10, of: (text: string) => text }];
    const rows = ['The educator’s school – “online”', 'Zoë …', '–5'];
    const csv = (await tableFile(columns, rows, { ending: 'csv', sheet: 'S' })).toString('utf8');
    expect(csv).toBe(`\ufeffPlace\r\n"The educator's school - ""online"""\r\nZoë ...\r\n'-5\r\n`);
  });
});

describe('the sheet of a workbook', () => {
  let folder: string;
  const heads = ['Line', 'Answer', 'Reason'];
  const rows = [
    ['reason', 'Line', 'Answer'].map((value) => ({ value })),
    [{ value: '' }, { value: 'K7' }, { value: 'Accepted' }],
  ];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sheets-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (content: Buffer, wanted?: readonly string[]) => {
    const path = join(folder, 'a.xlsx');
    await writeFile(path, content);
    return readCells(path, 'Claims', wanted);
  };
  const several = (...sheets: { sheet: string; data: { value: string }[][] }[]) => writeExcelFile(sheets).toBuffer();
  const other = [[{ value: 'Note' }], [{ value: 'Read me' }]];

  it('is the one with the name, before any other with the same titles', async () => {
    const found = await read(await several({ sheet: 'A', data: rows }, { sheet: 'Claims', data: other }), heads);
    expect(found?.name).toBe('Claims');
  });

  it('is else the one whose titles match, or the only one, with its own formulas', async () => {
    const found = await read(await several({ sheet: 'Notes', data: other }, { sheet: 'Sheet1', data: rows }), heads);
    expect(found).toMatchObject({
      name: 'Sheet1',
      rows: [
        ['reason', 'Line', 'Answer'],
        [null, 'K7', 'Accepted'],
      ],
    });
    const only = await read(await workbook([['Line'], [{ formula: '=A1' }]], 'Tabelle1'), heads);
    expect(only).toMatchObject({ name: 'Tabelle1', formulas: ['A2'] });
  });

  it('tells of a formula far down, however many stand in a column that nobody asked for', async () => {
    const sums = Array.from({ length: 120 }, () => ['K7', { formula: '=1+1' }]);
    const found = await read(await workbook([['Line', 'Sum'], ...sums, [{ formula: '=A1' }]], 'Claims'), heads);
    expect(found?.formulas).toHaveLength(101);
    expect(found?.formulas).toContain('A122');
  });

  it('is none where several have other titles, or where it must have the name', async () => {
    const notes = await several({ sheet: 'A', data: other }, { sheet: 'B', data: other });
    expect(await read(notes, heads)).toBeUndefined();
    expect(await read(await workbook([['Line']], 'Sheet1'))).toBeUndefined();
  });
});
