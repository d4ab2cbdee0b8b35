import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '#platform/database.ts';

/**
 * The seeded anchors that wait for somebody: made for them, not scored yet, of an anchor in use. A fragment after `from`, with
 * `judgings j` and `enrolments e` to go with it.
 */
export const seededFor = (personId: string): RawBuilder<unknown> => sql`
  anchor_seatings s join anchors n on n.id = s.anchor_id and n.state = 'active'
  join judgings j on j.attempt_id = s.attempt_id join enrolments e on e.id = j.enrolment_id
  where s.person_id = ${personId} and s.ended_at is null`;

/** Whether an attempt is one of them. SQL over an attempt’s id. */
export const isSeededFor = (personId: string, attemptId = 'j.attempt_id'): RawBuilder<boolean> => sql<boolean>`exists (
  select from anchor_seatings s join anchors n on n.id = s.anchor_id and n.state = 'active'
  where s.attempt_id = ${sql.ref(attemptId)} and s.person_id = ${personId} and s.ended_at is null)`;

/** The one seat of a seeded anchor, for the person for whom it was made alone; what they have begun they may finish. */
export async function seededSeats(
  trx: Trx,
  { attemptId, personId }: { attemptId: string; personId: string },
): Promise<{ role: 'anchor'; round: number }[]> {
  const { rows } = await sql`
    select 1 from anchor_seatings s join anchors n on n.id = s.anchor_id
    where s.attempt_id = ${attemptId} and s.person_id = ${personId} and s.ended_at is null
      and (n.state = 'active' or exists (select from assessments a
        where a.attempt_id = s.attempt_id and a.assessor_id = s.person_id and a.state = 'claimed'))`.execute(trx);
  return rows.length === 0 ? [] : [{ role: 'anchor', round: 1 }];
}
