import writeExcelFile from 'write-excel-file/node';
import { type TestSite } from './app.ts';
import { type Person, signIn } from './factories.ts';
import { postFiles } from './multipart.ts';

export type Cell = string | null | { formula: string };
export type Rows = Cell[][];

/** As a spreadsheet program would save it. */
export function workbook(rows: Rows, sheet = 'Scoring'): Promise<Buffer> {
  const data = rows.map((row) =>
    row.map((cell) => {
      if (cell === null) return null;
      return typeof cell === 'string'
        ? { value: cell, type: String }
        : { value: cell.formula, type: 'Formula' as const };
    }),
  );
  return writeExcelFile([{ data, sheet }]).toBuffer();
}

/** Hands in a filled-in scoring sheet. */
export async function handInSheet(site: TestSite, content: Buffer, by: Person) {
  const file = { field: 'sheet', name: 'scoring.xlsx', content };
  return postFiles(site, '/desk/import', {}, [file], await signIn(site, by));
}
