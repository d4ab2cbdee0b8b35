import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** A time zone, and the issuers that work by it. */
export type TimeZoneOf = { timeZone: string; issuers: string[] };

/** In which the days of an issuer begin and end whose settings are `s`, or that has none. */
export const timeZoneOf = sql<string>`coalesce(s.time_zone, 'America/Chicago')`;

/** Of all issuers where somebody has a role, or work of their own. */
export async function listTimeZones(db: Database, personId: string): Promise<TimeZoneOf[]> {
  const { rows } = await sql<TimeZoneOf>`
    select ${timeZoneOf} as "timeZone", json_agg(i.name order by i.name) as issuers
    from issuers i left join assessing_settings s on s.issuer_id = i.id
    where i.id in (select m.issuer_id from memberships m where m.person_id = ${personId}
      union select e.issuer_id from enrolments e where e.person_id = ${personId})
    group by 1 order by 1`.execute(db);
  return rows;
}
