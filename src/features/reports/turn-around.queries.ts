import { type RawBuilder, sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { type ReportScope, within } from './report-scope.ts';

/** Times in working days of the issuer, pauses left out; null where there is none yet. */
export type TurnAround = {
  /** `YYYY-MM` in which attempts were handed in; `all` of them together. */
  month: string;
  checked: number;
  checkedInTime: number;
  checkMedian: number | null;
  decided: number;
  decidedInTime: number;
  decideMedian: number | null;
  decideNinetieth: number | null;
};

/** How long checks and decisions took, by month and in all. What came back from the check was not decided by assessors. */
export async function listTurnAround(db: Database, scope: ReportScope): Promise<TurnAround[]> {
  const { rows } = await sql<TurnAround>`
    select coalesce(month, 'all') as month, count(check_days) as checked,
      count(*) filter (where is_checked_in_time) as "checkedInTime",
      percentile_cont(0.5) within group (order by check_days) as "checkMedian",
      count(decide_days) as decided, count(*) filter (where decide_days is not null and is_in_time) as "decidedInTime",
      percentile_cont(0.5) within group (order by decide_days) as "decideMedian",
      percentile_cont(0.9) within group (order by decide_days) as "decideNinetieth"
    from (${timed(scope)}) timed
    group by grouping sets ((month), ()) order by month nulls first`.execute(db);
  return rows.filter(({ checked, decided }) => checked + decided > 0);
}

function timed(scope: ReportScope): RawBuilder<unknown> {
  return sql`
    select to_char(j.submitted_at at time zone k.zone, 'YYYY-MM') as month,
      c.checked_at <= j.check_due_at as is_checked_in_time,
      case when c.checked_at is not null then ${workingDays(sql`c.checked_at`)} end as check_days,
      j.ended_at <= j.due_at as is_in_time,
      case when j.stage = 'released' then ${workingDays(sql`j.ended_at`)} end as decide_days
    from judgings j ${clock}
      left join completeness_checks c on c.attempt_id = j.attempt_id
    where ${within(scope, 'j')}`;
}

/**
 * By which days the issuer of `j` works, as `k`. `offset 0` keeps it a table of its own: what it looks up would otherwise be
 * put in wherever it is used, some twenty times for each attempt.
 */
export const clock = sql`join (
    select i.id, coalesce(s.time_zone, 'America/Chicago') as zone, coalesce(s.holidays, '{}') as holidays
    from issuers i left join assessing_settings s on s.issuer_id = i.id offset 0) k on k.id = j.issuer_id`;

/**
 * Working days from handing in until a moment, without the stretches in which it waited on the earner: pauses, and the time
 * for which it lay with them because of a completeness check that was taken back.
 */
export function workingDays(until: RawBuilder<unknown>): RawBuilder<number | null> {
  return sql<number | null>`greatest(0,
    ${businessDay(until)} - ${businessDay(sql`j.submitted_at`)}
    - case when j.attempt_id in (select attempt_id from judging_pauses union all select attempt_id from recalled_checks) then coalesce((
      select sum(${businessDay(sql`upper(w)`)} - ${businessDay(sql`lower(w)`)})
      from (select unnest(range_agg(tstzrange(paused_at, least(coalesce(resumed_at, ${until}), ${until})))) as w
        from (select p.attempt_id, p.paused_at, p.resumed_at from judging_pauses p
          union all select r.attempt_id, r.checked_at, r.recalled_at from recalled_checks r where r.outcome = 'incomplete') p
        where p.attempt_id = j.attempt_id and p.paused_at < ${until}) pauses
    ), 0) else 0 end)`;
}

/**
 * Working days (Monday to Friday but for holidays) since a Monday long ago, with the part of the day that has passed by
 * the clock on the wall, which is read once: what lies between two moments is the difference. Written out, since the
 * database reckons a function of its own for each row apart.
 */
function businessDay(at: RawBuilder<unknown>): RawBuilder<number> {
  const day = sql`(local.at::date - date '2000-01-03')`;
  const passed = sql`(extract(epoch from local.at::time)::double precision / 86400)`;
  return sql<number>`(select 5 * (${day} / 7) + least(${day} % 7, 5) + case when ${day} % 7 < 5 then ${passed} else 0 end
    - case when k.holidays = '{}' then 0 else (
      select coalesce(sum(case when h < local.at::date then 1 else ${passed} end), 0) from unnest(k.holidays) h
      where h <= local.at::date and extract(isodow from h) < 6) end
    from (select ${at} at time zone k.zone as at offset 0) local)`;
}

/** How many attempts an award took: those that were judged, by how many earners needed so many. */
export async function countAttemptsToAward(
  db: Database,
  scope: ReportScope,
): Promise<{ attempts: number; earners: number }[]> {
  const { rows } = await sql<{ attempts: number; earners: number }>`
    select attempts, count(*) as earners from (
      select j.enrolment_id, count(*) filter (where d.outcome <> 'incomplete') as attempts
      from judgings j join decisions d on d.attempt_id = j.attempt_id join enrolments e on e.id = j.enrolment_id
      where ${within({ ...scope, since: undefined }, 'j')} and e.state = 'earned'
        and e.earned_at >= coalesce(${scope.since ?? null}::timestamptz, '-infinity')
      group by j.enrolment_id) earned
    where attempts > 0 group by 1 order by 1`.execute(db);
  return rows;
}
