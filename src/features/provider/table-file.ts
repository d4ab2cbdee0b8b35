import writeXlsxFile from 'write-excel-file/node';

export type TableColumn<Row> = { title: string; width: number; of: (row: Row) => string | number };
export type Ending = 'csv' | 'xlsx';

export const contentTypes: Record<Ending, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Rows under one head, as a file for spreadsheets; what begins as a formula does is made text, so that none is run. */
export async function tableFile<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  { ending, sheet }: { ending: Ending; sheet: string },
): Promise<Buffer> {
  const cells = rows.map((row) => columns.map(({ of }) => plain(of(row))));
  if (ending === 'csv') {
    const lines = [columns.map(({ title }) => title), ...cells].map((line) => line.map(field).join(','));
    return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8');
  }
  const data = [
    columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const })),
    ...cells.map((line) =>
      line.map((value) =>
        typeof value === 'number' ? { value, type: Number } : { value: guarded(value), type: String },
      ),
    ),
  ];
  const widths = columns.map(({ width }) => ({ width }));
  return writeXlsxFile(data, { sheet, columns: widths, stickyRowsCount: 1 }).toBuffer();
}

/**
 * Whoever opens a file and saves it as “CSV” in Excel on Windows saves it in Windows-1252, and other programs read that as they
 * like: quotation marks and dashes that printers set are made those of a typewriter.
 */
function plain<Value extends string | number>(value: Value): Value | string {
  if (typeof value === 'number') return value;
  return value
    .replace(/[‘’‚‛]/gu, "'")
    .replace(/[“”„‟]/gu, '"')
    .replace(/[‐‑‒–—]/gu, '-')
    .replaceAll('…', '...');
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = guarded(value);
  return /[",;\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** OWASP, CSV injection: =, +, -, @, also at full width, tab, carriage return and line feed begin formulas. */
export function guarded(text: string): string {
  return /^[=+\-@＝＋－＠\t\r\n]/u.test(text) ? `'${text}` : text;
}
