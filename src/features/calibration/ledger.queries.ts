import { sql } from 'kysely';
import { type StipendRates, stipendOf } from '#domain/assessment/stipend.ts';
import type { Database } from '#platform/database.ts';
import { revealHours } from './certification.queries.ts';

/** What an assessor did for an issuer in a month of its time zone. */
export type LedgerRow = {
  issuerId: string;
  issuerName: string;
  personId: string;
  name: string;
  /** `YYYY-MM`. */
  month: string;
  checks: number;
  first: number;
  second: number;
  adjudications: number;
  appeals: number;
  /** Seeded ones that their assessor knows of; before that they count as first assessments. */
  anchors: number;
  pieces: number;
  seconds: number;
  stipendCents: number;
};

type Found = Omit<LedgerRow, 'pieces' | 'stipendCents'> & StipendRates;

/** The ledger of these issuers from one month to another, both included; of one person alone where one is named. */
export async function listLedger(
  db: Database,
  query: { issuerIds: readonly string[]; personId?: string; from: string; to: string; now: Date },
): Promise<LedgerRow[]> {
  const { issuerIds, personId, from, to, now } = query;
  const known = new Date(now.getTime() - revealHours * 3600_000);
  const only = (column: string) => (personId === undefined ? sql`` : sql`and ${sql.ref(column)} = ${personId}`);
  // A day more at each end: the months are of the issuer's time zone.
  const window = sql`between ${`${from}-01`}::date - 1 and (${`${to}-01`}::date + interval '1 month 1 day')`;
  const { rows } = await sql<Found>`
    with done as (
      select c.issuer_id, c.checked_by as person_id, c.checked_at as at, 'check' as piece, 0 as seconds
      from completeness_checks c
      where c.issuer_id = any(${issuerIds}::uuid[]) ${only('c.checked_by')} and c.checked_at ${window}
      union all
      select a.issuer_id, a.assessor_id, a.completed_at,
        case when a.role = 'anchor' and a.completed_at > ${known} then 'first' else a.role end, a.active_seconds
      from assessments a
      where a.issuer_id = any(${issuerIds}::uuid[]) ${only('a.assessor_id')} and a.state = 'completed'
        and a.role <> 'qualification' and a.completed_at ${window}
    )
    select d.issuer_id as "issuerId", i.name as "issuerName", d.person_id as "personId", p.name,
      to_char(d.at at time zone coalesce(s.time_zone, 'America/Chicago'), 'YYYY-MM') as month,
      count(*) filter (where piece = 'check') as checks, count(*) filter (where piece = 'first') as first,
      count(*) filter (where piece = 'second') as second, count(*) filter (where piece = 'adjudicator') as adjudications,
      count(*) filter (where piece = 'appeal') as appeals, count(*) filter (where piece = 'anchor') as anchors,
      sum(d.seconds)::bigint as seconds, coalesce(s.stipend_cents_per_piece, 0) as "centsPerPiece",
      coalesce(s.stipend_cents_per_hour, 0) as "centsPerHour"
    from done d join issuers i on i.id = d.issuer_id join people p on p.id = d.person_id
    left join assessing_settings s on s.issuer_id = d.issuer_id
    group by d.issuer_id, i.name, d.person_id, p.name, month, s.stipend_cents_per_piece, s.stipend_cents_per_hour
    having to_char(min(d.at) at time zone coalesce(min(s.time_zone), 'America/Chicago'), 'YYYY-MM') between ${from} and ${to}
    order by month desc, i.name, p.name, d.person_id`.execute(db);
  return rows.map(({ centsPerPiece, centsPerHour, ...row }) => {
    const pieces = row.checks + row.first + row.second + row.adjudications + row.appeals + row.anchors;
    const stipendCents = stipendOf({ pieces, seconds: row.seconds }, { centsPerPiece, centsPerHour });
    return { ...row, pieces, stipendCents };
  });
}
