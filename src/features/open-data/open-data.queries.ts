import { sql } from 'kysely';
import type { Definition, Series } from '#domain/definition/schema.ts';
import { type CaseListing, caseSorts } from '#domain/open-data/case-list.ts';
import type { Subject } from '#domain/open-data/ids.ts';
import type { Database } from '#platform/database.ts';
import { type SeriesOrder, ordersOf } from '../series/standing.queries.ts';

type Published = { number: number; publishedAt: Date; issuerSlug: string; issuerName: string };

/** The columns of a published version `v` of an issuer `i`. */
const published = sql`v.number, v.published_at as "publishedAt", i.slug as "issuerSlug", i.name as "issuerName"`;

export type OfferedRow = Published & {
  definition: Definition;
  orders: SeriesOrder[];
  /** The slugs of the series with a stack award in which it stands. */
  stacks: string[];
};

/** A micro-credential as it is offered now. */
export async function findOfferedNow(db: Database, slug: string): Promise<OfferedRow | undefined> {
  const { rows } = await sql<OfferedRow>`
    select v.document as definition, ${published}, ${ordersOf(sql.ref('m.id'), sql.ref('m.issuer_id'))} as orders,
      array(select s.slug from series_members sm join series s on s.id = sm.series_id
        join series_versions sv on sv.id = s.current_version_id
        where sm.micro_credential_id = m.id and sv.document ->> 'stackAward' is not null order by s.slug) as stacks
    from micro_credentials m join definition_versions v on v.id = m.current_version_id join issuers i on i.id = m.issuer_id
    where m.slug = ${slug}`.execute(db);
  return rows[0];
}

export type SeriesRow = Published & { series: Series };

export async function findSeriesNow(db: Database, slug: string): Promise<SeriesRow | undefined> {
  const { rows } = await sql<SeriesRow>`select v.document as series, ${published}
    from series s join series_versions v on v.id = s.current_version_id join issuers i on i.id = s.issuer_id
    where s.slug = ${slug}`.execute(db);
  return rows[0];
}

export type IssuerRow = {
  issuer: { slug: string; name: string; statement: string; website: string | null; email: string | null };
  offers: Subject[];
};

/** An issuer and what it offers now. */
export async function findIssuer(db: Database, slug: string): Promise<IssuerRow | undefined> {
  const { rows } = await sql<IssuerRow>`
    select json_build_object('slug', i.slug, 'name', i.name, 'statement', i.statement, 'website', i.website, 'email', i.email) as issuer,
      coalesce((select json_agg(json_build_object('kind', o.kind, 'slug', o.slug) order by o.kind, o.slug) from (
        select 'micro-credential' as kind, slug from micro_credentials where issuer_id = i.id and current_version_id is not null
        union all select 'series', slug from series where issuer_id = i.id and current_version_id is not null) o), '[]') as offers
    from issuers i where i.slug = ${slug}`.execute(db);
  return rows[0];
}

export type VersionRow = Published & { definition: Definition };

/** The versions of a micro-credential: the one that is offered alone, or the others, the newest first. */
export async function listCaseVersions(db: Database, slug: string, which: 'current' | 'others'): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select v.document as definition, ${published}
    from micro_credentials m join definition_versions v on v.micro_credential_id = m.id join issuers i on i.id = m.issuer_id
    where m.slug = ${slug} and (v.id = m.current_version_id) = ${which === 'current'}
    order by v.number desc`.execute(db);
  return rows;
}

export type DocumentRow = { slug: string; title: string; statement: string } & Published;

/** A page of all that is offered. Paged by offset, as the standard has it. */
export async function listDocuments(
  db: Database,
  { limit, offset, sort, descending }: CaseListing,
): Promise<{ count: number; documents: DocumentRow[] }> {
  const direction = descending ? sql`desc` : sql`asc`;
  const { rows } = await sql<{
    count: number;
    documents: (Omit<DocumentRow, 'publishedAt'> & { publishedAt: string })[];
  }>`
    with offered as (
      select m.id, m.slug, m.title, m.statement, v.number, v.published_at, i.slug as issuer, i.name as creator
      from micro_credentials m join definition_versions v on v.id = m.current_version_id join issuers i on i.id = m.issuer_id
    ), page as (
      select *, row_number() over (order by ${sql.ref(caseSorts[sort])} ${direction}, id) as place from offered
      order by place limit ${limit} offset ${offset}
    )
    select (select count(*) from offered) as count, coalesce(json_agg(json_build_object('slug', slug, 'title', title,
      'statement', statement, 'number', number, 'publishedAt', published_at, 'issuerSlug', issuer, 'issuerName', creator)
      order by place), '[]') as documents from page`.execute(db);
  const { count, documents } = rows[0]!;
  return { count, documents: documents.map((one) => ({ ...one, publishedAt: new Date(one.publishedAt) })) };
}

export type ListedRow = Subject & { title: string; issuerSlug: string; issuerName: string };

export const rowsPerPage = 50;

/** What the page for people lists, by title; one more than a page when there are more. */
export async function listOpenData(
  db: Database,
  after: { title: string; slug: string } | undefined,
): Promise<{ counts: Record<'microCredentials' | 'series' | 'issuers', number>; rows: ListedRow[] }> {
  type Row = { counts: Record<'microCredentials' | 'series' | 'issuers', number>; rows: ListedRow[] };
  const { rows } = await sql<Row>`
    with offered as (
      select 'micro-credential' as kind, slug, title, issuer_id from micro_credentials where current_version_id is not null
      union all select 'series', slug, title, issuer_id from series where current_version_id is not null
    ), page as (
      select * from offered where ${after?.title ?? null}::text is null
        or (title, slug) > (${after?.title ?? null}, ${after?.slug ?? null})
      order by title, slug limit ${rowsPerPage + 1}
    )
    select json_build_object('microCredentials', (select count(*) from offered where kind = 'micro-credential'),
        'series', (select count(*) from offered where kind = 'series'),
        'issuers', (select count(distinct issuer_id) from offered)) as counts,
      coalesce((select json_agg(json_build_object('kind', p.kind, 'slug', p.slug, 'title', p.title, 'issuerSlug', i.slug,
        'issuerName', i.name) order by p.title, p.slug) from page p join issuers i on i.id = p.issuer_id), '[]') as rows`.execute(
    db,
  );
  return rows[0]!;
}
