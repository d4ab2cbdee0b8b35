import { sql } from 'kysely';
import type { Definition } from '#domain/definition/schema.ts';
import type { RevocationCase } from '#domain/award/revocation.ts';
import type { RevocationCode } from '#domain/award/status.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type AwardStatus, findAwardStatus } from './status.queries.ts';

/** An award whose status somebody is about to change, and what is under way with it. */
export type LockedAward = {
  id: string;
  publicId: string;
  issuer: { id: string; slug: string; name: string };
  earner: { id: string; name: string; email: string };
  title: string;
  /** `null` for a stack. */
  definition: Definition | null;
  status: AwardStatus;
  /** The end of the newest credential, if it has one. */
  validUntil: Date | null;
  open: OpenRevocation | undefined;
};

export type OpenRevocation = RevocationCase & {
  id: string;
  code: RevocationCode;
  reason: string;
  suspends: boolean;
};

type Where = { publicId: string; issuerSlug: string } | { publicId: string; personId: string } | { awardId: string };

/**
 * Holds an award until the transaction ends, so that of several who change its status one goes first and the others find what it
 * is by then. Scoped by the issuer of the path, or by the earner whose it has to be.
 */
export async function lockAward(trx: Trx, where: Where, now: Date): Promise<LockedAward> {
  const conditions =
    'awardId' in where
      ? sql`a.id = ${where.awardId}`
      : 'personId' in where
        ? sql`a.public_id = ${where.publicId} and a.person_id = ${where.personId}`
        : sql`a.public_id = ${where.publicId} and i.slug = ${where.issuerSlug}`;
  const { rows } = await sql<Omit<LockedAward, 'status' | 'open' | 'validUntil'>>`
    select a.id, a.public_id as "publicId",
      json_build_object('id', i.id, 'slug', i.slug, 'name', i.name) as issuer,
      json_build_object('id', p.id, 'name', p.name, 'email', p.email) as earner,
      coalesce(dv.document ->> 'title', sv.document -> 'stackAward' ->> 'title', sv.document ->> 'title') as title,
      dv.document as definition
    from awards a join issuers i on i.id = a.issuer_id join people p on p.id = a.person_id
      left join definition_versions dv on dv.id = a.definition_version_id
      left join series_versions sv on sv.id = a.series_version_id
    where ${conditions}
    for no key update of a`.execute(trx);
  const [award] = rows;
  if (!award) throw new NotFoundError('award');
  // Only now, since others may have changed it while this one waited.
  const newest = await trx
    .selectFrom('award_credentials')
    .select('valid_until')
    .where('award_id', '=', award.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    ...award,
    status: await findAwardStatus(trx, award.id, now),
    validUntil: newest?.valid_until ?? null,
    open: await findOpenRevocation(trx, award.id),
  };
}

function findOpenRevocation(trx: Trx, awardId: string): Promise<OpenRevocation | undefined> {
  return trx
    .selectFrom('revocations')
    .select(['id', 'code', 'reason', 'suspends', 'state', 'started_by as startedBy', 'appeal_until as appealUntil'])
    .where('award_id', '=', awardId)
    .where('state', 'in', ['announced', 'appealed'])
    .executeTakeFirst();
}
