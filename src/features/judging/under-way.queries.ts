import { sql } from 'kysely';
import type { Lead } from '#domain/access/lead.ts';
import type { Database } from '#platform/database.ts';
import { type LedAttempt, type LedRow, beside, facts, ledBy, named } from './lead-decisions.queries.ts';

/** Where an attempt may be before a decision on it is there. */
export const wayStages = ['pre_check', 'scoring', 'adjudication'] as const;
export type WayStage = (typeof wayStages)[number];

export type UnderWay = LedAttempt & {
  stage: WayStage;
  submittedAt: Date;
  /** Of a check that waits: of the check. */
  dueAt: Date;
  pausedAt: Date | null;
  /** Assessors who are to score it, and those who have. */
  independent: number;
  completed: number;
  /** Whether somebody has it in hand. */
  isTaken: boolean;
};

export type UnderWayPage = { attempts: UnderWay[]; next: string | undefined };

/** Attempts on one page of the list. */
export const wayPageSize = 25;

/** The place after a row: its due time in microseconds, and the attempt. */
const cursorPattern = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * What was handed in at a lead’s issuers and is not decided, the first due first. Each stage of each issuer is read in the
 * order of its index as far as one page goes; `offset 0` keeps the planner from reading all enrolments for it.
 */
export async function listUnderWay(
  db: Database,
  lead: Lead,
  { stage, after, now }: { stage?: WayStage | undefined; after?: string | undefined; now: Date },
): Promise<UnderWayPage> {
  const cursor = cursorPattern.exec(after ?? '');
  const stretch = (one: WayStage) => {
    const due = one === 'pre_check' ? sql`x.check_due_at` : sql`x.due_at`;
    const place = cursor
      ? sql`and (${due}, x.attempt_id) > (timestamptz 'epoch' + ${cursor[1]}::bigint * interval '1 microsecond', ${cursor[2]}::uuid)`
      : sql``;
    return sql`(
      select x.*, ${due} as due from judgings x
      cross join lateral (select state, person_id from enrolments where id = x.enrolment_id offset 0) o
      where x.issuer_id = led.issuer_id and x.stage = ${sql.lit(one)} and o.state = 'submitted' and o.person_id <> ${lead.id} ${place}
      order by ${due}, x.attempt_id limit ${wayPageSize + 1})`;
  };
  const stages = wayStages.filter((one) => stage === undefined || one === stage).map(stretch);
  const { rows } = await sql<LedRow & Omit<UnderWay, keyof LedAttempt> & { dueKey: number }>`
    select ${facts}, j.stage, j.submitted_at as "submittedAt", j.due as "dueAt", j.paused_at as "pausedAt", j.independent,
      (extract(epoch from j.due) * 1000000)::bigint as "dueKey", s.completed, s.taken > 0 as "isTaken"
    from unnest(${lead.issuerIds}::uuid[]) as led (issuer_id)
    cross join lateral (${sql.join(stages, sql` union all `)}) j
    ${beside}
    cross join lateral (
      select (count(*) filter (where a.state = 'completed' and a.role in ('first', 'second')))::int as completed,
        count(*) filter (where a.state = 'claimed' and a.lease_expires_at > ${now}) as taken
      from assessments a where a.attempt_id = j.attempt_id and a.role in ('first', 'second', 'adjudicator')
    ) s
    where ${ledBy(lead)}
    order by j.due, j.attempt_id limit ${wayPageSize + 1}`.execute(db);
  const shown = rows.slice(0, wayPageSize);
  const last = shown.at(-1);
  return {
    attempts: shown.map(({ dueKey: _, ...row }) => named(row)),
    next: rows.length > wayPageSize && last ? `${last.dueKey}.${last.attemptId}` : undefined,
  };
}
