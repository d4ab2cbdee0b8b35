import type { Definition, Series } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';

const issuerColumns = [
  'issuers.slug',
  'issuers.name',
  'issuers.statement',
  'issuers.website',
  'issuers.email',
] as const;

export function findIssuerProfile(db: Database, slug: string) {
  return db.selectFrom('issuers').select(issuerColumns).where('slug', '=', slug).executeTakeFirst();
}

export async function findDefinitionVersion(db: Database, slug: string, number: number) {
  const row = await db
    .selectFrom('definition_versions')
    .innerJoin('micro_credentials', 'micro_credentials.id', 'definition_versions.micro_credential_id')
    .innerJoin('issuers', 'issuers.id', 'micro_credentials.issuer_id')
    .select(['definition_versions.document', 'definition_versions.sha256', ...issuerColumns])
    .where('micro_credentials.slug', '=', slug)
    .where('definition_versions.number', '=', number)
    .executeTakeFirst();
  if (!row) return undefined;
  const { document, sha256, ...issuer } = row;
  return { definition: document as Definition, sha256, issuer };
}

export async function findSeriesVersion(db: Database, slug: string, number: number) {
  const row = await db
    .selectFrom('series_versions')
    .innerJoin('series', 'series.id', 'series_versions.series_id')
    .innerJoin('issuers', 'issuers.id', 'series.issuer_id')
    .select(['series_versions.document', 'series_versions.sha256', ...issuerColumns])
    .where('series.slug', '=', slug)
    .where('series_versions.number', '=', number)
    .executeTakeFirst();
  if (!row) return undefined;
  const { document, sha256, ...issuer } = row;
  return { series: document as Series, sha256, issuer };
}
