import { type RawBuilder, sql } from 'kysely';
import type { AwardState, RevocationCode } from '#domain/award/status.ts';
import type { Database } from '#platform/database.ts';

export type AwardStatus = {
  state: AwardState;
  /** When it came to be so; `null` for an award that has always been in force. */
  since: Date | null;
  /** For the earner, the issuer's admins and lead assessors alone. */
  reason: string | null;
  /** For everybody: why it was revoked, in a word. */
  code: RevocationCode | null;
};

/**
 * The status of an award as one row (`state`, `since`, `reason`, `code`), to be joined to a list of awards:
 * `cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status`.
 * Revoked goes before suspended, suspended before expired; an award expires when the newest of its credentials does.
 */
export function awardStatus(awardId: RawBuilder<unknown>, now: Date): RawBuilder<AwardStatus> {
  return sql<AwardStatus>`(
    select
      case
        when event.status in ('revoked', 'suspended') then event.status
        when newest.valid_until <= ${now} then 'expired'
        else 'in-force'
      end as state,
      case
        when event.status in ('revoked', 'suspended') then event.at
        when newest.valid_until <= ${now} then newest.valid_until
        else event.at
      end as since,
      case when event.status in ('revoked', 'suspended') then event.reason end as reason,
      case when event.status = 'revoked' then (
        select r.code from revocations r where r.award_id = ${awardId} and r.state = 'revoked' order by r.decided_at desc limit 1
      ) end as code
    from (select 1) as one
      left join lateral (
        select e.status, e.at, e.reason from award_status_events e
        where e.award_id = ${awardId} order by e.at desc, e.id desc limit 1
      ) as event on true
      left join lateral (
        select c.valid_until from award_credentials c where c.award_id = ${awardId} order by c.number desc limit 1
      ) as newest on true
  )`;
}

/** The status of one award, which is there. */
export async function findAwardStatus(db: Database, awardId: string, now: Date): Promise<AwardStatus> {
  const { rows } =
    await sql<AwardStatus>`select status.* from ${awardStatus(sql`${awardId}::uuid`, now)} as status`.execute(db);
  const [status] = rows;
  if (!status) throw new Error('A status is one row, whatever the award');
  return status;
}
