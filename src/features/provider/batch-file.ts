import { natureWords } from '#domain/credit/entry.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { openLicenceNumber } from '../credit/licence-number.ts';
import type { BatchLine } from './batches.queries.ts';
import { type Ending, type TableColumn, tableFile } from './table-file.ts';

export const batchSheet = 'Claims';

/** A batch as the agency gets it: every line with its id, and two columns to fill in. */
export function batchFile(
  lines: readonly BatchLine[],
  { ending, secret, baseUrl }: { ending: Ending; secret: string; baseUrl: string },
): Promise<Buffer> {
  const columns: TableColumn<BatchLine>[] = [
    { title: 'Line', width: 17, of: (row) => row.line },
    { title: 'Replaces line', width: 17, of: (row) => row.replaces ?? '' },
    { title: 'Educator', width: 28, of: (row) => row.educator },
    { title: 'Licence number', width: 22, of: (row) => numberOf(row, secret) },
    { title: 'Licence', width: 28, of: (row) => row.licence },
    { title: 'Claimed', width: 12, of: (row) => (row.form.quarters === 0 ? 'Completion' : 'Hours') },
    { title: 'Activity', width: 44, of: (row) => row.form.title },
    { title: 'Nature', width: 18, of: (row) => natureWords[row.form.nature] },
    { title: 'Provider', width: 30, of: (row) => row.form.provider },
    { title: 'Provider number', width: 16, of: (row) => row.providerNumber ?? '' },
    { title: 'From', width: 11, of: (row) => row.form.begins },
    { title: 'To', width: 11, of: (row) => row.form.ends },
    { title: 'Time', width: 18, of: (row) => row.form.time },
    { title: 'Place', width: 24, of: (row) => row.form.place },
    { title: 'Clock hours', width: 11, of: (row) => hoursOf(row.form.quarters) },
    { title: 'Hours claimed', width: 13, of: (row) => hoursOf(row.countedQuarters) },
    { title: 'Cycle from', width: 11, of: (row) => row.cycle.begins },
    { title: 'Cycle to', width: 11, of: (row) => row.cycle.ends },
    {
      title: 'Award (verify at)',
      width: 44,
      of: (row) => (row.form.award === null ? '' : `${baseUrl}/verify/${row.form.award}`),
    },
    { title: 'Approved by', width: 40, of: ({ approval }) => (approval ? voucherText(approval) : '') },
    { title: 'Approved on', width: 11, of: (row) => row.approval?.on ?? '' },
    {
      title: 'Answer',
      width: 12,
      of: (row) => (row.answer === null ? '' : row.answer === 'accepted' ? 'Accepted' : 'Refused'),
    },
    { title: 'Reason', width: 44, of: (row) => row.reason ?? '' },
  ];
  return tableFile(
    columns,
    lines.filter(({ leftAt }) => leftAt === null),
    { ending, sheet: batchSheet },
  );
}

/** How many lines of the file have no number of a licence: it was sealed with another secret. */
export function countBlank(lines: readonly BatchLine[], secret: string): number {
  return lines.filter((line) => line.leftAt === null && numberOf(line, secret) === '').length;
}

function numberOf({ numberSealed, disposedAt, personId }: BatchLine, secret: string): string {
  if (disposedAt) return `Deleted on ${disposedAt.toISOString().slice(0, 10)}`;
  return openLicenceNumber(numberSealed ?? '', personId, secret) ?? '';
}

/** Who vouched, and the address at which they were asked. */
function voucherText({ name, role, email }: NonNullable<BatchLine['approval']>): string {
  return `${name}, ${role} (${email})`;
}
