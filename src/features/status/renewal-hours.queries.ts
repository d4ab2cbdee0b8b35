import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { awardStatus } from './status.queries.ts';

/**
 * PD hours that the earner of an award has earned since it was issued, or renewed last: those of other awards that count now,
 * whoever gave them.
 */
export async function hoursEarnedSince(db: Database, awardId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ hours: number }>`
    select coalesce(sum((dv.document -> 'worth' ->> 'pdHours')::float8), 0) as hours
    from awards mine
      join awards a on a.person_id = mine.person_id and a.id <> mine.id
      join definition_versions dv on dv.id = a.definition_version_id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where mine.id = ${awardId} and status.state in ('in-force', 'expired')
      and a.awarded_at > (
        select max(c.valid_from) from award_credentials c
        where c.award_id = mine.id and c.reason in ('issued', 'renewed')
      )`.execute(db);
  return rows[0]?.hours ?? 0;
}
