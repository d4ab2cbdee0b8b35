import { sql } from 'kysely';
import type { JudgedAttempt, RatingValue } from '#domain/assessment/standing.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Database, Trx } from '#platform/database.ts';

/** The released ratings of every decided attempt of an enrolment, oldest first. */
export async function listJudgedAttempts(db: Database | Trx, enrolmentId: string): Promise<JudgedAttempt[]> {
  return (await listJudgedAttemptsOf(db, [enrolmentId])).get(enrolmentId) ?? [];
}

/** The same for several enrolments in one statement, by enrolment. */
export async function listJudgedAttemptsOf(
  db: Database | Trx,
  enrolmentIds: readonly string[],
): Promise<Map<string, JudgedAttempt[]>> {
  const rows = await db
    .selectFrom('attempts')
    .innerJoin('decisions', 'decisions.attempt_id', 'attempts.id')
    .leftJoin('ratings', (join) =>
      join.onRef('ratings.assessment_id', '=', 'decisions.assessment_id').on('ratings.value', 'is not', null),
    )
    .select(['attempts.enrolment_id', 'attempts.number'])
    .select(['ratings.look_for_key', 'ratings.value', 'ratings.comment'])
    .where('attempts.enrolment_id', 'in', [...enrolmentIds])
    .orderBy('attempts.number')
    .execute();
  const byEnrolment = Map.groupBy(rows, (row) => row.enrolment_id);
  return new Map([...byEnrolment].map(([enrolmentId, ofEnrolment]) => [enrolmentId, toJudged(ofEnrolment)]));
}

type RatingRow = { number: number; look_for_key: string | null; value: string | null; comment: string | null };

function toJudged(rows: RatingRow[]): JudgedAttempt[] {
  return [...Map.groupBy(rows, (row) => row.number)].map(([number, ratings]) => ({
    number,
    ratings: ratings.flatMap(({ look_for_key: lookFor, value, comment }) =>
      lookFor === null || value === null ? [] : [{ lookFor, value: value as RatingValue, comment: comment ?? '' }],
    ),
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
