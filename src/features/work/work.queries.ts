import { sql } from 'kysely';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import type { JudgedAttempt, RatingValue } from '#domain/assessment/standing.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Database, Trx } from '#platform/database.ts';

/** What the earner heard of every judged attempt of an enrolment, oldest first. */
export async function listJudgedAttempts(db: Database | Trx, enrolmentId: string): Promise<JudgedAttempt[]> {
  return (await listJudgedAttemptsOf(db, [enrolmentId])).get(enrolmentId) ?? [];
}

type JudgedRow = {
  enrolment_id: string;
  number: number;
  lookFor: string;
  value: RatingValue | null;
  condition: ConditionCode | null;
  comment: string;
  locators: PlacedLocator[];
  onAppeal: boolean;
};

/**
 * The same for several enrolments in one statement, by enrolment: the released ratings, and over them what an appeal that
 * is decided made of them. An attempt that was returned before anybody judged it is not among them.
 */
export async function listJudgedAttemptsOf(
  db: Database | Trx,
  enrolmentIds: readonly string[],
): Promise<Map<string, JudgedAttempt[]>> {
  const { rows } = await sql<JudgedRow>`
    select t.enrolment_id, t.number, r.look_for_key as "lookFor",
      coalesce(p.value, r.value) as value, case when p.value is null then r.condition end as condition,
      coalesce(p.comment, r.comment) as comment, coalesce(p.locators, r.locators) as locators,
      p.value is not null as "onAppeal"
    from attempts t
    join decision_ratings r on r.attempt_id = t.id
    left join appeals a on a.attempt_id = t.id and a.state = 'decided'
    left join appeal_ratings p on p.attempt_id = a.attempt_id and p.look_for_key = r.look_for_key and p.value is not null
    where t.enrolment_id = any(${enrolmentIds}::uuid[])
    order by t.number, r.look_for_key`.execute(db);
  const byEnrolment = Map.groupBy(rows, (row) => row.enrolment_id);
  return new Map([...byEnrolment].map(([enrolmentId, ofEnrolment]) => [enrolmentId, toJudged(ofEnrolment)]));
}

function toJudged(rows: JudgedRow[]): JudgedAttempt[] {
  return [...Map.groupBy(rows, (row) => row.number)].map(([number, ratings]) => ({
    number,
    ratings: ratings.map(({ lookFor, value, condition, comment, locators, onAppeal }) => ({
      ...{ lookFor, value, comment },
      ...(condition !== null && { condition }),
      ...(locators.length > 0 && { locators }),
      ...(onAppeal && { onAppeal }),
    })),
  }));
}

/** What was sealed in one of the person's own attempts, and in the one before it. */
export async function findSealedAttempt(
  db: Database,
  command: { personId: string; enrolmentId: string; number: number },
): Promise<{ sealed: SealedAttempt; previous: SealedAttempt | undefined } | undefined> {
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .leftJoin('attempts as b', (join) =>
      join.onRef('b.enrolment_id', '=', 't.enrolment_id').on((eb) => eb('b.number', '=', eb('t.number', '-', 1))),
    )
    .select(['t.sealed', 'b.sealed as previous'])
    .where('e.person_id', '=', command.personId)
    .where('t.enrolment_id', '=', command.enrolmentId)
    .where('t.number', '=', command.number)
    .executeTakeFirst();
  return (
    row && { sealed: row.sealed as SealedAttempt, previous: (row.previous ?? undefined) as SealedAttempt | undefined }
  );
}

/**
 * For every artifact of an enrolment, the latest version before it that an attempt holds, where there is one: versions in
 * between, which nobody was shown, are passed over.
 */
export async function listSealedVersions(db: Database | Trx, enrolmentId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; earlier: string }>`
    with recursive lineage (id, earlier) as (
      select id, replaces_id from artifacts where enrolment_id = ${enrolmentId} and removed_at is null and replaces_id is not null
      union all
      select l.id, a.replaces_id from lineage l join artifacts a on a.id = l.earlier
        where a.replaces_id is not null and not exists (select from attempt_files f where f.artifact_id = a.id)
    )
    select l.id, l.earlier from lineage l where exists (select from attempt_files f where f.artifact_id = l.earlier)`.execute(
    db,
  );
  return new Map(rows.map(({ id, earlier }) => [id, earlier]));
}
