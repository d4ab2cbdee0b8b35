import { compareDocuments, type Difference } from '#domain/definition/compare.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';

export type VersionSummary = {
  id: string;
  number: number;
  sha256: string;
  publishedAt: Date;
  publishedBy: string | null;
  /** Whether new enrolments begin on it. */
  isCurrent: boolean;
};

/** Every version of an issuer's micro-credential, newest first. Empty when the issuer has none of this slug. */
export async function listVersions(db: Database, issuerId: string, slug: string): Promise<VersionSummary[]> {
  return db
    .selectFrom('definition_versions as v')
    .innerJoin('micro_credentials as m', 'm.id', 'v.micro_credential_id')
    .leftJoin('people as p', 'p.id', 'v.published_by')
    .select(({ eb }) => [
      'v.id',
      'v.number',
      'v.sha256',
      'v.published_at as publishedAt',
      'p.name as publishedBy',
      eb('v.id', '=', eb.ref('m.current_version_id')).$castTo<boolean>().as('isCurrent'),
    ])
    .where('m.issuer_id', '=', issuerId)
    .where('m.slug', '=', slug)
    .orderBy('v.number', 'desc')
    .execute();
}

export type VersionComparison = { before: number; after: number; differences: Difference[] };

/** What changed between two versions of an issuer's micro-credential; `undefined` when one of them is not there. */
export async function compareVersions(
  db: Database,
  issuerId: string,
  slug: string,
  numbers: { before: number; after: number },
): Promise<VersionComparison | undefined> {
  const rows = await db
    .selectFrom('definition_versions as v')
    .innerJoin('micro_credentials as m', 'm.id', 'v.micro_credential_id')
    .select(['v.number', 'v.document'])
    .where('m.issuer_id', '=', issuerId)
    .where('m.slug', '=', slug)
    .where('v.number', 'in', [numbers.before, numbers.after])
    .execute();
  const documents = new Map(rows.map(({ number, document }) => [number, document as Definition]));
  const before = documents.get(numbers.before);
  const after = documents.get(numbers.after);
  return before && after && { ...numbers, differences: compareDocuments(before, after) };
}
