import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { clock, workingDays } from './turn-around.queries.ts';

/** One earner's way to one micro-credential, from the first decision on their work. */
export type Way = {
  region: string;
  schoolType: string;
  series: string;
  assessor: string;
  earnedFirst: boolean;
  /** Attempts that it took to earn; null while it is not earned. */
  attempts: number | null;
  /** Working days until the first decision, pauses left out. */
  days: number;
  /** At work on the evidence; null where it was not measured. */
  hours: number | null;
};

/**
 * Everyone whose work was judged for the first time in this stretch, with what they were part of when they handed it in.
 * An attempt that could not be judged is not a first one. Where someone worked is as they said.
 */
export async function listWays(
  db: Database,
  { issuerIds, from, until }: { issuerIds: readonly string[]; from: Date; until: Date },
): Promise<Way[]> {
  const { rows } = await sql<Way>`
    with judged as (
      select j.*, d.outcome, d.decided_by, d.released_at,
        row_number() over (partition by j.enrolment_id order by t.number) as nth,
        count(*) over (partition by j.enrolment_id) as judged_attempts
      from judgings j join decisions d on d.attempt_id = j.attempt_id join attempts t on t.id = j.attempt_id
      where j.issuer_id = any(${[...issuerIds]}::uuid[]) and d.outcome <> 'incomplete'
    )
    select coalesce(nullif(w.region, ''), 'Not stated') as region, coalesce(w.type, 'not-stated') as "schoolType",
      coalesce(v.title, 'No series') as series, coalesce(a.name, 'Nobody') as assessor,
      j.outcome = 'earned' as "earnedFirst",
      case when e.state = 'earned' then j.judged_attempts end as attempts,
      ${workingDays(sql`j.released_at`)} as days,
      (select sum(m.minutes) / 60.0 from requirement_minutes m join attempts t on t.id = m.attempt_id
       where t.enrolment_id = j.enrolment_id)::double precision as hours
    from judged j ${clock} join enrolments e on e.id = j.enrolment_id
      left join lateral (
        select s.region, s.type from affiliations f join schools s on s.id = f.school_id
        where f.person_id = e.person_id and f.since <= j.submitted_at
          and (f.ended_at is null or f.ended_at > j.submitted_at)
        order by f.since desc, f.id limit 1) w on true
      left join lateral (
        select t.title from series_members m join series t on t.id = m.series_id
        where m.micro_credential_id = j.micro_credential_id order by t.title, t.id limit 1) v on true
      left join lateral (
        select p.name from assessments s join people p on p.id = s.assessor_id
        where s.attempt_id = j.attempt_id and s.state = 'completed'
          and (s.role = 'first' or s.role = 'second' and j.waived_at is not null) limit 1) a on true
    where j.nth = 1 and j.released_at >= ${from} and j.released_at < ${until}`.execute(db);
  return rows;
}

/** The first and the last moment at which anything of these issuers was decided. */
export async function findDecidedSpan(
  db: Database,
  issuerIds: readonly string[],
): Promise<{ first: Date; last: Date } | undefined> {
  const { rows } = await sql<{ first: Date | null; last: Date | null }>`
    select min(released_at) as first, max(released_at) as last from decisions
    where issuer_id = any(${[...issuerIds]}::uuid[])`.execute(db);
  const { first, last } = rows[0] ?? {};
  return first && last ? { first, last } : undefined;
}
