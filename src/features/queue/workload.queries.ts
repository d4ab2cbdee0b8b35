import { sql } from 'kysely';
import { blindName } from '#domain/assessment/blind-name.ts';
import type { Database } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { isBlindWork } from '../blind/blindness.queries.ts';
import { type AssessorLoad, listLoads } from './load.queries.ts';

/** Somebody who assesses, with how they get on. */
export type Workload = AssessorLoad & { overdue: number; finished: number };

/** Everyone who assesses at the issuers: what they hold, what of it is overdue, what they finished in the last 30 days. */
export async function listWorkload(db: Database, issuerIds: readonly string[], now: Date): Promise<Workload[]> {
  const loads = await listLoads(db, { issuerIds, now });
  // The judging of its attempt has ended long before.
  const isAppealOverdue = sql`exists (select from appeals l where l.attempt_id = j.attempt_id and l.state = 'open' and l.due_at < ${now})`;
  const { rows } = await sql<{ issuerId: string; id: string; overdue: number; finished: number }>`
    select w.issuer_id as "issuerId", w.person_id as id, sum(w.overdue)::bigint as overdue, sum(w.finished)::bigint as finished from (
      select a.issuer_id, a.assessor_id as person_id, count(*) as overdue, 0 as finished
      from assessments a join judgings j on j.attempt_id = a.attempt_id
      where a.issuer_id = any(${issuerIds}::uuid[]) and a.state = 'claimed' and case a.role when 'appeal' then ${isAppealOverdue}
        else j.ended_at is null and j.paused_at is null and j.due_at < ${now} end
      group by 1, 2
      union all
      select g.issuer_id, g.assessor_id, count(*), 0 from assignments g join judgings j on j.attempt_id = g.attempt_id
      where g.issuer_id = any(${issuerIds}::uuid[]) and g.ended_at is null and case g.role when 'appeal' then ${isAppealOverdue}
        else j.paused_at is null and j.due_at < ${now} end
      group by 1, 2
      union all
      select a.issuer_id, a.assessor_id, 0, count(*) from assessments a
      where a.assessor_id = any(${loads.map(({ id }) => id)}::uuid[]) and a.issuer_id = any(${issuerIds}::uuid[])
        and a.state = 'completed' and a.role <> 'qualification' and a.completed_at > ${now}::timestamptz - interval '30 days'
      group by 1, 2
    ) w group by 1, 2`.execute(db);
  const found = new Map(rows.map((row) => [`${row.issuerId}/${row.id}`, row]));
  return loads.map((load) => {
    const { overdue = 0, finished = 0 } = found.get(`${load.issuerId}/${load.id}`) ?? {};
    return { ...load, overdue, finished };
  });
}

/** An attempt and who is to score it. */
export type HeldAttempt = {
  attemptId: string;
  issuerId: string;
  number: number;
  title: string;
  earnerName: string;
  stage: 'scoring' | 'adjudication';
  dueAt: Date;
  pausedAt: Date | null;
  /** Since when the program finds nobody who is there, has room and may: a lead has to. */
  passedOverAt: Date | null;
  /** Undefined where nobody has it. */
  how: 'begun' | 'given' | undefined;
  since: Date;
};

type HeldRow = Omit<HeldAttempt, 'earnerName' | 'how'> & { earnerName: string | null; how: 'begun' | 'given' | null };

const columns = sql`
  j.attempt_id as "attemptId", j.issuer_id as "issuerId", t.number, m.title,
  case when ${isBlindWork('j.enrolment_id')} then null else p.name end as "earnerName", j.stage, j.due_at as "dueAt", j.paused_at as "pausedAt",
  j.passed_over_at as "passedOverAt"`;
const tables = sql`
  join attempts t on t.id = j.attempt_id join enrolments e on e.id = j.enrolment_id
  join micro_credentials m on m.id = j.micro_credential_id join people p on p.id = e.person_id`;

type Lead = { id: string; issuerIds: readonly string[] };

/** Attempts that nobody has, on one page: the first due. */
export const unheldShown = 40;

/** More of one person are not shown at a time. */
export const mostHeld = 200;

/** What somebody holds where a lead leads, begun or given, the first due first; of the lead’s own work nothing. Anchors are nobody’s to hand on. */
export async function listHeldBy(db: Database, personId: string, { id, issuerIds }: Lead): Promise<HeldAttempt[]> {
  const { rows } = await sql<HeldRow>`
    select ${columns}, h.how, h.since from (
      select a.attempt_id, 'begun' as how, a.claimed_at as since from assessments a
      where a.assessor_id = ${personId} and a.state = 'claimed' and a.role in ('first', 'second', 'adjudicator')
      union all
      select g.attempt_id, 'given', g.assigned_at from assignments g where g.assessor_id = ${personId} and g.ended_at is null
    ) h join judgings j on j.attempt_id = h.attempt_id ${tables}
    where j.issuer_id = any(${issuerIds}::uuid[]) and j.stage in ('scoring', 'adjudication') and e.person_id <> ${id}
    order by j.due_at, j.attempt_id limit ${mostHeld}`.execute(db);
  return rows.map(named);
}

/** What nobody has begun or was given though it waits to be scored, the first due first. */
export async function listUnheld(db: Database, { id, issuerIds }: Lead, limit: number): Promise<HeldAttempt[]> {
  const { rows } = await sql<HeldRow>`
    select ${columns}, null as how, j.submitted_at as since
    from unnest(${issuerIds}::uuid[]) as led (issuer_id)
    cross join lateral (
      select j.* from judgings j
      where j.issuer_id = led.issuer_id and j.stage in ('scoring', 'adjudication')
        and not exists (select from assessments a where a.attempt_id = j.attempt_id and a.state = 'claimed')
        and not exists (select from assignments g where g.attempt_id = j.attempt_id and g.ended_at is null)
      order by j.due_at, j.attempt_id limit ${limit}
    ) j ${tables}
    where e.state = 'submitted' and e.person_id <> ${id} order by j.due_at, j.attempt_id limit ${limit}`.execute(db);
  return rows.map(named);
}

function named({ earnerName, how, ...row }: HeldRow): HeldAttempt {
  return { ...row, how: how ?? undefined, earnerName: earnerName ?? blindName(row.attemptId) };
}

/** Of the issuers that somebody leads; another’s is *not found*. */
export async function getLedAttempt(
  db: Database,
  lead: { issuerIds: readonly string[] },
  attemptId: string,
): Promise<void> {
  const attempt = await db
    .selectFrom('attempts')
    .select('id')
    .where('id', '=', attemptId)
    .where('issuer_id', 'in', [...lead.issuerIds])
    .executeTakeFirst();
  if (!attempt) throw new NotFoundError('attempt');
}
