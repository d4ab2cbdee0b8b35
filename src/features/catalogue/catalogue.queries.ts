import { sql } from 'kysely';
import type { AwardState } from '#domain/award/status.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Palette } from '#domain/tile/tile.ts';
import type { Database } from '#platform/database.ts';
import {
  type KnownBeginning,
  type SeriesOrder,
  decideBeginning,
  earnedBy,
  ordersOf,
} from '../series/standing.queries.ts';
import { toldState } from '../status/revoked-at.ts';
import { awardStatus } from '../status/status.queries.ts';
import type { WorkState } from './library.queries.ts';

export type Neighbour = { slug: string; title: string };

export type OfferedMicroCredential = {
  definition: Definition;
  versionNumber: number;
  publishedAt: Date;
  issuer: { slug: string; name: string; statement: string };
  series: Neighbour[];
  /** The viewer's newest work on it. */
  work: {
    enrolmentId: string;
    state: WorkState;
    award: { publicId: string; state: AwardState; since: string | null } | null;
  } | null;
} & KnownBeginning;

export async function findOffered(
  db: Database,
  slug: string,
  viewerId: string | null,
  now: Date,
): Promise<OfferedMicroCredential | undefined> {
  const { rows } = await sql<
    Omit<OfferedMicroCredential, keyof KnownBeginning> & { orders: SeriesOrder[]; earned: string[] }
  >`
    select v.document as definition, v.number as "versionNumber", v.published_at as "publishedAt",
      json_build_object('slug', i.slug, 'name', i.name, 'statement', i.statement) as issuer,
      coalesce((select json_agg(json_build_object('slug', s.slug, 'title', s.title) order by s.title)
        from series_members sm join series s on s.id = sm.series_id where sm.micro_credential_id = m.id), '[]') as series,
      (select json_build_object('enrolmentId', e.id, 'state', ${toldState}, 'award', (
          select json_build_object('publicId', w.public_id, 'state', status.state, 'since', status.since)
          from awards w cross join lateral ${awardStatus(sql.ref('w.id'), now)} as status where w.enrolment_id = e.id)) from enrolments e
        where e.person_id = ${viewerId}::uuid and e.micro_credential_id = m.id and e.state <> 'withdrawn'
        order by e.created_at desc limit 1) as work,
      ${ordersOf(sql.ref('m.id'), sql.ref('m.issuer_id'))} as orders, ${earnedBy(viewerId, now)} as earned
    from micro_credentials m
      join definition_versions v on v.id = m.current_version_id
      join issuers i on i.id = m.issuer_id
    where m.slug = ${slug}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { orders, earned, ...offered } = row;
  return { ...offered, ...decideBeginning(orders, earned, slug) };
}

export type HomeSeries = {
  slug: string;
  title: string;
  statement: string;
  issuerName: string;
  members: string[];
  pdHours: number;
};

export type Home = {
  series: HomeSeries[];
  /** Those that stand in no series. */
  single: { slug: string; title: string; statement: string; issuerName: string; pdHours: number }[];
  counts: { microCredentials: number; issuers: number };
};

/** All that the home page shows, in one statement. */
export async function getHome(db: Database): Promise<Home> {
  const { rows } = await sql<Home>`select
    coalesce((select json_agg(json_build_object('slug', s.slug, 'title', s.title, 'statement', s.statement, 'issuerName', i.name,
      'members', (select json_agg(m.slug order by sm.position) from series_members sm join micro_credentials m on m.id = sm.micro_credential_id where sm.series_id = s.id),
      'pdHours', (select sum(m.pd_hours) from series_members sm join micro_credentials m on m.id = sm.micro_credential_id where sm.series_id = s.id)
      ) order by (select count(*) from series_members sm where sm.series_id = s.id) desc)
      from (select * from series where current_version_id is not null order by created_at limit 6) s join issuers i on i.id = s.issuer_id), '[]') as series,
    coalesce((select json_agg(json_build_object('slug', m.slug, 'title', m.title, 'statement', m.statement, 'issuerName', i.name, 'pdHours', m.pd_hours) order by m.title)
      from (select * from micro_credentials m where m.current_version_id is not null
        and not exists (select 1 from series_members sm where sm.micro_credential_id = m.id) order by m.created_at limit 6) m
      join issuers i on i.id = m.issuer_id), '[]') as single,
    json_build_object('microCredentials', (select count(*) from micro_credentials where current_version_id is not null),
      'issuers', (select count(*) from issuers i where exists (select 1 from micro_credentials m where m.issuer_id = i.id))) as counts`.execute(
    db,
  );
  return rows[0]!;
}

/** What a tile is cut from. */
export async function findTile(db: Database, slug: string): Promise<{ title: string; palette: Palette } | undefined> {
  const { rows } = await sql<{ title: string; palette: Palette }>`
    select m.title, i.palette from micro_credentials m join issuers i on i.id = m.issuer_id where m.slug = ${slug}
    union all select s.title, i.palette from series s join issuers i on i.id = s.issuer_id where s.slug = ${slug}
    limit 1`.execute(db);
  return rows[0];
}
