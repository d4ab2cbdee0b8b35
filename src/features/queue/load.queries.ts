import { sql } from 'kysely';
import { isAway } from '#domain/assessment/away.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import type { Database, Trx } from '#platform/database.ts';

/** How many attempts at a time somebody is given who has not said so. */
export const usualLoad = 5;

/** Somebody who assesses at an issuer: what they hold of how much they take, and whether they are there. */
export type AssessorLoad = {
  issuerId: string;
  id: string;
  name: string;
  isLead: boolean;
  /** `null`: any. */
  languages: string[] | null;
  maxLoad: number;
  /** Claimed and running, and given. */
  claimed: number;
  assigned: number;
  awayFrom: string | null;
  awayUntil: string | null;
  away: boolean;
};

type Row = Omit<AssessorLoad, 'away'> & { timeZone: string };

/** Everyone who assesses at these issuers, or one of them, by name. */
export async function listLoads(
  db: Database | Trx,
  { issuerIds, personId, now }: { issuerIds: readonly string[]; personId?: string; now: Date },
): Promise<AssessorLoad[]> {
  const { rows } = await sql<Row>`
    select m.issuer_id as "issuerId", p.id, p.name, m.leads as "isLead", nullif(f.languages, '{}') as languages, coalesce(f.max_load, ${usualLoad}) as "maxLoad",
      (select count(*) from assessments a where a.assessor_id = p.id and a.issuer_id = m.issuer_id and a.state = 'claimed'
        and a.role <> 'qualification' and a.lease_expires_at > ${now}) as claimed,
      (select count(*) from assignments g
        where g.assessor_id = p.id and g.issuer_id = m.issuer_id and g.ended_at is null) as assigned,
      f.away_from as "awayFrom", f.away_until as "awayUntil", coalesce(s.time_zone, 'America/Chicago') as "timeZone"
    from (
      select issuer_id, person_id, bool_or(role = 'lead_assessor') as leads from memberships
      where issuer_id = any(${issuerIds}::uuid[]) and role in ('assessor', 'lead_assessor')
        ${personId === undefined ? sql`` : sql`and person_id = ${personId}`}
      group by issuer_id, person_id
    ) m
    join people p on p.id = m.person_id
    left join assessor_profiles f on f.issuer_id = m.issuer_id and f.person_id = m.person_id
    left join assessing_settings s on s.issuer_id = m.issuer_id
    order by p.name, p.id`.execute(db);
  return rows.map(({ timeZone, ...row }) => ({
    ...row,
    away: isAway({ from: row.awayFrom, until: row.awayUntil }, dayOf(timeZone, now)),
  }));
}
