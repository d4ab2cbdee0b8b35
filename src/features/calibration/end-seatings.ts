import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';

type EndSeatings = {
  anchorIds: readonly string[];
  /**
   * Whether also those who are at it stop: their claim is gone, as when an earner takes an attempt back, and a go at a set
   * that it is part of is void.
   */
  letGo: boolean;
  now: Date;
};

/** Takes the copies of anchors out of the queues in which they wait. What was scored stays as it was scored. */
export async function endSeatings(trx: Trx, { anchorIds, letGo, now }: EndSeatings): Promise<void> {
  // The enrolments first, as for every claim: one that is being made is there before, or finds nothing any more.
  await sql`
    select e.id from enrolments e join attempts t on t.enrolment_id = e.id
    where t.id in (select s.attempt_id from anchor_seatings s where s.anchor_id = any(${anchorIds}::uuid[]) and s.ended_at is null)
      or t.id in (select n.attempt_id from anchors n where n.id = any(${anchorIds}::uuid[]))
    order by e.id for update of e`.execute(trx);
  if (letGo) {
    const { rows: goes } = await sql<{ id: string }>`
      update qualifications q set void_at = ${now}
      where q.finished_at is null and q.void_at is null and exists (
        select from qualification_set_anchors x where x.set_id = q.set_id and x.anchor_id = any(${anchorIds}::uuid[]))
      returning q.id`.execute(trx);
    await sql`
      update assessments a set state = 'let_go' where a.state = 'claimed' and (
        a.qualification_id = any(${goes.map(({ id }) => id)}::uuid[])
        or a.role = 'anchor' and a.attempt_id in (
          select s.attempt_id from anchor_seatings s where s.anchor_id = any(${anchorIds}::uuid[])))`.execute(trx);
  }
  const { rows } = await sql<{ attemptId: string }>`
    update anchor_seatings s set ended_at = ${now}
    where s.anchor_id = any(${anchorIds}::uuid[]) and s.ended_at is null
      and not exists (select from assessments a where a.attempt_id = s.attempt_id and a.state = 'claimed')
    returning s.attempt_id as "attemptId"`.execute(trx);
  await sql`
    update assignments set ended_at = ${now}, end_reason = 'over'
    where attempt_id = any(${rows.map(({ attemptId }) => attemptId)}::uuid[]) and ended_at is null`.execute(trx);
}
