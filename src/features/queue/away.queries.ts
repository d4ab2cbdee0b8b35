import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** Who is away today, by their issuer’s clock, and was given something. */
export async function listAwayWithWork(db: Database, now: Date): Promise<{ issuerId: string; personId: string }[]> {
  const { rows } = await sql<{ issuerId: string; personId: string }>`
    select f.issuer_id as "issuerId", f.person_id as "personId" from assessor_profiles f
    left join assessing_settings s on s.issuer_id = f.issuer_id
    where (${now}::timestamptz at time zone coalesce(s.time_zone, 'America/Chicago'))::date between f.away_from and f.away_until
      and exists (select from assignments g
        where g.assessor_id = f.person_id and g.issuer_id = f.issuer_id and g.ended_at is null)`.execute(db);
  return rows;
}
