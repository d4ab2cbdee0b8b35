import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDocx, makeOpenDocument, makePptx, makeXlsx } from '../../../test/support/archives.ts';
import { makeFilm } from '../../../test/support/films.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { UnmeasurableError, measureApart, readTableApart } from './measure-apart.ts';

const openXml = 'application/vnd.openxmlformats-officedocument.';
const types = {
  docx: `${openXml}wordprocessingml.document`,
  pptx: `${openXml}presentationml.presentation`,
  xlsx: `${openXml}spreadsheetml.sheet`,
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-measure-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(content: Uint8Array | string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return path;
}

const core = `<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:creator>Maya &amp; Ruth</dc:creator><cp:lastModifiedBy>Daniel</cp:lastModifiedBy></cp:coreProperties>`;

describe('is read for its text, measure and authors:', () => {
  it.each<[string, string, () => Promise<Uint8Array> | Uint8Array | string, object]>([
    ['a PDF', 'application/pdf', () => makePdf('Plan', 2), { text: 'Plan, page 1\n\nPlan, page 2' }],
    [
      'a document',
      types.docx,
      () =>
        makeDocx(
          ['First &lt;one&gt;.', 'Second.'],
          { name: 'docProps/core.xml', content: core },
          {
            name: 'docProps/app.xml',
            content: '<Properties><Company>Hill School</Company></Properties>',
          },
        ),
      {
        text: 'First <one>.\n\nSecond.',
        measure: { paragraphs: 2 },
        metadata: [
          { label: 'Author', value: 'Maya & Ruth', kind: 'person' },
          { label: 'Last changed by', value: 'Daniel', kind: 'person' },
          { label: 'School or company', value: 'Hill School', kind: 'place' },
        ],
      },
    ],
    ['slides', types.pptx, () => makePptx(['Aims', 'Data']), { text: 'Slide 1\n\nAims\n\nSlide 2\n\nData' }],
    [
      'an OpenDocument text',
      types.odt,
      () =>
        makeOpenDocument('text', '<text:h>Aims</text:h><text:p>One<text:s/>two.</text:p>', {
          name: 'meta.xml',
          content: '<office:meta><meta:initial-creator>Maya</meta:initial-creator></office:meta>',
        }),
      {
        text: 'Aims\n\nOne two.',
        measure: { paragraphs: 2 },
        metadata: [{ label: 'Author', value: 'Maya', kind: 'person' }],
      },
    ],
    [
      'a spreadsheet',
      types.xlsx,
      () =>
        makeXlsx('Attendance', [
          ['Name', 'Days'],
          ['A. B.', 12],
        ]),
      { measure: { sheets: [{ name: 'Attendance', rows: 2, columns: 2 }] } },
    ],
    [
      'a rich text',
      'application/rtf',
      () => String.raw`{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator X;}Hello \'e9\u8364?\par Second \{one\}}`,
      { text: 'Hello é€\n\nSecond {one}', measure: { paragraphs: 2 } },
    ],
    ['a text', 'text/plain', () => 'One.\r\n\r\nTwo.\0', { text: 'One.\n\nTwo.', measure: { paragraphs: 2 } }],
    [
      'a film',
      'video/mp4',
      () => makeFilm(9),
      {
        measure: { seconds: 9 },
        metadata: [
          { label: 'Where it was taken', value: '+47.6062-122.3321/', kind: 'place' },
          { label: 'Taken', value: '2024-05-31 11:33', kind: 'time' },
        ],
      },
    ],
  ])('%s', async (_what, mediaType, make, found) => {
    expect(await measureApart(await put(await make()), mediaType)).toMatchObject(found);
  });
});

describe('what strangers made to do harm', () => {
  it('takes neither more memory nor more time than it is given', async () => {
    const path = await put('a,b\n'.repeat(5_000_000));
    await expect(measureApart(path, 'text/csv', { memoryMegabytes: 30 })).rejects.toThrow(UnmeasurableError);
    await expect(measureApart(path, 'text/csv', { totalMs: 50 })).rejects.toThrow(UnmeasurableError);
  });

  it('or is broken is no error of ours', async () => {
    const broken = (await makePdf('Plan')).subarray(0, 300);
    await expect(measureApart(await put(broken), 'application/pdf')).rejects.toThrow(UnmeasurableError);
  });

  it('is kept to what anybody reads', async () => {
    const { text, flags } = await measureApart(await put('words '.repeat(1_000_000)), 'text/plain');
    expect([text?.length, flags]).toEqual([2_000_000, ['text-cut']]);
  });
});

describe('a table', () => {
  const read = (mediaType: string, part: { sheet?: string; from?: number } = {}) =>
    readTableApart(join(folder, 'file'), mediaType, { sheet: part.sheet ?? '', from: part.from ?? 1 });

  it('of comma-separated values is read as RFC 4180 says', async () => {
    await put('name,"said, ""twice"""\r\n"two\nlines",\r\n,3\r\n');
    expect((await read('text/csv')).rows).toEqual([
      ['name', 'said, "twice"'],
      ['two\nlines', null],
      [null, '3'],
    ]);
  });

  it.each([
    [
      'semicolons',
      'a;b\n1,5;2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a quote that never ends', 'a,"b\n1,2', [['a', 'b\n1,2']]],
    ['nothing but line ends', '\n\n\n', [[null], [null], [null]]],
  ])('parted by %s is read', async (_what, content, rows) => {
    await put(content);
    expect((await read('text/csv')).rows).toEqual(rows);
  });

  it('comes so many rows at a time', async () => {
    await put(Array.from({ length: 1000 }, (_, i) => `${i + 1},x`).join('\n'));
    const part = await read('text/csv', { from: 401 });
    expect([part.sheets, part.from, part.rows.length, part.rows[0]]).toEqual([
      [{ name: 'Table', rows: 1000, columns: 2 }],
      401,
      200,
      ['401', 'x'],
    ]);
    expect((await read('text/csv', { from: 5000 })).rows).toEqual([]);
  });

  it('of Excel and of OpenDocument is read alike', async () => {
    await put(
      await makeXlsx('Attendance', [
        ['Name', 'Days'],
        ['A. B.', 12],
      ]),
    );
    const rows = [
      ['Name', 'Days'],
      ['A. B.', '12'],
    ];
    expect(await read(types.xlsx, { sheet: 'Attendance' })).toMatchObject({ sheet: 'Attendance', rows });
    const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
    const row = (...cells: string[]) => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`;
    const empty =
      '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>';
    const sheet = `<table:table table:name="Attendance">${row('Name', 'Days')}${row('A. B.', '12')}${empty}</table:table>`;
    await put(await makeOpenDocument('spreadsheet', sheet));
    expect(await read(types.ods)).toMatchObject({ sheet: 'Attendance', rows, sheets: [{ rows: 2, columns: 2 }] });
  });
});
