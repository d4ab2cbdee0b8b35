import { type RawBuilder, sql } from 'kysely';
import { type Beginning, type OrderedSeries, advisory, mayBegin } from '#domain/series/prerequisites.ts';
import type { Database } from '#platform/database.ts';
import { awardStatus } from '../status/status.queries.ts';

/** What a series says of the order of its members, with their titles. */
export type SeriesOrder = {
  series: OrderedSeries;
  /** Whether it is of the micro-credential's own issuer: nobody else's order binds. */
  own: boolean;
  titles: Record<string, string>;
};

/** The current order of every series that a micro-credential stands in, as a column. */
export function ordersOf(
  microCredentialId: RawBuilder<unknown>,
  issuerId: RawBuilder<unknown>,
): RawBuilder<SeriesOrder[]> {
  return sql<SeriesOrder[]>`coalesce((
    select json_agg(json_build_object(
      'own', s.issuer_id = ${issuerId},
      'series', json_build_object('slug', s.slug, 'title', s.title, 'tiers', v.document -> 'tiers',
        'members', v.document -> 'members', 'prerequisites', coalesce(v.document -> 'prerequisites', '[]')),
      'titles', (select json_object_agg(x.slug, x.title) from series_members o
        join micro_credentials x on x.id = o.micro_credential_id where o.series_id = s.id)
    ) order by s.title, s.id)
    from series_members sm join series s on s.id = sm.series_id join series_versions v on v.id = s.current_version_id
    where sm.micro_credential_id = ${microCredentialId}), '[]')`;
}

/**
 * The slugs of what a person has earned, as a column: awards that are neither revoked nor suspended, and what was decided as earned
 * while its award is still to be signed. One that expired was earned all the same.
 */
export function earnedBy(personId: string | null, now: Date): RawBuilder<string[]> {
  if (personId === null) return sql<string[]>`array[]::text[]`;
  return sql<string[]>`array(
    select m.slug from awards a join micro_credentials m on m.id = a.micro_credential_id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where a.person_id = ${personId}::uuid and status.state not in ('revoked', 'suspended')
    union
    select m.slug from enrolments e join micro_credentials m on m.id = e.micro_credential_id
    where e.person_id = ${personId}::uuid and e.state = 'earned' and not exists (select from awards a where a.enrolment_id = e.id))`;
}

/** Whether somebody may begin a micro-credential, with the titles that an answer names. */
export type KnownBeginning = { beginning: Beginning; titles: ReadonlyMap<string, string> };

export function decideBeginning(
  orders: readonly SeriesOrder[],
  earned: readonly string[],
  slug: string,
): KnownBeginning {
  const set = orders.map(({ series, own }) => (own ? series : advisory(series)));
  return {
    beginning: mayBegin(set, new Set(earned), slug),
    titles: new Map(orders.flatMap(({ titles }) => Object.entries(titles))),
  };
}

export async function findBeginning(
  db: Database,
  { personId, slug, now }: { personId: string; slug: string; now: Date },
): Promise<KnownBeginning> {
  const { rows } = await sql<{ orders: SeriesOrder[]; earned: string[] }>`
    select ${ordersOf(sql.ref('m.id'), sql.ref('m.issuer_id'))} as orders, ${earnedBy(personId, now)} as earned
    from micro_credentials m where m.slug = ${slug}`.execute(db);
  const [row] = rows;
  return decideBeginning(row?.orders ?? [], row?.earned ?? [], slug);
}
