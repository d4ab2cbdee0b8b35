import { sql } from 'kysely';
import type { Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import { nameAmong, presentName } from '../awards/present-name.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import { awardStatus } from '../status/status.queries.ts';
import { isLastStack } from './stack.queries.ts';

export type LedSeries = { id: string; series: Series; issuerId: string };

/** A series of this issuer, in its current version. */
export async function findLedSeries(db: Database, issuerId: string, slug: string): Promise<LedSeries | undefined> {
  const row = await db
    .selectFrom('series as s')
    .innerJoin('series_versions as v', 'v.id', 's.current_version_id')
    .select(['s.id', 'v.document'])
    .where('s.issuer_id', '=', issuerId)
    .where('s.slug', '=', slug)
    .executeTakeFirst();
  return row && { id: row.id, series: row.document as Series, issuerId };
}

export type SeriesPerson = {
  personId: string;
  name: string;
  email: string;
  /** Of the issuer's own members: what another issuer awarded is that one's to show. */
  earned: number;
  underWay: number;
  /** Their stack award, where they have one. */
  /** `awardedOn`: the day on the issuer’s calendar. */
  stack: { publicId: string; awardedOn: string; state: string } | null;
};

export const peoplePerPage = 50;

/**
 * Everybody who has begun a member of the series that this issuer publishes, or has its stack award: those who have earned most
 * first. After the person `after`; one more than `limit` when there are more.
 */
export async function listSeriesPeople(
  db: Database,
  { id, issuerId }: Pick<LedSeries, 'id' | 'issuerId'>,
  { after, limit, now }: { after: string | undefined; limit: number; now: Date },
): Promise<SeriesPerson[]> {
  const { rows } = await sql<SeriesPerson>`
    with far as (${farOf(id, issuerId)})
    select p.id as "personId", ${nameAmong('p', sql`array[${issuerId}::uuid]`)} as name, p.email, page.earned, page."underWay",
      (select json_build_object('publicId', a.public_id, 'awardedOn', (a.awarded_at at time zone ${timeZoneOf})::date, 'state', status.state)
        from awards a left join assessing_settings s on s.issuer_id = a.issuer_id cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
        where a.kind = 'stack' and a.series_id = ${id} and a.person_id = p.id and ${isLastStack(sql.ref('a.id'))}) as stack
    from (
      select * from far
      where ${after ?? null}::uuid is null
        or (earned, person_id) < (select earned, person_id from far where person_id = ${after ?? null}::uuid)
      order by earned desc, person_id desc limit ${limit + 1}
    ) page join people p on p.id = page.person_id
    order by page.earned desc, page.person_id desc`.execute(db);
  return rows;
}

/** How far everybody is, by person; the states of enrolments that are at work. */
function farOf(seriesId: string, issuerId: string) {
  return sql`
    select person_id, (count(distinct micro_credential_id) filter (where state = 'earned'))::int as earned,
      (count(distinct micro_credential_id) filter (where state in ('working', 'submitted')))::int as "underWay"
    from (
      select e.person_id, e.micro_credential_id, e.state from series_members sm
        join enrolments e on e.micro_credential_id = sm.micro_credential_id
      where sm.series_id = ${seriesId} and e.issuer_id = ${issuerId} and e.state in ('working', 'submitted', 'earned')
      union all
      select a.person_id, null, 'stack' from awards a where a.kind = 'stack' and a.series_id = ${seriesId}
    ) one group by person_id`;
}

export type SeriesCounts = { people: number; finished: number };

export async function countSeriesPeople(
  db: Database,
  { id, issuerId }: Pick<LedSeries, 'id' | 'issuerId'>,
  now: Date,
): Promise<SeriesCounts> {
  const { rows } = await sql<SeriesCounts>`
    select (select count(*)::int from (${farOf(id, issuerId)}) far) as people,
      (select count(*)::int from awards a cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
        where a.kind = 'stack' and a.series_id = ${id} and status.state in ('in-force', 'expired')) as finished`.execute(
    db,
  );
  return rows[0]!;
}

export type OpenReview = {
  id: string;
  name: string;
  stackPublicId: string;
  pieceTitle: string;
  piecePublicId: string;
  pieceStatus: 'suspended' | 'revoked';
  foundAt: Date;
};

/** Stack awards in force whose pieces, as they are now, do not meet the rule, and nobody has decided what that means. */
export async function listOpenReviews(db: Database, { id }: Pick<LedSeries, 'id'>, now: Date): Promise<OpenReview[]> {
  const { rows } = await sql<OpenReview>`
    select r.id, ${presentName('a')} as name, a.public_id as "stackPublicId", v.document ->> 'title' as "pieceTitle",
      piece.public_id as "piecePublicId", last.status as "pieceStatus", r.found_at as "foundAt"
    from stack_reviews r
      join awards a on a.id = r.stack_award_id and a.series_id = ${id}
      join award_status_events e on e.id = r.piece_event_id
      join awards piece on piece.id = e.award_id
      join definition_versions v on v.id = piece.definition_version_id
      join lateral (select o.id, o.status from award_status_events o where o.award_id = piece.id
        order by o.at desc, o.id desc limit 1) last on last.id = e.id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where r.decided_at is null and status.state <> 'revoked'
    order by r.found_at, r.id limit 100`.execute(db);
  return rows;
}

/** Whether there is such a review of a stack award of this series, decided or not. */
export async function hasReview(db: Database, { id }: Pick<LedSeries, 'id'>, reviewId: string): Promise<boolean> {
  const row = await db
    .selectFrom('stack_reviews as r')
    .innerJoin('awards as a', 'a.id', 'r.stack_award_id')
    .select('r.id')
    .where('r.id', '=', reviewId)
    .where('a.series_id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}
