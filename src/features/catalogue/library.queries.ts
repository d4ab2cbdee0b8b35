import { type RawBuilder, sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { toldState } from '../status/revoked-at.ts';
import { type LibraryFilter, hourRanges } from './library-filter.ts';

export const pageSize = 24;
const mostWords = 8;

/** How alike a word and one of the title must be (pg_trgm's word_similarity) to count as mistyped: `cultraly` is 0.44 of `culturally`. */
const likeness = 0.42;

export type WorkState = 'working' | 'submitted' | 'earned' | 'suspended' | 'revoked';

export type LibraryItem = {
  id: string;
  slug: string;
  title: string;
  statement: string;
  pdHours: number;
  audience: string[];
  issuerName: string;
  /** What the viewer has made of it. */
  state: WorkState | null;
};

export type LibraryPage = {
  items: LibraryItem[];
  /** Over all pages. */
  count: number;
  /** Where the next page begins. */
  next: string | undefined;
};

/** One page of the library, in one statement. */
export async function listLibrary(db: Database, filter: LibraryFilter, viewerId: string | null): Promise<LibraryPage> {
  const { key, descending } = sortKeys(filter)[filter.sort];
  const cursor = readCursor(filter);
  const direction = descending ? sql`desc` : sql`asc`;
  const later = descending ? sql`<` : sql`>`;
  const type = filter.sort === 'title' ? sql`text` : sql`float8`;
  const past = cursor ? sql`where (key, id) ${later} (${cursor.key}::${type}, ${cursor.id}::uuid)` : sql``;
  const { rows } = await sql<LibraryItem & { key: string; count: number }>`
    with matched as (
      select m.id, m.slug, m.title, m.statement, m.pd_hours::float8 as "pdHours", m.audience, i.name as "issuerName", ${key} as key
      from micro_credentials m join issuers i on i.id = m.issuer_id
      where m.current_version_id is not null and ${conditions(filter)}
    ), page as (
      select * from matched ${past} order by key ${direction}, id ${direction} limit ${pageSize + 1}
    )
    select page.id, slug, title, statement, "pdHours", audience, "issuerName", key::text as key,
      (select count(*) from matched) as count, ${stateOf(sql`page.id`, viewerId)} as state
    from page order by page.key ${direction}, page.id ${direction}`.execute(db);
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return {
    items,
    count: rows[0]?.count ?? 0,
    next: rows.length > pageSize && last ? `${last.key}~${last.id}` : undefined,
  };
}

/** The viewer's newest work on a micro-credential, as a column. */
export function stateOf(microCredentialId: RawBuilder<unknown>, viewerId: string | null): RawBuilder<WorkState | null> {
  if (viewerId === null) return sql`null`;
  return sql`(select ${toldState} from enrolments e where e.person_id = ${viewerId} and e.micro_credential_id = ${microCredentialId}
    and e.state <> 'withdrawn' order by e.created_at desc limit 1)`;
}

function conditions({ q, issuer, series, audience, hours }: LibraryFilter): RawBuilder<unknown> {
  const range = hours && hourRanges[hours];
  const all = [
    ...q.split(/\s+/).filter(Boolean).slice(0, mostWords).map(matchesWord),
    issuer && sql`i.slug = ${issuer}`,
    series &&
      sql`exists (select 1 from series_members sm join series s on s.id = sm.series_id where sm.micro_credential_id = m.id and s.slug = ${series})`,
    audience && sql`${audience} = any (m.audience)`,
    range && sql`m.pd_hours between ${range.from} and ${range.to}`,
  ].filter((condition) => condition !== undefined && condition !== '');
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `);
}

/** By its stem anywhere in the text, with any two neighbouring letters swapped back as well, or nearly as it stands in the title or the issuer's name; words such as “the” match all. */
function matchesWord(word: string): RawBuilder<unknown> {
  const swapped = swapNeighbours(word);
  const meant = swapped.length === 0 ? sql`` : sql`or m.search @@ to_tsquery('english', ${swapped.join(' | ')})`;
  return sql`(numnode(plainto_tsquery('english', ${word})) = 0 or m.search @@ plainto_tsquery('english', ${word}) ${meant}
    or word_similarity(${word}, m.title) >= ${likeness} or word_similarity(${word}, i.name) >= ${likeness})`;
}

/** Trigrams hardly see a word whose letters are swapped: `grwoing` is as like `growing` as any other word in -ing. */
function swapNeighbours(word: string): string[] {
  if (!/^\p{L}{5,20}$/u.test(word)) return [];
  const letters = [...word];
  return letters.slice(1).map((letter, i) => letters.toSpliced(i, 2, letter, letters[i]!).join(''));
}

function sortKeys({
  q,
}: LibraryFilter): Record<LibraryFilter['sort'], { key: RawBuilder<unknown>; descending: boolean }> {
  return {
    relevance: {
      key: sql`(ts_rank_cd(m.search, websearch_to_tsquery('english', ${q})) + word_similarity(${q}, m.title))::float8`,
      descending: true,
    },
    title: { key: sql`m.title`, descending: false },
    'fewest-hours': { key: sql`m.pd_hours::float8`, descending: false },
    'most-hours': { key: sql`m.pd_hours::float8`, descending: true },
  };
}

/** A number as PostgreSQL writes a float8 that some sort counts by. */
const numberKey = /^\d{1,8}(\.\d{1,25})?(e[-+]?\d{1,2})?$/;

/** A cursor that is not of this sort is no cursor. */
function readCursor({ after, sort }: LibraryFilter): { key: string; id: string } | undefined {
  if (after === undefined) return undefined;
  const at = after.lastIndexOf('~');
  const [key, id] = [after.slice(0, at), after.slice(at + 1)];
  return sort === 'title' || numberKey.test(key) ? { key, id } : undefined;
}

export type Choice = { value: string; label: string };
export type LibraryChoices = { issuers: Choice[]; series: Choice[]; audiences: string[] };

/** What can be chosen from: only what leads to something. */
export async function listLibraryChoices(db: Database): Promise<LibraryChoices> {
  const { rows } = await sql<LibraryChoices>`select
    coalesce((select json_agg(json_build_object('value', slug, 'label', name) order by name) from issuers i
      where exists (select 1 from micro_credentials m where m.issuer_id = i.id and m.current_version_id is not null)), '[]') as issuers,
    coalesce((select json_agg(json_build_object('value', slug, 'label', title) order by title) from series where current_version_id is not null), '[]') as series,
    coalesce((select json_agg(distinct one) from micro_credentials m, unnest(m.audience) as one where current_version_id is not null), '[]') as audiences`.execute(
    db,
  );
  return rows[0]!;
}
