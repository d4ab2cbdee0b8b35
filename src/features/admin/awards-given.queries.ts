import { sql } from 'kysely';
import type { AwardState } from '#domain/award/status.ts';
import type { Database } from '#platform/database.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import { presentName } from '../awards/present-name.ts';
import { awardStatus } from '../status/status.queries.ts';
import { containing } from './admin.queries.ts';

export type AwardGiven = {
  id: string;
  publicId: string;
  recipient: string;
  slug: string;
  title: string;
  awardedAt: Date;
  /** Of the issuer. */
  timeZone: string;
  status: AwardState;
};

export const awardsPerPage = 50;

/** Of a micro-credential, or of a series for its stack award. */
const title = sql<string>`coalesce(mc.title, sv.document -> 'stackAward' ->> 'title', series.title)`;

const recipient = presentName('a');

type AwardFilter = { issuerId: string; search: string; before?: string | undefined };

function awardsOf(db: Database, { issuerId, search }: AwardFilter) {
  return db
    .selectFrom('awards as a')
    .leftJoin('micro_credentials as mc', 'mc.id', 'a.micro_credential_id')
    .leftJoin('series', 'series.id', 'a.series_id')
    .leftJoin('series_versions as sv', 'sv.id', 'a.series_version_id')
    .leftJoin('assessing_settings as s', 's.issuer_id', 'a.issuer_id')
    .where('a.issuer_id', '=', issuerId)
    .$if(search !== '', (query) =>
      query.where((eb) => eb.or([eb(recipient, 'ilike', containing(search)), eb(title, 'ilike', containing(search))])),
    );
}

/** Awards of the issuer, newest first, after the award `before`; one more than a page, when there is more. */
export async function listAwardsGiven(db: Database, filter: AwardFilter & { now: Date }): Promise<AwardGiven[]> {
  return awardsOf(db, filter)
    .select([
      'a.id',
      'a.public_id as publicId',
      recipient.as('recipient'),
      'a.awarded_at as awardedAt',
      timeZoneOf.as('timeZone'),
      sql<string>`coalesce(mc.slug, series.slug)`.as('slug'),
      title.as('title'),
      sql<AwardState>`(select status.state from ${awardStatus(sql.ref('a.id'), filter.now)} as status)`.as('status'),
    ])
    .$if(filter.before !== undefined, (query) =>
      query.where(
        sql<boolean>`(a.awarded_at, a.id) < (select awarded_at, id from awards where id = ${filter.before} and issuer_id = ${filter.issuerId})`,
      ),
    )
    .orderBy('a.awarded_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(awardsPerPage + 1)
    .execute();
}

export async function countAwardsGiven(db: Database, filter: AwardFilter): Promise<number> {
  const row = await awardsOf(db, filter)
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
