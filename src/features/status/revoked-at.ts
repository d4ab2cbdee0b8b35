import { type RawBuilder, sql } from 'kysely';

/** When an award was revoked, or null while it is not, as a column; null for no award, too. */
export function revokedAt(awardId: RawBuilder<unknown>): RawBuilder<Date | null> {
  return sql<Date | null>`(
    select case when s.status = 'revoked' then s.at end from award_status_events s
    where s.award_id = ${awardId} order by s.at desc, s.id desc limit 1
  )`;
}

/** The state of an enrolment (`e`) as its earner is told it, as a column: what was earned and then revoked is no longer earned. */
export const toldState = sql`case
  when e.state = 'earned' and ${revokedAt(sql`(select w.id from awards w where w.enrolment_id = e.id)`)} is not null then 'revoked'
  else e.state::text end`;
