import { sql } from 'kysely';
import type { RevocationCode } from '#domain/award/status.ts';
import type { Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { presentName } from '../awards/present-name.ts';
import { awardStatus } from '../status/status.queries.ts';
import { isLastStack, revokedFor } from './stack.queries.ts';
import { earnedBy } from './standing.queries.ts';

export type SeriesMember = { slug: string; title: string; pdHours: number; tier: string; strand: string };

/** Where the viewer stands. */
export type Standing = {
  /** Slugs: awards that count, and what is decided as earned. */
  earned: string[];
  /** What they are at work on, or wait for a decision of. */
  underWay: { slug: string; enrolmentId: string; state: 'working' | 'submitted' }[];
  /** Their stack award, whatever its status. */
  stack: { publicId: string; state: string; revokedFor: RevocationCode | null } | null;
  /** Whether they want their name among those who finished. */
  listed: boolean;
};

export type Finisher = { name: string; publicId: string };

export type MappedSeriesRow = {
  id: string;
  series: Series;
  issuer: { slug: string; name: string };
  members: SeriesMember[];
  standing: Standing;
  /** Everybody whose stack award is in force. */
  finished: number;
  /** Those of them who want to be named, the newest first; one more than a page when there are more. */
  named: Finisher[];
};

export const namedPerPage = 50;

/** A series, where the viewer stands and who finished, in one statement. */
export async function findSeries(
  db: Database,
  { slug, viewerId, now, before }: { slug: string; viewerId: string | null; now: Date; before?: string | undefined },
): Promise<MappedSeriesRow | undefined> {
  const { rows } = await sql<MappedSeriesRow>`
    select s.id, v.document as series, json_build_object('slug', i.slug, 'name', i.name) as issuer,
      (select json_agg(json_build_object('slug', m.slug, 'title', m.title, 'pdHours', m.pd_hours, 'tier', sm.tier,
        'strand', sm.strand) order by sm.position)
        from series_members sm join micro_credentials m on m.id = sm.micro_credential_id where sm.series_id = s.id) as members,
      json_build_object(
        'earned', ${earnedBy(viewerId, now)},
        'underWay', coalesce((
          select json_agg(json_build_object('slug', m.slug, 'enrolmentId', e.id, 'state', e.state))
          from series_members sm join micro_credentials m on m.id = sm.micro_credential_id
            join enrolments e on e.micro_credential_id = m.id and e.person_id = ${viewerId}::uuid and e.state in ('working', 'submitted')
          where sm.series_id = s.id), '[]'),
        'stack', (select json_build_object('publicId', a.public_id, 'state', status.state,
            'revokedFor', ${revokedFor(sql.ref('a.id'))}) from awards a
          cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
          where a.kind = 'stack' and a.series_id = s.id and a.person_id = ${viewerId}::uuid and ${isLastStack(sql.ref('a.id'))}),
        'listed', exists (select from series_listings l where l.series_id = s.id and l.person_id = ${viewerId}::uuid)
      ) as standing,
      (select count(*) from awards a cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
        where a.kind = 'stack' and a.series_id = s.id and status.state in ('in-force', 'expired')) as finished,
      coalesce((select json_agg(json_build_object('name', f.name, 'publicId', f.public_id) order by f.awarded_at desc, f.id desc)
        from (
          select a.id, a.public_id, a.awarded_at, ${presentName('a')} as name
          from series_listings l join awards a on a.series_id = l.series_id and a.person_id = l.person_id and a.kind = 'stack'
            cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
          where l.series_id = s.id and status.state in ('in-force', 'expired')
            and (${before ?? null}::text is null or (a.awarded_at, a.id) <
              (select awarded_at, id from awards where public_id = ${before ?? null} and series_id = s.id))
          order by a.awarded_at desc, a.id desc limit ${namedPerPage + 1}
        ) f), '[]') as named
    from series s join series_versions v on v.id = s.current_version_id join issuers i on i.id = s.issuer_id
    where s.slug = ${slug}`.execute(db);
  return rows[0];
}
