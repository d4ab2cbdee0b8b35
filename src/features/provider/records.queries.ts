import { sql } from 'kysely';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import {
  type RecordKind,
  dueForDisposal,
  keptYears,
  lastDueDay,
  recordKinds,
} from '#domain/credit/provider-records.ts';
import type { Database, Trx } from '#platform/database.ts';

/** One kind of record: for how long it is kept, what there is, and what may go. */
export type RecordClock = {
  kind: RecordKind;
  years: number;
  /** For how many the rules ask. */
  asked: number;
  /** Whether the provider set the years. */
  isSet: boolean;
  /** The rules that ask for records, where they give the years. */
  rules: string[];
  kept: { files: number; answers: number };
  due: { files: number; answers: number };
  /** The last day of which everything is due. */
  through: string;
  /** When the next becomes due. */
  next: string | undefined;
};

export async function listRecordClocks(db: Database | Trx, issuerId: string, today: string): Promise<RecordClock[]> {
  const set = await db
    .selectFrom('provider_retention')
    .select(['kind', 'years'])
    .where('issuer_id', '=', issuerId)
    .execute();
  const rules = await listRetentionRules(db, issuerId);
  return Promise.all(
    recordKinds.map(async (kind) => {
      const own = set.find((one) => one.kind === kind)?.years;
      const years = keptYears(own, rules);
      const through = lastDueDay(today, years);
      const { files, dueFiles, answers, dueAnswers, next } = await countRecords(db, { issuerId, kind, through });
      return {
        asked: keptYears(undefined, rules),
        ...{ kind, years, isSet: own !== undefined, rules: rules.map(({ title }) => title), through },
        ...{ kept: { files, answers }, due: { files: dueFiles, answers: dueAnswers } },
        next: next === null ? undefined : dueForDisposal(next, years),
      };
    }),
  );
}

/** Of the rules that the issuer’s agencies decide; of all where it has none yet. */
async function listRetentionRules(db: Database | Trx, issuerId: string) {
  const rows = await db
    .selectFrom('credit_rules as r')
    .innerJoin('credit_rule_versions as v', 'v.id', 'r.current_version_id')
    .leftJoin('provider_agency_rules as a', (join) =>
      join.onRef('a.rule_id', '=', 'r.id').on('a.issuer_id', '=', issuerId),
    )
    .select(['v.document', 'a.rule_id as own'])
    .orderBy('r.title')
    .execute();
  const own = rows.filter((row) => row.own !== null);
  return (own.length > 0 ? own : rows).map(({ document }) => document as CreditRule);
}

type Counted = { files: number; dueFiles: number; answers: number; dueAnswers: number; next: string | null };

async function countRecords(
  db: Database | Trx,
  { issuerId, kind, through }: { issuerId: string; kind: RecordKind; through: string },
): Promise<Counted> {
  const { rows } = await sql<Counted>`
    with held as (
      select 'file' as what, f.period_to as last from provider_files f
      where f.issuer_id = ${issuerId} and f.kind = ${kind} and f.disposed_at is null
      union all
      select 'answer', ${lastDayOfAnswer} from evaluation_answers e left join evaluation_batches b on b.id = e.batch_id
      where e.issuer_id = ${issuerId} and ${kind} = 'evaluation'
    )
    select count(*) filter (where what = 'file')::int as files,
      count(*) filter (where what = 'file' and last <= ${through}::date)::int as "dueFiles",
      count(*) filter (where what = 'answer' and last is not null)::int as answers,
      count(*) filter (where what = 'answer' and last <= ${through}::date)::int as "dueAnswers",
      min(last) filter (where last > ${through}::date) as next
    from held`.execute(db);
  return rows[0] ?? { files: 0, dueFiles: 0, answers: 0, dueAnswers: 0, next: null };
}

/** What has come out counts from that day; what still waits, from the end of its month. */
export const lastDayOfAnswer = sql`coalesce(b.released_on, (e.month + interval '1 month' - interval '1 day')::date)`;
