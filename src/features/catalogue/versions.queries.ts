import type { Definition, Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';

export type VersionRow = {
  issuer: { slug: string; name: string };
  version: { number: number; sha256: string };
  publishedAt: Date;
  currentNumber: number;
} & (
  { kind: 'micro-credential'; definition: Definition } | { kind: 'stack'; series: Series; titles: Map<string, string> }
);

const columns = [
  'v.document',
  'v.number',
  'v.sha256',
  'v.published_at as publishedAt',
  'current.number as currentNumber',
  'i.slug as issuerSlug',
  'i.name as issuerName',
] as const;

/** One version of a micro-credential, whether or not it is the current one. */
export async function findDefinitionVersion(
  db: Database,
  slug: string,
  number: number,
): Promise<VersionRow | undefined> {
  const row = await db
    .selectFrom('micro_credentials as m')
    .innerJoin('definition_versions as v', 'v.micro_credential_id', 'm.id')
    .innerJoin('definition_versions as current', 'current.id', 'm.current_version_id')
    .innerJoin('issuers as i', 'i.id', 'm.issuer_id')
    .select(columns)
    .where('m.slug', '=', slug)
    .where('v.number', '=', number)
    .executeTakeFirst();
  return row && { ...shared(row), kind: 'micro-credential', definition: row.document as Definition };
}

/** One version of a series. */
export async function findSeriesVersion(db: Database, slug: string, number: number): Promise<VersionRow | undefined> {
  const row = await db
    .selectFrom('series as s')
    .innerJoin('series_versions as v', 'v.series_id', 's.id')
    .innerJoin('series_versions as current', 'current.id', 's.current_version_id')
    .innerJoin('issuers as i', 'i.id', 's.issuer_id')
    .select(columns)
    .where('s.slug', '=', slug)
    .where('v.number', '=', number)
    .executeTakeFirst();
  if (!row) return undefined;
  const series = row.document as Series;
  const members = await db
    .selectFrom('micro_credentials')
    .select(['slug', 'title'])
    .where(
      'slug',
      'in',
      series.members.map(({ microCredential }) => microCredential),
    )
    .execute();
  const titles = new Map(members.map((member) => [member.slug, member.title]));
  return { ...shared(row), kind: 'stack', series, titles };
}

type Row = {
  number: number;
  sha256: string;
  publishedAt: Date;
  currentNumber: number;
  issuerSlug: string;
  issuerName: string;
};

function shared({ number, sha256, publishedAt, currentNumber, issuerSlug, issuerName }: Row) {
  const issuer = { slug: issuerSlug, name: issuerName };
  return { issuer, version: { number, sha256 }, publishedAt, currentNumber };
}
