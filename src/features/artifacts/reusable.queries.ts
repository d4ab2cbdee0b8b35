import { sql } from 'kysely';
import type { Requirement } from '#domain/definition/schema.ts';
import { type FileType, mediaTypePattern } from '#domain/evidence/file-types.ts';
import type { Database } from '#platform/database.ts';

export type ReusableArtifact = {
  id: string;
  kind: 'file' | 'link';
  name: string;
  mediaType: string | null;
  size: number | null;
  pages: number | null;
  url: string | null;
  createdAt: Date;
  /** Of the micro-credential that it was handed in for. */
  workTitle: string;
  enrolmentId: string;
};

export type ReusableSearch = {
  personId: string;
  enrolmentId: string;
  requirement: Requirement;
  /** Part of the name. */
  words: string;
  /** One of the types that the requirement takes; absent for all of them. */
  type: FileType | undefined;
  /** The id of the last row of the page before. */
  after: string | undefined;
};

const perPage = 30;

/**
 * The earner’s artifacts that a requirement would take and doesn’t hold yet, newest first: of each content, or address, the
 * newest. One statement for the page and the count.
 */
export async function listReusable(db: Database, search: ReusableSearch) {
  const { rules } = search.requirement;
  const accept = 'accept' in rules ? rules.accept : [];
  const types = search.type === undefined ? accept : accept.filter((type) => type === search.type);
  const most = 'maxMegabytes' in rules ? rules.maxMegabytes * 1e6 : 0;
  const { rows } = await sql<ReusableArtifact & { total: string; createdAt: string }>`
    with mine as (
      select distinct on (coalesce(a.blob_sha256, a.url)) a.*, b.size, b.media_type, v.document ->> 'title' as work_title
        from artifacts a
        join enrolments e on e.id = a.enrolment_id
        join definition_versions v on v.id = e.definition_version_id
        left join blobs b on b.sha256 = a.blob_sha256
        left join blob_facts f on f.blob_sha256 = a.blob_sha256
       where a.owner_id = ${search.personId} and a.removed_at is null and not a.is_private
         and coalesce(f.scan, 'none') <> 'infected'
         and case a.kind
               when 'link' then ${types.includes('link')}
               else b.media_type ~ ${mediaTypePattern(types)} and b.size <= ${most}
             end
         and not exists (
           select 1 from artifacts here
            where here.enrolment_id = ${search.enrolmentId} and here.requirement_key = ${search.requirement.id}
              and here.removed_at is null
              and (here.blob_sha256 = a.blob_sha256 or here.url = a.url))
         and strpos(lower(a.name), lower(${search.words})) > 0
       order by coalesce(a.blob_sha256, a.url), a.id desc
    )
    select id, kind, name, media_type as "mediaType", size::float8 as size, pages, url, created_at as "createdAt",
           work_title as "workTitle", enrolment_id as "enrolmentId", (select count(*) from mine) as total
      from mine
     where ${search.after ?? null}::uuid is null or id < ${search.after ?? null}::uuid
     order by id desc
     limit ${perPage + 1}`.execute(db);
  const artifacts = rows
    .slice(0, perPage)
    .map(({ total: _total, ...row }) => ({ ...row, createdAt: new Date(row.createdAt) }));
  return {
    artifacts,
    /** Of all pages; of a page behind the last it is not known. */
    total: Number(rows[0]?.total ?? 0),
    next: rows.length > perPage ? artifacts.at(-1)?.id : undefined,
  };
}
