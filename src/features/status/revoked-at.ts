import { type RawBuilder, sql } from 'kysely';

/** When an award was revoked, or null while it is not, as a column; null for no award, too. */
export function revokedAt(awardId: RawBuilder<unknown>): RawBuilder<Date | null> {
  return sql<Date | null>`(
    select case when s.status = 'revoked' then s.at end from award_status_events s
    where s.award_id = ${awardId} order by s.at desc, s.id desc limit 1
  )`;
}

/**
 * The state of an enrolment (`e`) as its earner is told it, as a column: what was earned and is revoked or suspended since is no
 * longer told as earned. What expired was earned all the same.
 */
export const toldState = sql`case when e.state = 'earned' then coalesce((
    select case when s.status in ('revoked', 'suspended') then s.status end from award_status_events s
    where s.award_id = (select w.id from awards w where w.enrolment_id = e.id) order by s.at desc, s.id desc limit 1
  ), 'earned') else e.state::text end`;

/** What says what an award (`w`) counts as, as a column of JSON; null for no award. */
export const awardSigns = sql<{
  changed: { to: 'suspended' | 'revoked' | 'in-force'; at: string } | null;
  validUntil: string | null;
} | null>`case when w.id is not null then json_build_object(
    'changed', (select json_build_object('to', s.status, 'at', s.at) from award_status_events s
      where s.award_id = w.id order by s.at desc, s.id desc limit 1),
    'validUntil', (select c.valid_until from award_credentials c where c.award_id = w.id order by c.number desc limit 1)) end`;
