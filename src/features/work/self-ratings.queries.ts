import type { SelfRatingValue, SelfRatings } from '#domain/assessment/self-rating.ts';
import type { Database } from '#platform/database.ts';

type Own = { personId: string; enrolmentId: string };

/** How the earner sees their own work now. Nobody else's query asks for it. */
export async function listSelfRatings(db: Database, { personId, enrolmentId }: Own): Promise<SelfRatings> {
  const rows = await db
    .selectFrom('self_ratings as s')
    .innerJoin('enrolments as e', 'e.id', 's.enrolment_id')
    .select(['s.look_for_key', 's.value'])
    .where('s.enrolment_id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .execute();
  return new Map(rows.map((row) => [row.look_for_key, row.value]));
}

/** How the earner saw it when each attempt was sealed, by attempt. */
export async function listSelfRatingsOfAttempts(
  db: Database,
  { personId, enrolmentId }: Own,
): Promise<Map<number, SelfRatings>> {
  const rows = await db
    .selectFrom('attempt_self_ratings as s')
    .innerJoin('attempts as t', 't.id', 's.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select(['t.number', 's.look_for_key', 's.value'])
    .where('t.enrolment_id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .execute();
  const byAttempt = new Map<number, Map<string, SelfRatingValue>>();
  for (const { number, look_for_key: lookFor, value } of rows) {
    const ratings = byAttempt.get(number) ?? new Map<string, SelfRatingValue>();
    byAttempt.set(number, ratings.set(lookFor, value));
  }
  return byAttempt;
}
