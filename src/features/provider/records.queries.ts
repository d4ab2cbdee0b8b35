import { type RawBuilder, sql } from 'kysely';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import {
  type RecordKind,
  dueForDisposal,
  keptYears,
  lastDueDay,
  recordKinds,
} from '#domain/credit/provider-records.ts';
import type { Database, Trx } from '#platform/database.ts';

/** How many of each there are; `numbers`: of licences, in lines of batches. */
export type Held = { files: number; answers: number; numbers: number };

export function sumOf({ files, answers, numbers }: Held): number {
  return files + answers + numbers;
}

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
  kept: Held;
  due: Held;
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
      const { next, ...counts } = await countRecords(db, { issuerId, kind, through });
      return {
        asked: keptYears(undefined, rules),
        ...{ kind, years, isSet: own !== undefined, rules: rules.map(({ title }) => title), through },
        ...counts,
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

type Counted = { kept: Held; due: Held; next: string | null };

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
      union all
      select 'number', ${lastDayOfBatch} from agency_lines l join agency_batches b on b.id = l.batch_id
      where b.issuer_id = ${issuerId} and l.number_sealed is not null and ${kind} = 'roster'
    )
    select ${heldWhere(sql`true`)} as kept, ${heldWhere(sql`last <= ${through}::date`)} as due,
      min(last) filter (where last > ${through}::date) as next
    from held`.execute(db);
  return rows[0]!;
}

function heldWhere(condition: RawBuilder<unknown>) {
  return sql`json_build_object('files', count(*) filter (where what = 'file' and ${condition}),
    'answers', count(*) filter (where what = 'answer' and ${condition}),
    'numbers', count(*) filter (where what = 'number' and ${condition}))`;
}

/** What has come out counts from that day; what still waits, from the end of its month. */
export const lastDayOfAnswer = sql`coalesce(b.released_on, (e.month + interval '1 month' - interval '1 day')::date)`;

/** A batch counts from the day on which it was sent or taken apart; one that still waits is not due. */
export const lastDayOfBatch = sql`(coalesce(b.sent_at, b.ended_at) at time zone 'UTC')::date`;
