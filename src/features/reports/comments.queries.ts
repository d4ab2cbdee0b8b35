import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { type ReportScope, within } from './report-scope.ts';

export type Returned = {
  microCredentialId: string;
  key: string;
  rated: number;
  almost: number;
  no: number;
  conditions: number;
};

/** Of each look-for how often it was judged in released decisions, and how often it came back. */
export async function listReturned(db: Database, scope: ReportScope): Promise<Returned[]> {
  const { rows } = await sql<Returned>`
    select j.micro_credential_id as "microCredentialId", r.look_for_key as key, count(*) as rated,
      count(*) filter (where r.value = 'almost') as almost, count(*) filter (where r.value = 'no') as no,
      count(*) filter (where r.condition is not null) as conditions
    from judgings j join decision_ratings r on r.attempt_id = j.attempt_id
    where ${within(scope, 'j')} group by 1, 2`.execute(db);
  return rows;
}

/** Attempts whose comments are read for frequent phrases: the latest ones. */
const mostAttempts = 2000;

/** What released comments said to look-fors that came back, of the latest attempts; and every name that may stand in them. */
export async function listReturnedComments(
  db: Database,
  scope: ReportScope,
): Promise<{ comments: { attemptId: string; text: string }[]; names: string[] }> {
  const { rows: comments } = await sql<{ attemptId: string; text: string; people: string[] }>`
    with latest as (
      select j.attempt_id, j.enrolment_id, d.decided_by from judgings j join decisions d on d.attempt_id = j.attempt_id
      where ${within(scope, 'j')} and d.outcome <> 'earned' order by d.released_at desc limit ${mostAttempts}
    )
    select l.attempt_id as "attemptId", r.comment as text, array[e.person_id, l.decided_by] as people
    from latest l join enrolments e on e.id = l.enrolment_id join decision_ratings r on r.attempt_id = l.attempt_id
    where r.comment <> '' and r.value is distinct from 'yes'`.execute(db);
  const people = [...new Set(comments.flatMap(({ people: each }) => each))];
  const { rows } = await sql<{ name: string }>`
    select name from people where id = any(${people}::uuid[])
    union select peer_name from attestations where enrolment_id in (
      select enrolment_id from judgings where attempt_id = any(${[...new Set(comments.map(({ attemptId }) => attemptId))]}::uuid[]))`.execute(
    db,
  );
  return { comments, names: rows.map(({ name }) => name) };
}
