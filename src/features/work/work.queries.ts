import type { JudgedAttempt, RatingValue } from '#domain/assessment/standing.ts';
import type { Database, Trx } from '#platform/database.ts';

/** The released ratings of every decided attempt of an enrolment, oldest first. */
export async function listJudgedAttempts(db: Database | Trx, enrolmentId: string): Promise<JudgedAttempt[]> {
  const rows = await db
    .selectFrom('attempts')
    .innerJoin('decisions', 'decisions.attempt_id', 'attempts.id')
    .leftJoin('ratings', (join) =>
      join.onRef('ratings.assessment_id', '=', 'decisions.assessment_id').on('ratings.value', 'is not', null),
    )
    .select(['attempts.number', 'ratings.look_for_key', 'ratings.value', 'ratings.comment'])
    .where('attempts.enrolment_id', '=', enrolmentId)
    .orderBy('attempts.number')
    .execute();
  return [...Map.groupBy(rows, (row) => row.number)].map(([number, ratings]) => ({
    number,
    ratings: ratings.flatMap(({ look_for_key, value, comment }) =>
      look_for_key === null || value === null
        ? []
        : [{ lookFor: look_for_key, value: value as RatingValue, comment: comment ?? '' }],
    ),
  }));
}
