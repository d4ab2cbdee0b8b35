import { type RawBuilder, sql } from 'kysely';
import type { AwardState } from '#domain/award/status.ts';
import type { Database } from '#platform/database.ts';
import { nameAmong } from '../awards/present-name.ts';
import { revokedAt } from '../status/revoked-at.ts';
import { timeZoneOf } from '../queue/time-zones.queries.ts';
import { awardStatus } from '../status/status.queries.ts';

export type ShownAward = {
  publicId: string;
  slug: string;
  title: string;
  issuerName: string;
  status: AwardState;
  /** Null where the earner does not show hours, or there are none. */
  pdHours: number | null;
  /** Null where the earner does not show dates. */
  /** The day on its issuer’s calendar. */
  awardedOn: string | null;
};

/** Of a series that the earner chose, with nothing but what the awards on the page say already. */
export type ShownSeries = { slug: string; title: string; members: { slug: string; title: string; isLaid: boolean }[] };

export type ShownProfile = {
  name: string;
  handle: string | null;
  headline: string;
  about: string;
  mayBeFound: boolean;
  awards: ShownAward[];
  series: ShownSeries[];
};

/** What anyone sees at a handle; nothing unless its earner has switched it on. */
export function findPublicProfile(db: Database, handle: string, now: Date): Promise<ShownProfile | undefined> {
  return findShown(db, sql`p.handle = ${handle} and p.is_on`, now);
}

/** The same for its earner, on or off, as it was saved. */
export function findPreview(db: Database, personId: string, now: Date): Promise<ShownProfile | undefined> {
  return findShown(db, sql`p.person_id = ${personId}::uuid`, now);
}

/**
 * In one statement. An award that is revoked or suspended is not there, whatever was chosen; hours and dates that are not shown do
 * not leave the database; a series lays no stone that the awards beside it don't name, and without any it is not there. Its laid
 * stones come first: a gap between them would tell which award was revoked.
 */
async function findShown(db: Database, where: RawBuilder<unknown>, now: Date): Promise<ShownProfile | undefined> {
  const { rows } = await sql<ShownProfile>`
    with p as (select * from public_profiles p where ${where}),
    shown as (
      select a.id, a.public_id, a.issuer_id, a.micro_credential_id, c.position, (a.awarded_at at time zone ${timeZoneOf})::date as awarded_on, status.state, i.name as issuer,
        coalesce(dv.document, sv.document) as document,
        coalesce(sv.document -> 'stackAward' ->> 'title', dv.document ->> 'title', sv.document ->> 'title') as title
      from p join public_profile_awards c on c.person_id = p.person_id
        join awards a on a.id = c.award_id and a.person_id = p.person_id
        join issuers i on i.id = a.issuer_id
        cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
        left join definition_versions dv on dv.id = a.definition_version_id
        left join series_versions sv on sv.id = a.series_version_id
        left join assessing_settings s on s.issuer_id = a.issuer_id
      where status.state not in ('revoked', 'suspended')
    )
    select ${nameAmong('people', sql`array(select issuer_id from shown)`)} as name, p.handle, p.headline, p.about, p.may_be_found as "mayBeFound",
      coalesce((select json_agg(json_build_object(
        'publicId', public_id, 'slug', document ->> 'slug', 'title', title, 'issuerName', issuer, 'status', state,
        'pdHours', case when p.shows_hours then (document -> 'worth' ->> 'pdHours')::float8 end,
        'awardedOn', case when p.shows_dates then awarded_on end
      ) order by position) from shown), '[]') as awards,
      coalesce((select json_agg(json_build_object('slug', s.slug, 'title', s.title, 'members', (
        select json_agg(json_build_object('slug', m.slug, 'title', m.title, 'isLaid', stone.is_laid) order by stone.is_laid desc, sm.position)
        from series_members sm join micro_credentials m on m.id = sm.micro_credential_id
          cross join lateral (select exists (select from shown where shown.micro_credential_id = m.id) as is_laid) as stone
        where sm.series_id = s.id
      )) order by s.title) from public_profile_series ps join series s on s.id = ps.series_id
        where ps.person_id = p.person_id and exists (select from series_members sm join shown using (micro_credential_id)
          where sm.series_id = s.id)), '[]') as series
    from p join people on people.id = p.person_id`.execute(db);
  return rows[0];
}

export type OwnProfile = {
  handle: string | null;
  isOn: boolean;
  mayBeFound: boolean;
  headline: string;
  about: string;
  showsHours: boolean;
  showsDates: boolean;
  revision: number;
  updatedAt: Date | null;
};

const blank: OwnProfile = {
  ...{ handle: null, isOn: false, mayBeFound: false, headline: '', about: '' },
  ...{ showsHours: false, showsDates: false, revision: 0, updatedAt: null },
};

/** What a person has saved; blank and off while there is nothing. */
export async function findOwnProfile(db: Database, personId: string): Promise<OwnProfile> {
  const row = await db
    .selectFrom('public_profiles')
    .select(['handle', 'is_on as isOn', 'may_be_found as mayBeFound', 'headline', 'about', 'revision'])
    .select(['shows_hours as showsHours', 'shows_dates as showsDates', 'updated_at as updatedAt'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? blank;
}

export type ChoosableAward = {
  publicId: string;
  slug: string;
  title: string;
  issuerName: string;
  status: AwardState;
  /** Where it stands on the page, from 1 on and without a gap; null while it is not on it. */
  position: number | null;
};

/** Everything of a person’s that may be on their page: what is on it first, in its order, then the newest. */
export async function listChoosable(db: Database, personId: string, now: Date): Promise<ChoosableAward[]> {
  const { rows } = await sql<ChoosableAward>`
    select a.public_id as "publicId", coalesce(dv.document ->> 'slug', sv.document ->> 'slug') as slug,
      case when c.position is not null then (row_number() over (order by c.position nulls last))::int end as position,
      coalesce(sv.document -> 'stackAward' ->> 'title', dv.document ->> 'title', sv.document ->> 'title') as title,
      i.name as "issuerName", status.state as status
    from awards a join issuers i on i.id = a.issuer_id
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
      left join public_profile_awards c on c.award_id = a.id and c.person_id = a.person_id
    where a.person_id = ${personId}::uuid and status.state <> 'revoked'
    order by c.position nulls last, a.awarded_at desc, a.id desc`.execute(db);
  return rows;
}

export type ChoosableSeries = { slug: string; title: string; isChosen: boolean };

/** The series in which a person has earned something that is not revoked. */
export async function listChoosableSeries(db: Database, personId: string): Promise<ChoosableSeries[]> {
  const { rows } = await sql<ChoosableSeries>`
    select s.slug, s.title, exists (select from public_profile_series ps
      where ps.series_id = s.id and ps.person_id = ${personId}::uuid) as "isChosen"
    from series s
    where exists (select from series_members sm join awards a on a.micro_credential_id = sm.micro_credential_id
      where sm.series_id = s.id and a.person_id = ${personId}::uuid and ${revokedAt(sql.ref('a.id'))} is null)
    order by s.title, s.id`.execute(db);
  return rows;
}
