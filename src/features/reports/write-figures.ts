import writeXlsxFile from 'write-excel-file/node';
import { type Cell, type Column, type NumberTable, textOfCell } from '#domain/statistics/number-table.ts';

/**
 * The tables as one CSV (RFC 4180, UTF-8 with the mark that spreadsheets look for), each after a line with its title.
 * What begins like a formula gets an apostrophe, so that no program that opens it calculates what somebody typed.
 */
export function writeCsv(tables: readonly NumberTable[]): string {
  const lines = tables.flatMap((table) => [
    [table.title],
    headOf(table),
    ...table.rows.map((row) => row.cells.flatMap((cell, at) => valuesOf(cell, table.columns[at]))),
    ...(table.note ? [[table.note]] : []),
    [],
  ]);
  return `\uFEFF${lines.map((line) => line.map(field).join(',')).join('\r\n')}`;
}

/** The tables as an XLSX, a sheet each; numbers are numbers there, shares have the format of percent. */
export async function writeXlsx(tables: readonly NumberTable[]): Promise<Buffer> {
  const used = new Set<string>();
  const sheets = tables.map((table) => ({
    sheet: sheetName(table.title, used),
    columns: headOf(table).map((_, index) => ({ width: index === 0 ? 44 : 16 })),
    data: [
      headOf(table).map((value) => ({ value: guarded(value), fontWeight: 'bold' as const, wrap: true })),
      ...table.rows.map((row) =>
        row.cells.flatMap((cell, at) =>
          valuesOf(cell, table.columns[at]).map((value) =>
            typeof value === 'number'
              ? { value, type: Number, format: formatOf(cell) }
              : { value: guarded(value), type: String },
          ),
        ),
      ),
      ...(table.note ? [[{ value: guarded(table.note), type: String }]] : []),
    ],
  }));
  return writeXlsxFile(sheets).toBuffer();
}

/** An interval takes two columns. */
function headOf({ columns }: NumberTable): string[] {
  return columns.flatMap(({ label, kind }) => (kind === 'interval' ? [`${label}, from`, `${label}, to`] : [label]));
}

function valuesOf(cell: Cell, column: Column | undefined): (string | number)[] {
  if (cell.kind === 'interval') return [precise(cell.interval.low), precise(cell.interval.high)];
  const value = cell.kind === 'number' || cell.kind === 'share' ? precise(cell.value) : textOfCell(cell);
  return column?.kind === 'interval' ? [value, value] : [value];
}

/** Six decimals: enough to reckon with, and none of the noise of floating point. */
function precise(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

function formatOf(cell: Cell): string {
  if (cell.kind === 'share' || (cell.kind === 'interval' && cell.isShare)) return '0.0%';
  const digits = cell.kind === 'number' || cell.kind === 'interval' ? cell.digits : 0;
  return digits === 0 ? '0' : `0.${'0'.repeat(digits)}`;
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = guarded(value);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** OWASP, CSV injection: =, +, -, @, tab and carriage return begin formulas. */
function guarded(text: string): string {
  return /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
}

/** At most 31 characters, none of []:*?/\, each name once. */
function sheetName(title: string, used: Set<string>): string {
  const plain =
    title
      .replaceAll(/[[\]:*?/\\']/gu, ' ')
      .slice(0, 31)
      .trim() || 'Figures';
  let name = plain;
  for (let copy = 2; used.has(name.toLowerCase()); copy += 1) name = `${plain.slice(0, 27)} ${copy}`;
  used.add(name.toLowerCase());
  return name;
}
