import { sql } from 'kysely';
import type { Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import { awardStatus } from '../status/status.queries.ts';

export type RecordIssuer = { id: string; slug: string; name: string; awards: number };

/** The issuers that awarded somebody something that is in force, each with a record of its own. */
export async function listRecordIssuers(db: Database, personId: string, now: Date): Promise<RecordIssuer[]> {
  const { rows } = await sql<RecordIssuer>`
    select i.id, i.slug, i.name, count(*)::int as awards
    from awards a join issuers i on i.id = a.issuer_id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where a.person_id = ${personId} and status.state = 'in-force'
    group by i.id order by i.name, i.id`.execute(db);
  return rows;
}

export type AwardOfRecord = {
  publicId: string;
  kind: 'micro-credential' | 'stack';
  slug: string;
  title: string;
  awardedAt: Date;
  /** Of the issuer. */
  timeZone: string;
  credentialId: string;
  credential: Record<string, unknown>;
  /** Public ids of the awards that a stack award was made of. */
  pieces: string[];
};

/** What one issuer awarded somebody and is in force, the oldest first, with the newest credential of each. */
export async function listAwardsOfRecord(
  db: Database,
  { personId, issuerId, now }: { personId: string; issuerId: string; now: Date },
): Promise<AwardOfRecord[]> {
  const { rows } = await sql<AwardOfRecord>`
    select a.public_id as "publicId", a.kind, coalesce(dv.document ->> 'slug', sv.document ->> 'slug') as slug,
      coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title') as title,
      a.awarded_at as "awardedAt", ${timeZoneOf} as "timeZone", c.id as "credentialId", c.credential,
      array(
        select piece.public_id from award_pieces p join awards piece on piece.id = p.piece_award_id
        where p.stack_award_id = a.id order by piece.awarded_at, piece.id
      ) as pieces
    from awards a
      cross join lateral (
        select id, credential from award_credentials where award_id = a.id order by number desc limit 1
      ) as c
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
      left join assessing_settings s on s.issuer_id = a.issuer_id
    where a.person_id = ${personId} and a.issuer_id = ${issuerId} and status.state = 'in-force'
    order by a.awarded_at, a.id`.execute(db);
  return rows;
}

export type SeriesOfRecord = { versionId: string; number: number; sha256: string; document: Series };

/** The current version of each of an issuer's series that one of these micro-credentials belongs to. */
export async function listSeriesOf(
  db: Database,
  issuerId: string,
  slugs: readonly string[],
): Promise<SeriesOfRecord[]> {
  if (slugs.length === 0) return [];
  const { rows } = await sql<SeriesOfRecord>`
    select v.id as "versionId", v.number, v.sha256, v.document
    from series s join series_versions v on v.id = s.current_version_id
    where s.issuer_id = ${issuerId} and exists (
      select from jsonb_array_elements(v.document -> 'members') as member
      where member ->> 'microCredential' = any(${[...slugs]}::text[])
    )
    order by s.id`.execute(db);
  return rows;
}

export type RecordShare = { id: string; note: string; createdAt: Date; endedAt: Date | null };

/** A person's links to their records, newest first. */
export async function listShares(db: Database, personId: string): Promise<RecordShare[]> {
  const rows = await db
    .selectFrom('record_shares')
    .select(['id', 'note', 'created_at', 'ended_at'])
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({ id: row.id, note: row.note, createdAt: row.created_at, endedAt: row.ended_at }));
}
