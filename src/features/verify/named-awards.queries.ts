import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import type { NamedAwards } from './verify-result.tsx';

type NamedAward = NamedAwards['awards'][number];

/** Those of these awards that there are, in the order in which they are named: what a list of them tells, and no more. */
export async function listNamedAwards(db: Database, publicIds: readonly string[]): Promise<NamedAward[]> {
  if (publicIds.length === 0) return [];
  const rows = await db
    .selectFrom('awards as a')
    .leftJoin('definition_versions as d', 'd.id', 'a.definition_version_id')
    .leftJoin('series_versions as v', 'v.id', 'a.series_version_id')
    .leftJoin('assessing_settings as s', 's.issuer_id', 'a.issuer_id')
    .select([
      'a.public_id as publicId',
      'a.awarded_at as awardedAt',
      timeZoneOf.as('timeZone'),
      sql<string>`coalesce(d.document ->> 'title', v.document -> 'stackAward' ->> 'title', v.document ->> 'title')`.as(
        'title',
      ),
      sql<string>`(select c.recipient_name from award_credentials c
        where c.award_id = a.id order by c.number desc limit 1)`.as('recipientName'),
    ])
    .where('a.public_id', 'in', publicIds)
    .execute();
  const found = new Map(rows.map((row) => [row.publicId, row]));
  return publicIds.map((publicId) => found.get(publicId)).filter((row) => row !== undefined);
}
