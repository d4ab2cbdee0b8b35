import { sql } from 'kysely';
import { blindName } from '#domain/assessment/blind-name.ts';
import type { Database, Trx } from '#platform/database.ts';
import { notConflicted } from './eligibility.queries.ts';
import { isBlindWork } from '../blind/blindness.queries.ts';
import type { DeskAssessor, WaitingAttempt } from './queue.queries.ts';

/** What an assessor has in hand: claimed, until the lease runs out. */
export type ClaimedAttempt = WaitingAttempt & { assessmentId: string; role: string; rated: number };

/** What was given to an assessor, and they have not begun. */
export type AssignedAttempt = Omit<WaitingAttempt, 'holder'> & {
  assignmentId: string;
  role: string;
  assignedAt: Date;
};

/** A row as the database has it: without a name where judging is blind. */
type Nameless<Attempt> = Omit<Attempt, 'earnerName' | 'holder'> & { earnerName: string | null };

const attemptColumns = sql`
  t.id as "attemptId", t.number, m.title, t.issuer_id as "issuerId", i.name as "issuerName",
  case when ${isBlindWork('e.id')} then null else p.name end as "earnerName", coalesce(j.language, 'en') as language,
  t.submitted_at as "submittedAt", coalesce((select ap.due_at from appeals ap where ap.attempt_id = t.id and ap.state = 'open'), j.due_at, e.due_at,
    t.submitted_at + interval '7 days') as "dueAt",
  j.paused_at as "pausedAt", coalesce(j.independent = 2, false) as "isDouble"`;

const attemptTables = sql`
  join enrolments e on e.id = t.enrolment_id
  join micro_credentials m on m.id = e.micro_credential_id
  join issuers i on i.id = t.issuer_id
  join people p on p.id = e.person_id
  left join judgings j on j.attempt_id = t.id`;

/** What the assessor has claimed and not yet finished, the first due first. Seeded anchors are among it, like any other. */
export async function listClaimed(db: Database | Trx, assessor: DeskAssessor): Promise<ClaimedAttempt[]> {
  const { rows } = await sql<Nameless<ClaimedAttempt> & { until: Date }>`
    select ${attemptColumns}, a.id as "assessmentId", a.role, a.lease_expires_at as until,
      (select count(*) from ratings r
        where r.assessment_id = a.id and (r.value is not null or r.condition is not null)) as rated
    from assessments a join attempts t on t.id = a.attempt_id ${attemptTables}
    left join appeals l on l.attempt_id = t.id and a.role = 'appeal'
    where a.assessor_id = ${assessor.id} and a.state = 'claimed' and a.role <> 'qualification'
      and a.issuer_id = any(${assessor.issuerIds}::uuid[])
      and (a.role in ('anchor', 'appeal') or e.state = 'submitted')
    order by "dueAt", a.id`.execute(db);
  return rows.map(({ until, ...row }) => ({ ...named(row), holder: { name: null, until } }));
}

/** What was given to the assessor and waits for them, the first due first. */
export async function listAssigned(db: Database | Trx, assessor: DeskAssessor): Promise<AssignedAttempt[]> {
  const { rows } = await sql<Nameless<AssignedAttempt>>`
    select ${attemptColumns}, g.id as "assignmentId", g.role, g.assigned_at as "assignedAt"
    from assignments g join attempts t on t.id = g.attempt_id ${attemptTables}
    left join appeals l on l.attempt_id = t.id and g.role = 'appeal'
    where g.assessor_id = ${assessor.id} and g.ended_at is null and g.issuer_id = any(${assessor.issuerIds}::uuid[])
      and (g.role = 'appeal' or e.state in ('submitted', 'anchor'))
    order by "dueAt", g.id`.execute(db);
  return rows.map(named);
}

function named<Row extends { attemptId: string; earnerName: string | null }>(row: Row) {
  return { ...row, earnerName: row.earnerName ?? blindName(row.attemptId) };
}

/** Appeals that a lead may answer themselves, since nobody has them; without those against what they had a part in. */
export async function listAppeals(
  db: Database,
  lead: DeskAssessor,
  { limit }: { limit: number },
): Promise<WaitingAttempt[]> {
  if (lead.issuerIds.length === 0) return [];
  const { rows } = await sql<Nameless<WaitingAttempt>>`
    select ${attemptColumns} from appeals l join attempts t on t.id = l.attempt_id ${attemptTables}
    where l.issuer_id = any(${lead.issuerIds}::uuid[]) and l.state = 'open' and ${notConflicted(lead.id)}
      and not exists (select from assessments a where a.attempt_id = l.attempt_id
        and (a.assessor_id = ${lead.id} or a.role = 'appeal') and a.state in ('claimed', 'completed'))
      and not exists (select from assignments g where g.attempt_id = l.attempt_id and g.role = 'appeal' and g.ended_at is null)
    order by l.due_at, l.attempt_id limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...named(row), holder: null }));
}
