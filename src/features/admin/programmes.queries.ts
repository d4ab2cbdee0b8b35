import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

export type ProgrammeRow = {
  slug: string;
  title: string;
  version: number | null;
  publishedAt: Date | null;
  enrolled: number;
  atWork: number;
};

export type SeriesRow = {
  slug: string;
  title: string;
  version: number | null;
  publishedAt: Date | null;
  members: number;
};

export type VersionRow = {
  number: number;
  sha256: string;
  publishedAt: Date;
  publishedBy: string | null;
  enrolled: number;
  current: boolean;
};

/** The issuer's micro-credentials, with how many people enrolled in each and how many are at work on it. */
export async function listProgrammes(db: Database, issuerId: string): Promise<ProgrammeRow[]> {
  return (await programmesQuery(issuerId).execute(db)).rows;
}

/** The enrolments are counted from their index alone. */
export function programmesQuery(issuerId: string) {
  return sql<ProgrammeRow>`
    select mc.slug, mc.title, dv.number as version, dv.published_at as "publishedAt",
      coalesce(e.enrolled, 0) as enrolled,
      coalesce(e.at_work, 0) as "atWork"
    from micro_credentials mc
    left join definition_versions dv on dv.id = mc.current_version_id
    left join (
      select micro_credential_id, count(*) as enrolled,
        count(*) filter (where state in ('working', 'submitted')) as at_work
      from enrolments where issuer_id = ${issuerId} and state <> 'anchor' group by micro_credential_id
    ) e on e.micro_credential_id = mc.id
    where mc.issuer_id = ${issuerId}
    order by mc.title`;
}

export async function listSeries(db: Database, issuerId: string): Promise<SeriesRow[]> {
  return db
    .selectFrom('series as s')
    .leftJoin('series_versions as sv', 'sv.id', 's.current_version_id')
    .select(['s.slug', 's.title', 'sv.number as version', 'sv.published_at as publishedAt'])
    .select(sql<number>`(select count(*) from series_members sm where sm.series_id = s.id)`.as('members'))
    .where('s.issuer_id', '=', issuerId)
    .orderBy('s.title')
    .execute();
}

export async function findProgramme(db: Database, issuerId: string, slug: string) {
  return db
    .selectFrom('micro_credentials')
    .select(['id', 'slug', 'title', 'statement'])
    .where('issuer_id', '=', issuerId)
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** Every version of a micro-credential, newest first. */
export async function listVersions(db: Database, issuerId: string, microCredentialId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select dv.number, dv.sha256, dv.published_at as "publishedAt", p.name as "publishedBy",
      (select count(*) from enrolments e where e.issuer_id = dv.issuer_id
        and e.micro_credential_id = dv.micro_credential_id and e.definition_version_id = dv.id and e.state <> 'anchor') as enrolled,
      mc.current_version_id = dv.id as current
    from definition_versions dv
    join micro_credentials mc on mc.id = dv.micro_credential_id
    left join people p on p.id = dv.published_by
    where dv.issuer_id = ${issuerId} and dv.micro_credential_id = ${microCredentialId}
    order by dv.number desc`.execute(db);
  return rows;
}

/** The documents of two versions of a micro-credential, by number. */
export async function findDocuments(db: Database, microCredentialId: string, numbers: readonly number[]) {
  const rows = await db
    .selectFrom('definition_versions')
    .select(['number', 'document'])
    .where('micro_credential_id', '=', microCredentialId)
    .where('number', 'in', [...numbers])
    .execute();
  return new Map(rows.map(({ number, document }) => [number, document]));
}
