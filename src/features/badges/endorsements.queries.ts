import { type RawBuilder, sql } from 'kysely';
import { credentialContexts } from '#domain/credential/achievement.ts';
import type { Database } from '#platform/database.ts';

export type Endorsement = {
  id: string;
  endorserName: string;
  endorserUrl: string | null;
  comment: string | null;
  /** Null: of the issuer itself. */
  slug: string | null;
  title: string | null;
  addedAt: Date;
  validUntil: Date | null;
  /** Whether awards carry it along. */
  travels: boolean;
};

const shownColumns = [
  'e.id',
  'e.endorser_name as endorserName',
  'e.endorser_url as endorserUrl',
  'e.comment',
  'm.slug',
  'm.title',
  'e.added_at as addedAt',
  'e.valid_until as validUntil',
] as const;

function kept(db: Database) {
  return db
    .selectFrom('endorsements as e')
    .innerJoin('issuers as i', 'i.id', 'e.issuer_id')
    .leftJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .select(shownColumns)
    .select(travels().as('travels'))
    .where('e.removed_at', 'is', null);
}

/** Every endorsement of an issuer and of what it awards, for its admins. */
export function listEndorsements(db: Database, issuerId: string): Promise<Endorsement[]> {
  return kept(db).where('e.issuer_id', '=', issuerId).orderBy('e.added_at', 'desc').orderBy('e.id', 'desc').execute();
}

/** Those that are shown with a micro-credential: its own and its issuer’s, while they are valid. */
export function listShownEndorsements(
  db: Database,
  { issuer, slug, now }: { issuer: string; slug: string; now: Date },
): Promise<Endorsement[]> {
  return kept(db)
    .where('i.slug', '=', issuer)
    .where((eb) => eb.or([eb('m.slug', '=', slug), eb('e.micro_credential_id', 'is', null)]))
    .where((eb) => eb.or([eb('e.valid_until', 'is', null), eb('e.valid_until', '>', now)]))
    .orderBy('e.added_at')
    .orderBy('e.id')
    .limit(20)
    .execute();
}

/** So many travel within an award at most. */
const mostEmbedded = 5;

/** Characters of one: an award that carries more of them than can be read verifies nowhere. */
export const largestEndorsement = 50_000;

/**
 * Whether awards can carry one. The context of Open Badges has no term for JWTs in all of its copies, and contexts other than
 * an award’s own may give its terms another meaning: with either, an award could not be signed, or not be verified elsewhere.
 */
function travels(): RawBuilder<boolean> {
  return sql<boolean>`(e.jwt is null and char_length(e.credential::text) <= ${largestEndorsement}
    and e.credential -> '@context' <@ ${JSON.stringify(credentialContexts)}::jsonb)`;
}

/** What a credential carries along: signed endorsements of its very achievement or of its issuer, still valid. */
export async function findEmbedded(
  db: Database,
  { issuerId, about, now }: { issuerId: string; about: readonly string[]; now: Date },
): Promise<{ endorsement?: Record<string, unknown>[] }> {
  const rows = await db
    .selectFrom('endorsements as e')
    .select('e.credential')
    .where('e.issuer_id', '=', issuerId)
    .where('e.removed_at', 'is', null)
    .where((eb) => eb.or([eb('e.valid_until', 'is', null), eb('e.valid_until', '>', now)]))
    .where(sql<boolean>`e.credential -> 'credentialSubject' ->> 'id' = any(${sql.val(about)}::text[])`)
    .where(travels())
    .orderBy('e.added_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(mostEmbedded)
    .execute();
  return rows.length === 0 ? {} : { endorsement: rows.map(({ credential }) => credential as Record<string, unknown>) };
}

export type GivenEndorsement = {
  id: string;
  subjectId: string;
  subjectName: string;
  comment: string;
  givenAt: Date;
  withdrawnAt: Date | null;
};

export function listGivenEndorsements(db: Database, issuerId: string): Promise<GivenEndorsement[]> {
  return db
    .selectFrom('given_endorsements')
    .select([
      'id',
      'subject_id as subjectId',
      'subject_name as subjectName',
      'comment',
      'given_at as givenAt',
      'withdrawn_at as withdrawnAt',
    ])
    .where('issuer_id', '=', issuerId)
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export function findGivenEndorsement(db: Database, id: string) {
  return db
    .selectFrom('given_endorsements as e')
    .innerJoin('issuer_keys as k', 'k.id', 'e.issuer_key_id')
    .select(['e.credential', 'e.withdrawn_at as withdrawnAt', 'k.revoked_at as keyRevokedAt'])
    .where('e.id', '=', id)
    .executeTakeFirst();
}

/** The keys of an endorser, as they were when its newest endorsement was checked. */
export async function findEndorserDocument(db: Database, issuerId: string, did: string): Promise<unknown> {
  const row = await db
    .selectFrom('endorsements')
    .select('endorser_document as document')
    .where('issuer_id', '=', issuerId)
    .where('endorser_did', '=', did)
    .orderBy('added_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.document;
}
