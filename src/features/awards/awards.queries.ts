import { sql } from 'kysely';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';

export type AwardListed = {
  publicId: string;
  slug: string;
  title: string;
  issuerName: string;
  palette: string;
  pdHours: number;
  awardedAt: Date;
};

/** A person's awards, the newest first. */
export async function listAwardsOf(db: Database, personId: string): Promise<AwardListed[]> {
  const rows = await db
    .selectFrom('awards')
    .innerJoin('definition_versions', 'definition_versions.id', 'awards.definition_version_id')
    .innerJoin('micro_credentials', 'micro_credentials.id', 'awards.micro_credential_id')
    .innerJoin('issuers', 'issuers.id', 'awards.issuer_id')
    .select([
      'awards.public_id as publicId',
      'micro_credentials.slug',
      'issuers.name as issuerName',
      'issuers.palette',
      'awards.awarded_at as awardedAt',
      sql<string>`definition_versions.document ->> 'title'`.as('title'),
      sql<number>`(definition_versions.document -> 'worth' ->> 'pdHours')::float8`.as('pdHours'),
    ])
    .where('awards.person_id', '=', personId)
    .orderBy('awards.awarded_at', 'desc')
    .orderBy('awards.id', 'desc')
    .execute();
  return rows;
}

/** How many of a person's micro-credentials are decided as earned while the job that signs the award has yet to run. */
export async function countBeingSigned(db: Database, personId: string): Promise<number> {
  const { count } = await db
    .selectFrom('enrolments')
    .leftJoin('awards', 'awards.enrolment_id', 'enrolments.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('enrolments.person_id', '=', personId)
    .where('enrolments.state', '=', 'earned')
    .where('awards.id', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

export type PublicAward = {
  publicId: string;
  recipientName: string;
  awardedAt: Date;
  credential: Record<string, unknown>;
  definition: Definition;
  versionNumber: number;
  issuer: { slug: string; name: string; website: string | null; palette: string };
  /** Every public key that the issuer ever had. */
  publicKeys: string[];
};

/** An award as anyone may see it, in one statement. */
export async function findPublicAward(db: Database, publicId: string): Promise<PublicAward | undefined> {
  const row = await db
    .selectFrom('awards')
    .innerJoin('definition_versions', 'definition_versions.id', 'awards.definition_version_id')
    .innerJoin('issuers', 'issuers.id', 'awards.issuer_id')
    .select([
      'awards.public_id',
      'awards.recipient_name',
      'awards.awarded_at',
      'awards.credential',
      'definition_versions.document',
      'definition_versions.number',
      'issuers.slug',
      'issuers.name',
      'issuers.website',
      'issuers.palette',
      sql<string[]>`array(
        select public_multibase from issuer_keys where issuer_id = awards.issuer_id order by created_at, id
      )`.as('public_keys'),
    ])
    .where('awards.public_id', '=', publicId)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    publicId: row.public_id,
    recipientName: row.recipient_name,
    awardedAt: row.awarded_at,
    credential: row.credential as Record<string, unknown>,
    // Checked when it was published; it never changes.
    definition: row.document as Definition,
    versionNumber: row.number,
    issuer: { slug: row.slug, name: row.name, website: row.website, palette: row.palette },
    publicKeys: row.public_keys,
  };
}

/** The public keys of an issuer, oldest first, or `undefined` when there is no such issuer. */
export async function findIssuerKeys(db: Database, slug: string): Promise<string[] | undefined> {
  const row = await db
    .selectFrom('issuers')
    .select(
      sql<string[]>`array(
        select public_multibase from issuer_keys where issuer_id = issuers.id order by created_at, id
      )`.as('keys'),
    )
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row?.keys;
}
