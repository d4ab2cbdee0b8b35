import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { natureWords, sourceWords } from '#domain/credit/entry.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { guarded } from '../provider/table-file.ts';
import { entryStateWords, recordingWords } from './credit-words.ts';
import type { LedgerEntry } from './ledger.queries.ts';

const columns: readonly { title: string; width: number; of: (entry: LedgerEntry) => string | number }[] = [
  { title: 'From', width: 11, of: (entry) => entry.beginsOn },
  { title: 'To', width: 11, of: (entry) => entry.endsOn },
  { title: 'Activity', width: 44, of: (entry) => entry.title },
  { title: 'Kind', width: 10, of: (entry) => sourceWords[entry.source] },
  { title: 'Nature', width: 16, of: (entry) => natureWords[entry.nature] },
  { title: 'Provider', width: 30, of: (entry) => entry.provider },
  { title: 'Time', width: 18, of: (entry) => entry.heldAt },
  { title: 'Place', width: 24, of: (entry) => entry.place },
  { title: 'Hours', width: 9, of: (entry) => hoursOf(entry.quarters) },
  { title: 'Hours in force', width: 14, of: (entry) => (entry.state === 'counts' ? hoursOf(entry.quarters) : 0) },
  {
    title: 'Standing',
    width: 18,
    of: (entry) => (entry.correctsId === null ? entryStateWords[entry.state] : 'Counter-entry'),
  },
  { title: 'Entered', width: 22, of: (entry) => recordingWords[entry.recordedAs] },
  { title: 'How the hours were arrived at', width: 50, of: (entry) => entry.how },
  { title: 'Proof', width: 40, of: (entry) => (entry.correctsId === null ? entry.proof : '') },
  { title: 'Proof file', width: 30, of: (entry) => entry.proofName ?? '' },
  { title: 'SHA-256 of the proof file', width: 66, of: (entry) => entry.proofSha256 ?? '' },
  { title: 'Reason', width: 30, of: (entry) => entry.stateReason ?? entry.reason ?? '' },
];

/** Every line of a period, counter-entries too: comma-separated, RFC 4180, with a mark by which spreadsheets know the encoding. */
export function transcriptCsv(entries: readonly LedgerEntry[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...entries.map((entry) =>
      columns.map(({ of }) => {
        const value = of(entry);
        return typeof value === 'number' ? value.toFixed(2) : guarded(value);
      }),
    ),
  ];
  return `\ufeff${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(value: string): string {
  return /[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export async function transcriptXlsx(entries: readonly LedgerEntry[]): Promise<Buffer> {
  const data: SheetData = [
    columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const })),
    ...entries.map((entry) =>
      columns.map(({ of }) => {
        const value = of(entry);
        return typeof value === 'number' ? { value, type: Number, format: '0.00' } : { value, type: String };
      }),
    ),
  ];
  return writeXlsxFile(data, {
    sheet: 'Transcript',
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer();
}
