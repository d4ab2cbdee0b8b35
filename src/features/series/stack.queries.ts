import { type RawBuilder, sql } from 'kysely';
import type { AwardState, RevocationCode } from '#domain/award/status.ts';
import type { Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { awardStatus } from '../status/status.queries.ts';

/** An award that may be a piece of a stack award: not revoked, not suspended. */
export type EarnedPiece = {
  awardId: string;
  slug: string;
  title: string;
  awardedAt: Date;
  publicId: string;
  /** The newest of its credentials. */
  credentialId: string;
  credential: Record<string, unknown>;
};

/** What a person has earned of the members of a series, the newest award of each. */
export async function listEarnedPieces(
  db: Database,
  { personId, seriesId, now }: { personId: string; seriesId: string; now: Date },
): Promise<EarnedPiece[]> {
  const { rows } = await sql<EarnedPiece>`
    select distinct on (sm.position) a.id as "awardId", m.slug, v.document ->> 'title' as title, a.awarded_at as "awardedAt",
      a.public_id as "publicId", c.credential ->> 'id' as "credentialId", c.credential
    from series_members sm
      join awards a on a.micro_credential_id = sm.micro_credential_id and a.kind = 'micro-credential'
      join micro_credentials m on m.id = sm.micro_credential_id
      join definition_versions v on v.id = a.definition_version_id
      join lateral (select credential from award_credentials where award_id = a.id order by number desc limit 1) c on true
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where sm.series_id = ${seriesId} and a.person_id = ${personId} and status.state not in ('revoked', 'suspended')
    order by sm.position, a.awarded_at desc, a.id desc`.execute(db);
  return rows;
}

/** Of the stack awards of one person and series, the last: no other was issued instead of it. */
export function isLastStack(awardId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`not exists (select from awards later where later.instead_of = ${awardId})`;
}

/** The stack award that somebody has of a series, or had last. */
export async function findLastStack(
  db: Database,
  { personId, seriesId, now }: { personId: string; seriesId: string; now: Date },
): Promise<{ id: string; publicId: string; state: AwardState } | undefined> {
  const { rows } = await sql<{ id: string; publicId: string; state: AwardState }>`
    select a.id, a.public_id as "publicId", status.state from awards a
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where a.kind = 'stack' and a.person_id = ${personId} and a.series_id = ${seriesId} and ${isLastStack(sql.ref('a.id'))}`.execute(
    db,
  );
  return rows[0];
}

/** The code of the revocation that took effect on an award; null, where there was none. */
export function revokedFor(awardId: RawBuilder<unknown>): RawBuilder<RevocationCode | null> {
  return sql<RevocationCode | null>`(
    select r.code from revocations r where r.award_id = ${awardId} and r.state = 'revoked'
    order by r.decided_at desc, r.id desc limit 1
  )`;
}

export type RevokedStack = { series: Series; slugs: string[]; code: RevocationCode | null };

/**
 * Why a stack award was revoked, what counted then, and the rule that it was issued by: whether it was revoked because it had lost
 * a piece, or for something else.
 */
export async function findRevokedStack(db: Database, awardId: string): Promise<RevokedStack> {
  const { rows } = await sql<RevokedStack>`
    select v.document as series, ${revokedFor(sql.ref('stack.id'))} as code, array(
      select distinct m.slug from awards a join micro_credentials m on m.id = a.micro_credential_id
        join award_credentials c on c.award_id = a.id and c.number = 1
        left join lateral (
          select e.status from award_status_events e where e.award_id = a.id and (e.at, e.id) <= (revoked.at, revoked.id)
          order by e.at desc, e.id desc limit 1
        ) event on true
      where a.person_id = stack.person_id and c.created_at <= revoked.at
        and coalesce(event.status, 'in-force') not in ('revoked', 'suspended')
    ) as slugs
    from awards stack join series_versions v on v.id = stack.series_version_id
      join lateral (select e.at, e.id from award_status_events e where e.award_id = stack.id and e.status = 'revoked'
        order by e.at desc, e.id desc limit 1) revoked on true
    where stack.id = ${awardId}`.execute(db);
  return rows[0]!;
}

/** The slugs of all awards of a person that are neither revoked nor suspended. */
export async function listAwardedSlugs(
  db: Database,
  { personId, now }: { personId: string; now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select distinct m.slug from awards a join micro_credentials m on m.id = a.micro_credential_id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where a.person_id = ${personId} and status.state not in ('revoked', 'suspended')`.execute(db);
  return rows.map(({ slug }) => slug);
}

export type StackSource = {
  seriesId: string;
  series: Series;
  version: { id: string; number: number; sha256: string; publishedAt: Date };
  issuer: { id: string; slug: string; name: string; statement: string; website: string | null; email: string | null };
};

/** A series in its current version, with its issuer; `undefined` when nobody published it, or it has no stack award. */
export async function findStackSource(db: Database, seriesId: string): Promise<StackSource | undefined> {
  const row = await db
    .selectFrom('series as s')
    .innerJoin('series_versions as v', 'v.id', 's.current_version_id')
    .innerJoin('issuers as i', 'i.id', 's.issuer_id')
    .select(['v.id', 'v.number', 'v.sha256', 'v.published_at', 'v.document'])
    .select(['i.id as issuer_id', 'i.slug', 'i.name', 'i.statement', 'i.website', 'i.email'])
    .where('s.id', '=', seriesId)
    .executeTakeFirst();
  if (!row) return undefined;
  // Checked when it was published; it never changes.
  const series = row.document as Series;
  if (!series.stackAward) return undefined;
  const { issuer_id: id, slug, name, statement, website, email } = row;
  return {
    seriesId,
    series,
    version: { id: row.id, number: row.number, sha256: row.sha256, publishedAt: row.published_at },
    issuer: { id, slug, name, statement, website, email },
  };
}

/** The series with a stack award that a micro-credential stands in. */
export async function listStackSeries(db: Database, microCredentialId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from series_members sm join series s on s.id = sm.series_id join series_versions v on v.id = s.current_version_id
    where sm.micro_credential_id = ${microCredentialId} and jsonb_typeof(v.document -> 'stackAward') = 'object'
    order by s.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Of those without a stack award that stands, who has so many awards of the series' members; in the order of their ids. */
export async function listAlmostFinishers(
  db: Database,
  { seriesId, fewest, after, limit }: { seriesId: string; fewest: number; after: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.person_id as id from series_members sm
      join awards a on a.micro_credential_id = sm.micro_credential_id and a.kind = 'micro-credential'
    where sm.series_id = ${seriesId} and (${after ?? null}::uuid is null or a.person_id > ${after ?? null}::uuid)
      and not exists (
        select from awards o where o.person_id = a.person_id and o.series_id = ${seriesId} and o.kind = 'stack'
          and not exists (select from award_status_events e where e.award_id = o.id and e.status = 'revoked')
      )
    group by a.person_id having count(distinct a.micro_credential_id) >= ${fewest}
    order by a.person_id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
