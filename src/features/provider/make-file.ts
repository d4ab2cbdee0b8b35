import { natureWords } from '#domain/credit/entry.ts';
import type { RecordKind } from '#domain/credit/provider-records.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { openLicenceNumber } from '../credit/licence-number.ts';
import {
  type ActivityRow,
  type EvaluationRow,
  type RosterRow,
  type Scope,
  listActivities,
  listEvaluationRows,
  listNumberNames,
  listRoster,
} from './files.queries.ts';
import { type Ending, type TableColumn, tableFile } from './table-file.ts';

/** Most rows of one file: it is made whole, in memory. */
export const mostRows = 20_000;

export type MadeTable = {
  content: Buffer;
  rows: number;
  /** Of a roster: how many rows have no number of a licence. */
  withoutNumber?: number;
};

/** The table of one kind of record; `undefined` where there is more than one file holds. */
export async function makeTable(
  db: Database,
  { kind, ending, secret, ...scope }: Scope & { kind: RecordKind; ending: Ending; secret: string },
): Promise<MadeTable | undefined> {
  if (kind === 'roster') return rosterTable(db, { scope, ending, secret });
  if (kind === 'activity')
    return write(await listActivities(db, scope, mostRows), activityColumns, ending, 'Activities');
  return write(await listEvaluationRows(db, scope, mostRows), evaluationColumns, ending, 'Evaluations');
}

async function write<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[], ending: Ending, sheet: string) {
  if (rows.length > mostRows) return undefined;
  return { content: await tableFile(columns, rows, { ending, sheet }), rows: rows.length };
}

/** The column has the rules’ own name for the number; where there are several, each number says which it is. */
async function rosterTable(
  db: Database,
  { scope, ending, secret }: { scope: Scope; ending: Ending; secret: string },
): Promise<MadeTable | undefined> {
  const rows = await listRoster(db, scope, mostRows);
  const used = rows.flatMap(({ numbers }) => numbers.map(({ name }) => name));
  const names = [...new Set([...(await listNumberNames(db, scope.issuerId)), ...used])].sort();
  const numberOf = ({ numbers, personId }: RosterRow) => {
    const opened = numbers.flatMap(({ sealed, name }) => {
      const number = openLicenceNumber(sealed, personId, secret) ?? '';
      if (number === '') return [];
      return [names.length > 1 ? `${name} ${number}` : number];
    });
    return [...new Set(opened)].join('; ');
  };
  const columns = rosterColumns(names.join(' / ') || 'Licence number', numberOf);
  const table = await write(rows, columns, ending, 'Roster');
  return table && { ...table, withoutNumber: rows.filter((row) => numberOf(row) === '').length };
}

const rosterColumns = (numberName: string, numberOf: (row: RosterRow) => string): TableColumn<RosterRow>[] => [
  { title: 'Educator', width: 28, of: (row) => row.educator },
  { title: numberName, width: 20, of: numberOf },
  { title: 'From', width: 11, of: (row) => row.beginsOn },
  { title: 'To', width: 11, of: (row) => row.endsOn },
  { title: 'Activity', width: 44, of: (row) => row.title },
  { title: 'Nature', width: 18, of: (row) => natureWords[row.nature] },
  { title: 'Clock hours', width: 11, of: (row) => hoursOf(row.quarters) },
  { title: 'Provider number', width: 36, of: (row) => row.providerNumbers.join('; ') },
];

const activityColumns: TableColumn<ActivityRow>[] = [
  { title: 'Activity', width: 44, of: (row) => row.title },
  { title: 'Nature', width: 18, of: (row) => natureWords[row.nature] },
  { title: 'Completed', width: 11, of: (row) => row.times },
  { title: 'Educators', width: 11, of: (row) => row.educators },
  { title: 'Clock hours', width: 11, of: (row) => hoursOf(row.quarters) },
  { title: 'First day', width: 11, of: (row) => row.first },
  { title: 'Last day', width: 11, of: (row) => row.last },
  { title: 'Evaluations', width: 11, of: (row) => row.evaluations },
];

const evaluationColumns: TableColumn<EvaluationRow>[] = [
  { title: 'Micro-credential', width: 40, of: (row) => row.microCredential },
  { title: 'Questions', width: 30, of: (row) => row.form },
  { title: 'Question', width: 44, of: (row) => row.question },
  { title: 'Answer', width: 44, of: (row) => row.answer },
  { title: 'People', width: 9, of: (row) => row.count },
];

/** Keeps a file among the records as it was made. */
export async function keepFile(
  trx: Trx,
  command: Scope & { kind: RecordKind; ending: Ending; table: MadeTable; actorId: string; now: Date },
): Promise<string> {
  const { issuerId, kind, ending, from, to, microCredentialId, table, actorId, now } = command;
  const hash = sha256(table.content);
  const { id } = await trx
    .insertInto('provider_files')
    .values({
      ...{ issuer_id: issuerId, kind, ending, period_from: from, period_to: to },
      ...{
        micro_credential_id: microCredentialId ?? null,
        row_count: table.rows,
        sha256: hash,
        content: table.content,
      },
      ...{ made_by: actorId, made_at: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { rows, withoutNumber } = table;
  const details = { kind, ending, from, to, rows, ...(withoutNumber === undefined ? {} : { withoutNumber }) };
  await auditFile(trx, 'made', { id, issuerId, actorId, sha256: hash, ...details });
  return id;
}

/** With its hash and the number of its rows, whenever one leaves. */
export function auditFile(
  trx: Trx,
  what: 'made' | 'fetched',
  {
    id,
    issuerId,
    actorId,
    sha256: hash,
    ...details
  }: { id: string; issuerId: string; actorId: string; sha256: string } & Record<string, unknown>,
): Promise<void> {
  const subject = { type: 'provider-file', id };
  return audit(trx, { issuerId, actorId, action: `provider-file.${what}`, subject, details, afterSha256: hash });
}
