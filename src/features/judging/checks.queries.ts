import { sql } from 'kysely';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listLookFors, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { CompletenessReason } from '#domain/assessment/completeness.ts';
import type { Database } from '#platform/database.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { notConflicted } from '../queue/eligibility.queries.ts';

/** The requirements that an attempt can go back for: all in a first one, afterwards those that an open look-for judges. */
export function checkableRequirements({
  definition,
  sealed,
}: {
  definition: Definition;
  sealed: Pick<SealedAttempt, 'carriedOver'>;
}): Requirement[] {
  const all = listRequirements(definition);
  if (sealed.carriedOver.length === 0) return all;
  const carried = new Set(sealed.carriedOver.map(({ lookFor }) => lookFor));
  const open = new Set(listLookFors(definition).flatMap(({ id, judges }) => (carried.has(id) ? [] : judges)));
  return all.filter(({ id }) => open.has(id));
}

/** An attempt that waits for somebody to look whether it is complete. */
export type WaitingCheck = {
  attemptId: string;
  number: number;
  title: string;
  issuerName: string;
  earnerName: string;
  isBlind: boolean;
  submittedAt: Date;
  checkDueAt: Date;
};

/** What waits for its check at the assessor's issuers, the first due first, without own work and what they have a conflict with. */
export async function listWaitingChecks(db: Database, assessor: Assessor, limit = 40): Promise<WaitingCheck[]> {
  const { rows } = await sql<WaitingCheck>`
    select j.attempt_id as "attemptId", t.number, m.title, i.name as "issuerName", p.name as "earnerName",
      j.is_blind as "isBlind", j.submitted_at as "submittedAt", j.check_due_at as "checkDueAt"
    from judgings j
    join attempts t on t.id = j.attempt_id
    join enrolments e on e.id = j.enrolment_id
    join people p on p.id = e.person_id
    join micro_credentials m on m.id = j.micro_credential_id
    join issuers i on i.id = j.issuer_id
    where j.issuer_id = any(${assessor.issuerIds}::uuid[]) and j.stage = 'pre_check' and e.state = 'submitted'
      and ${notConflicted(assessor.id)}
    order by j.check_due_at, j.attempt_id limit ${limit}`.execute(db);
  return rows;
}

/** How a check was answered. */
export type AnsweredCheck = {
  outcome: 'complete' | 'incomplete';
  reasons: CompletenessReason[];
  checkedBy: string;
  checkedAt: Date;
};

export async function findAnsweredCheck(db: Database, attemptId: string): Promise<AnsweredCheck | undefined> {
  const row = await db
    .selectFrom('completeness_checks as c')
    .innerJoin('people as p', 'p.id', 'c.checked_by')
    .select(['c.outcome', 'c.reasons', 'p.name as checkedBy', 'c.checked_at as checkedAt'])
    .where('c.attempt_id', '=', attemptId)
    .executeTakeFirst();
  return row && { ...row, reasons: row.reasons as CompletenessReason[] };
}
