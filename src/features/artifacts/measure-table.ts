import { open } from 'node:fs/promises';
import readExcelFile from 'read-excel-file/node';
import { parseCsv } from './parse-csv.ts';
import type { TableRows } from './measured.ts';
import { type OfficeParts, largestPart, openOffice } from './metadata-office.ts';
import { attribute, unescapeXml } from './xml-text.ts';

/** How much of a table is shown at once, and how much of it there may be to be shown at all. */
const rowsAtOnce = 200;
const mostColumns = 500;
const longestCell = 2000;
const mostRows = 200_000;
/** Most sheets that are counted; the measure holds no more. */
const mostSheets = 200;

type Sheet = { name: string; data: (string | null)[][] };

export async function measureSheets(path: string, mediaType: string): Promise<TableRows['sheets']> {
  return (await readSheets(path, mediaType)).slice(0, mostSheets).map(sizeOf);
}

/** So many rows of a sheet from a row on; the first sheet where none of that name is. */
export async function readTable(path: string, mediaType: string, name: string, from: number): Promise<TableRows> {
  const sheets = await readSheets(path, mediaType);
  const sheet = sheets.find((one) => one.name === name) ?? sheets[0] ?? { name: '', data: [] };
  const rows = sheet.data.slice(from - 1, from - 1 + rowsAtOnce).map((row) => row.slice(0, mostColumns).map(shorten));
  return { sheet: sheet.name, sheets: sheets.slice(0, mostSheets).map(sizeOf), from, rows };
}

function sizeOf({ name, data }: Sheet): TableRows['sheets'][number] {
  return { name, rows: data.length, columns: data.reduce((most, row) => Math.max(most, row.length), 0) };
}

function shorten(cell: string | null): string | null {
  return cell !== null && cell.length > longestCell ? `${cell.slice(0, longestCell).toWellFormed()}…` : cell;
}

async function readSheets(path: string, mediaType: string): Promise<Sheet[]> {
  if (mediaType === 'text/csv') return [{ name: 'Table', data: parseCsv(await readText(path), mostRows) }];
  const parts = await openOffice(path);
  try {
    if (/opendocument/.test(mediaType)) return readOpenDocumentSheets((await parts.read('content.xml')) ?? '');
    await refuseHuge(parts);
  } finally {
    parts.close();
  }
  const sheets = await readExcelFile(path);
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    data: data.slice(0, mostRows).map((row) => row.map((cell) => showCell(cell))),
  }));
}

/** What would not fit into memory as a table is not begun. */
async function refuseHuge({ names, read }: OfficeParts): Promise<void> {
  for (const name of names.filter((one) => /^xl\/(worksheets\/[^/]+|sharedStrings)\.xml$/.test(one))) await read(name);
}

/** A cell as people read it; a day without a time is a day. */
function showCell(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Date) {
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
  }
  if (typeof cell === 'number') return String(Math.round(cell * 1e12) / 1e12);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' ? cell : null;
}

/** Repeats are how OpenDocument says “empty to the end of the sheet”: only those between cells with something in them count. */
function readOpenDocumentSheets(content: string): Sheet[] {
  return content
    .split(/<table:table\s/)
    .slice(1)
    .map((table) => {
      const name = attribute(` ${table.slice(0, table.indexOf('>'))}`, 'table:name') ?? '';
      const data: (string | null)[][] = [];
      for (const [, head = '', body = ''] of table.matchAll(
        /<table:table-row\b([^>]*?)(?:\/>|>([^]*?)<\/table:table-row>)/g,
      )) {
        const row = readRow(body);
        const repeat = row.length === 0 ? 1 : Number(attribute(head, 'table:number-rows-repeated') ?? 1);
        const skipped = row.length === 0 ? Number(attribute(head, 'table:number-rows-repeated') ?? 1) - 1 : 0;
        for (let i = 0; i < Math.min(repeat + skipped, mostRows - data.length); i += 1) data.push(row);
        if (data.length >= mostRows) break;
      }
      while (data.at(-1)?.length === 0) data.pop();
      return { name, data };
    });
}

function readRow(body: string): (string | null)[] {
  const row: (string | null)[] = [];
  const cells = /<table:(?:covered-)?table-cell\b([^>]*?)(?:\/>|>([^]*?)<\/table:(?:covered-)?table-cell>)/g;
  for (const [, head = '', inner = ''] of body.matchAll(cells)) {
    const text = [...inner.matchAll(/<text:p\b[^>]*?(?:\/>|>([^]*?)<\/text:p>)/g)]
      .map(([, paragraph = '']) => unescapeXml(paragraph.replace(/<[^>]*>/g, '')))
      .join('\n');
    const repeat = Math.min(Number(attribute(head, 'table:number-columns-repeated') ?? 1), mostColumns - row.length);
    for (let i = 0; i < repeat; i += 1) row.push(text === '' ? null : text);
  }
  while (row.length > 0 && row.at(-1) === null) row.pop();
  return row;
}

/** A text as UTF-8, or UTF-16 with its mark; the beginning of one that is far too long. */
async function readText(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largestPart), 0, largestPart, 0);
    return decodeText(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

export function decodeText(bytes: Buffer): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
