import { sql } from 'kysely';
import type { ListedPage } from '#domain/open-data/sitemap.ts';
import type { Database } from '#platform/database.ts';

/** Pages that are there on every installation. */
const fixed = ['/', '/library', '/open-data', '/verify'];

export type SitemapPart = { pages: ListedPage[]; /** How many parts there are. */ parts: number };

/** One part of all pages that are anybody’s to find, from 1 on. Awards are not among them: they are their earners’ to show. */
export async function readSitemapPart(
  db: Database,
  { part, perPart }: { part: number; perPart: number },
): Promise<SitemapPart> {
  const { rows } = await sql<{ count: number; pages: { path: string; lastModified: string | null }[] }>`
    with listed as (
      select 0 as rank, path, null::timestamptz as modified from unnest(${fixed}::text[]) as path
      union all
      select 1, '/series/' || s.slug, v.published_at from series s join series_versions v on v.id = s.current_version_id
      union all
      select 2, '/micro-credentials/' || m.slug, v.published_at
      from micro_credentials m join definition_versions v on v.id = m.current_version_id
      union all
      select 3, '/credit/rules/' || r.slug, v.published_at
      from credit_rules r join credit_rule_versions v on v.id = r.current_version_id
    ), page as (
      select * from listed order by rank, path limit ${perPart} offset ${(part - 1) * perPart}
    )
    select (select count(*) from listed) as count,
      coalesce(json_agg(json_build_object('path', path, 'lastModified', modified) order by rank, path), '[]') as pages from page`.execute(
    db,
  );
  const { count, pages } = rows[0]!;
  return {
    pages: pages.map(({ path, lastModified }) => ({
      path,
      lastModified: lastModified ? new Date(lastModified) : null,
    })),
    parts: Math.max(1, Math.ceil(count / perPart)),
  };
}
