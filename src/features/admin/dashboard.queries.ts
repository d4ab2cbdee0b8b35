import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

export type FunnelRow = {
  slug: string;
  title: string;
  /** People, not attempts: each stage counts those who came at least so far. */
  enrolled: number;
  submitted: number;
  earned: number;
  waiting: number;
  overdue: number;
  /** When the work that waits longest was submitted. */
  waitingSince: Date | null;
};

/** From enrolment to award, for each micro-credential of the issuer. */
export async function listFunnel(db: Database, issuerId: string, now: Date): Promise<FunnelRow[]> {
  return (await funnelQuery(issuerId, now).execute(db)).rows;
}

/** Each subquery reads one index and no row of the enrolments themselves, but for the few that wait. */
export function funnelQuery(issuerId: string, now: Date) {
  return sql<FunnelRow>`
    select mc.slug, mc.title,
      coalesce(e.enrolled, 0) as enrolled,
      coalesce(s.submitted, 0) as submitted,
      coalesce(e.earned, 0) as earned,
      coalesce(w.waiting, 0) as waiting,
      coalesce(w.overdue, 0) as overdue,
      w.since as "waitingSince"
    from micro_credentials mc
    left join (
      select micro_credential_id, count(*) as enrolled, count(*) filter (where state = 'earned') as earned
      from enrolments where issuer_id = ${issuerId} and state <> 'anchor' group by micro_credential_id
    ) e on e.micro_credential_id = mc.id
    left join (
      select micro_credential_id, count(*) as submitted
      from enrolments where issuer_id = ${issuerId} and attempts_count > 0 and state <> 'anchor'
      group by micro_credential_id
    ) s on s.micro_credential_id = mc.id
    left join (
      select micro_credential_id, count(*) as waiting, count(*) filter (where due_at < ${now}) as overdue,
        min(submitted_at) as since
      from enrolments where issuer_id = ${issuerId} and state = 'submitted' group by micro_credential_id
    ) w on w.micro_credential_id = mc.id
    where mc.issuer_id = ${issuerId}
    order by mc.title`;
}

/** Decisions that the figures below look back on: enough to learn from, few enough to count on every visit. */
export const decisionsLookedAt = 500;

export type DecisionFigures = { decided: number; medianDays: number | null };

/** How long the last decisions took, in days from submission to release. */
export async function findDecisionFigures(db: Database, issuerId: string): Promise<DecisionFigures> {
  const { rows } = await sql<DecisionFigures>`
    select count(*) as decided,
      percentile_cont(0.5) within group (order by extract(epoch from d.released_at - a.submitted_at) / 86400.0)::float8 as "medianDays"
    from (select * from decisions where issuer_id = ${issuerId} order by released_at desc limit ${decisionsLookedAt}) d
    join attempts a on a.id = d.attempt_id`.execute(db);
  return rows[0] ?? { decided: 0, medianDays: null };
}

export type HardLookFor = { slug: string; title: string; text: string; notYet: number; rated: number };

/** The look-fors most often rated Almost or No in the last decisions, with how often each was rated. */
export async function listHardLookFors(db: Database, issuerId: string): Promise<HardLookFor[]> {
  const { rows } = await sql<HardLookFor>`
    with last as (
      select attempt_id from decisions where issuer_id = ${issuerId} order by released_at desc limit ${decisionsLookedAt}
    ), counted as (
      select dv.micro_credential_id, r.look_for_key,
        (array_agg(dv.id order by dv.number desc))[1] as version_id,
        count(*) filter (where r.value in ('almost', 'no')) as not_yet,
        count(*) as rated
      from last
      join decision_ratings r on r.attempt_id = last.attempt_id and r.value is not null
      join attempts a on a.id = last.attempt_id
      join definition_versions dv on dv.id = a.definition_version_id
      group by dv.micro_credential_id, r.look_for_key
      having count(*) filter (where r.value in ('almost', 'no')) > 0
      order by count(*) filter (where r.value in ('almost', 'no'))::float8 / count(*) desc, rated desc
      limit 10
    )
    select mc.slug, mc.title, c.not_yet as "notYet", c.rated,
      coalesce(jsonb_path_query_first(dv.document, '$.guides[*].lookFors[*] ? (@.id == $key).text',
        jsonb_build_object('key', c.look_for_key)) #>> '{}', c.look_for_key) as text
    from counted c
    join micro_credentials mc on mc.id = c.micro_credential_id
    join definition_versions dv on dv.id = c.version_id
    order by c.not_yet::float8 / c.rated desc, c.rated desc`.execute(db);
  return rows;
}
