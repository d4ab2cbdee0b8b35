import { sql } from 'kysely';
import { type CaseKeys, listCaseIds } from '#domain/open-data/case-ids.ts';
import { type Subject, ctidOf, issuerCtid } from '#domain/open-data/ids.ts';
import type { Database } from '#platform/database.ts';

/** What an id leads to: a row that is then read fresh. */
export type Known = Subject | { kind: 'issuer'; slug: string };

export type KnownIds = {
  findResource(ctid: string): Promise<Known | undefined>;
  /** The slug of the micro-credential to which something of CASE belongs. */
  findCase(id: string): Promise<string | undefined>;
};

type Loaded = { stamp: string; resources: Map<string, Known>; caseIds: Map<string, string> };

/**
 * Finds what an id is of. Ids are made of addresses and can't be turned back, so all of them are kept in memory: some hundred
 * bytes each, a few dozen to a micro-credential. Versions are only ever added, so an id that is known stays so, and only
 * one that is not makes this look whether there are new ones.
 */
export function createKnownIds(db: Database, baseUrl: string): KnownIds {
  let loaded: Promise<Loaded> | undefined;

  async function find<T>(pick: (known: Loaded) => T | undefined): Promise<T | undefined> {
    const before = loaded;
    const found = before && pick(await before);
    if (found !== undefined) return found;
    if (!before || (await before).stamp !== (await readStamp(db))) {
      // Of many who ask at once, one loads.
      if (loaded === before) {
        loaded = load(db, baseUrl);
        loaded.catch(() => (loaded = undefined));
      }
    }
    return loaded && pick(await loaded);
  }

  return {
    findResource: (ctid) => find(({ resources }) => resources.get(ctid)),
    findCase: (id) => find(({ caseIds }) => caseIds.get(id)),
  };
}

async function readStamp(db: Database): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`select concat_ws('/', (select count(*) from definition_versions),
    (select count(*) from series_versions), (select count(*) from issuers)) as stamp`.execute(db);
  return rows[0]!.stamp;
}

type Row = { stamp: string; issuers: string[]; series: string[]; microCredentials: ({ slug: string } & CaseKeys)[] };

async function load(db: Database, baseUrl: string): Promise<Loaded> {
  const { rows } = await sql<Row>`select concat_ws('/', (select count(*) from definition_versions),
      (select count(*) from series_versions), (select count(*) from issuers)) as stamp,
    array(select slug from issuers) as issuers, array(select slug from series) as series,
    coalesce((select json_agg(json_build_object('slug', m.slug,
      'outcomes', jsonb_path_query_array(v.document, '$.outcomes[*].id'),
      'details', jsonb_path_query_array(v.document, '$.outcomes[*].details[*].id'),
      'guides', jsonb_path_query_array(v.document, '$.guides[*].id'),
      'judged', (select coalesce(jsonb_agg(distinct jsonb_build_array(g -> 'id', d)), '[]')
        from jsonb_path_query(v.document, '$.guides[*]') g, jsonb_path_query(g, '$.lookFors[*].details[*]') d)
    )) from definition_versions v join micro_credentials m on m.id = v.micro_credential_id), '[]') as "microCredentials"`.execute(
    db,
  );
  const { stamp, issuers, series, microCredentials } = rows[0]!;
  return {
    stamp,
    resources: new Map<string, Known>([
      ...issuers.map((slug) => [issuerCtid(baseUrl, slug), { kind: 'issuer', slug }] as const),
      ...subjects(baseUrl, 'series', series),
      ...subjects(baseUrl, 'micro-credential', new Set(microCredentials.map(({ slug }) => slug))),
    ]),
    caseIds: new Map(
      microCredentials.flatMap(({ slug, ...keys }) =>
        listCaseIds(baseUrl, slug, keys).map((id) => [id, slug] as const),
      ),
    ),
  };
}

function subjects(baseUrl: string, kind: Subject['kind'], slugs: Iterable<string>): [string, Known][] {
  return [...slugs].map((slug) => [ctidOf(baseUrl, { kind, slug }), { kind, slug }]);
}
