import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import type { EarlierVoice, Scoring } from './desk.queries.ts';

export type SeatRole = 'first' | 'second' | 'adjudicator' | 'appeal' | 'anchor' | 'qualification';

type Seat = { assessmentId: string; attemptId: string; role: SeatRole; round: number };

/**
 * What whoever sits here is given beside the attempt. An independent seat is given nothing: nobody sees there what another
 * said. An adjudicator sees what was said of the look-fors that they decide, an appeal’s assessor what was decided, and why
 * the earner asks.
 */
export async function findSeat(
  db: Database | Trx,
  { assessmentId, attemptId, role, round }: Seat,
): Promise<Pick<Scoring, 'only' | 'earlierVoices' | 'reason'>> {
  if (role === 'adjudicator') {
    const only = await contestedOf(db, { assessmentId, attemptId, round });
    const { rows } = await sql<EarlierVoice & { lookFor: string }>`
      select r.look_for_key as "lookFor", r.value, r.condition, r.comment, r.locators
      from assessments a join ratings r on r.assessment_id = a.id
      where a.attempt_id = ${attemptId} and a.state = 'completed' and r.look_for_key = any(${only}::text[])
        and (r.value is not null or r.condition is not null)
        and (a.role in ('first', 'second') or a.role = 'adjudicator' and a.round < ${round})
      order by a.role = 'adjudicator', a.round, a.role`.execute(db);
    return { only, earlierVoices: byLookFor(rows) };
  }
  if (role === 'appeal') {
    const appeal = await db
      .selectFrom('appeals')
      .select(['look_fors', 'reason'])
      .where('attempt_id', '=', attemptId)
      .executeTakeFirst();
    if (!appeal) return {};
    const { rows } = await sql<EarlierVoice & { lookFor: string }>`
      select look_for_key as "lookFor", value, condition, comment, locators from decision_ratings
      where attempt_id = ${attemptId} and look_for_key = any(${appeal.look_fors}::text[])`.execute(db);
    return { only: appeal.look_fors, earlierVoices: byLookFor(rows), reason: appeal.reason };
  }
  return {};
}

/** While the adjudication is open what is contested; afterwards what was rated in it. */
async function contestedOf(
  db: Database | Trx,
  { assessmentId, attemptId, round }: Omit<Seat, 'role'>,
): Promise<string[]> {
  const { rows } = await sql<{ lookFors: string[] }>`
    select case when j.stage = 'adjudication' and j.adjudication_round = ${round} then j.contested
      else array(select r.look_for_key from ratings r where r.assessment_id = ${assessmentId} order by 1) end as "lookFors"
    from judgings j where j.attempt_id = ${attemptId}`.execute(db);
  return rows[0]?.lookFors ?? [];
}

function byLookFor(rows: (EarlierVoice & { lookFor: string })[]): NonNullable<Scoring['earlierVoices']> {
  return [...Map.groupBy(rows, ({ lookFor }) => lookFor)].map(([lookFor, spoken]) => ({
    lookFor,
    voices: spoken.map(({ lookFor: _, ...voice }) => voice),
  }));
}
