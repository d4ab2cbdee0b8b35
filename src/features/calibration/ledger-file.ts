import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { hoursOf } from '#domain/assessment/stipend.ts';
import type { LedgerRow } from './ledger.queries.ts';

const columns: readonly { title: string; width: number; of: (row: LedgerRow) => string | number; format?: string }[] = [
  { title: 'Month', width: 10, of: (row) => row.month },
  { title: 'Issuer', width: 28, of: (row) => row.issuerName },
  { title: 'Assessor', width: 28, of: (row) => row.name },
  { title: 'Checks', width: 10, of: (row) => row.checks },
  { title: 'First', width: 10, of: (row) => row.first },
  { title: 'Second', width: 10, of: (row) => row.second },
  { title: 'Adjudications', width: 13, of: (row) => row.adjudications },
  { title: 'Appeals', width: 10, of: (row) => row.appeals },
  { title: 'Anchors', width: 10, of: (row) => row.anchors },
  { title: 'Pieces', width: 10, of: (row) => row.pieces },
  { title: 'Hours', width: 10, of: (row) => hoursOf(row.seconds), format: '0.00' },
  { title: 'Stipend (USD)', width: 14, of: (row) => row.stipendCents / 100, format: '0.00' },
];

/** Comma-separated, RFC 4180, with a mark by which spreadsheets know the encoding. */
export function ledgerCsv(rows: readonly LedgerRow[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) =>
      columns.map(({ of, format }) => {
        const value = of(row);
        return typeof value === 'number' ? (format ? value.toFixed(2) : String(value)) : value;
      }),
    ),
  ];
  return `\ufeff${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that begins as a formula does is made text: spreadsheets run what stands in a file. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export async function ledgerXlsx(rows: readonly LedgerRow[]): Promise<Buffer> {
  const data: SheetData = [
    columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      columns.map(({ of, format }) => {
        const value = of(row);
        return typeof value === 'number'
          ? { value, type: Number, ...(format ? { format } : {}) }
          : { value, type: String };
      }),
    ),
  ];
  return writeXlsxFile(data, {
    sheet: 'Ledger',
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer();
}
