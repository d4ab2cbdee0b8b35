import type { Database } from '#platform/database.ts';
import type { Signer } from './certificate.ts';

export type SignerListed = Signer & { id: string; position: number };

/** Who signs an issuer’s certificates, from left to right. */
export async function listSigners(db: Database, issuerId: string): Promise<SignerListed[]> {
  return db
    .selectFrom('certificate_signers')
    .select(['id', 'name', 'title', 'signature', 'position'])
    .where('issuer_id', '=', issuerId)
    .orderBy('position')
    .execute();
}

/** Who signs for each of some issuers, by their slugs. */
export async function listSignersOf(db: Database, slugs: readonly string[]): Promise<Map<string, Signer[]>> {
  if (slugs.length === 0) return new Map();
  const rows = await db
    .selectFrom('certificate_signers as s')
    .innerJoin('issuers as i', 'i.id', 's.issuer_id')
    .select(['i.slug', 's.name', 's.title', 's.signature'])
    .where('i.slug', 'in', slugs)
    .orderBy('s.position')
    .execute();
  return Map.groupBy(rows, ({ slug }) => slug);
}

export type Sample = { document: unknown; number: number; sha256: string; palette: string };

/** The micro-credential that an issuer published last, to show a certificate with. */
export async function findSample(db: Database, issuerId: string): Promise<Sample | undefined> {
  return db
    .selectFrom('definition_versions as v')
    .innerJoin('issuers as i', 'i.id', 'v.issuer_id')
    .select(['v.document', 'v.number', 'v.sha256', 'i.palette'])
    .where('v.issuer_id', '=', issuerId)
    .orderBy('v.published_at', 'desc')
    .orderBy('v.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
