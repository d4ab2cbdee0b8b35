import { sql } from 'kysely';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { endSeatings } from './end-seatings.ts';
import { ratingsRevision } from './revision.ts';

type Lead = { id: string; issuerIds: readonly string[] };

export type AgreedRating = { lookFor: string; value: RatingValue; rationale: string };

export type AnchorRefusal = 'in-use' | 'changed' | 'not-sealed' | 'unrated' | 'not-agreed' | 'own' | 'left' | 'in-set';

export const anchorRefusals: Record<AnchorRefusal, string> = {
  'in-use': 'This anchor is in use, so its agreed ratings stay as they are. Retire it and make another.',
  changed: 'Somebody saved other ratings meanwhile. Read what stands there now, then decide.',
  'not-sealed': 'Seal the evidence first.',
  unrated: 'Give every look-for an agreed rating and a rationale first.',
  'not-agreed': 'Another lead assessor has to agree to the ratings first.',
  own: 'You wrote these ratings. Another lead assessor has to agree to them.',
  left: 'The earner took their leave back, so this anchor can’t be used any more.',
  'in-set': 'This anchor is part of a qualification set that is offered. Take the set out of use first.',
};

type Result = { ok: true } | { ok: false; reason: AnchorRefusal };

async function lockAnchor(trx: Trx, lead: Lead, id: string) {
  const anchor = await trx
    .selectFrom('anchors as n')
    .innerJoin('definition_versions as v', 'v.id', 'n.definition_version_id')
    .selectAll('n')
    .select('v.document')
    .where('n.id', '=', id)
    .where('n.issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .forUpdate('n')
    .executeTakeFirst();
  if (!anchor) throw new NotFoundError('anchor');
  return { ...anchor, lookFors: listLookFors(anchor.document as Definition).map((one) => one.id) };
}

/**
 * Saves the agreed ratings so far, unless somebody saved others since the form was made. Whoever agreed to other ratings has to
 * agree anew; who writes them last wrote them.
 */
export async function rateAnchor(
  trx: Trx,
  command: { lead: Lead; anchorId: string; revision: string; ratings: readonly AgreedRating[] },
): Promise<Result> {
  const { lead, anchorId, revision, ratings } = command;
  const anchor = await lockAnchor(trx, lead, anchorId);
  if (anchor.state !== 'draft') return { ok: false, reason: 'in-use' };
  if (anchor.attempt_id === null) return { ok: false, reason: 'not-sealed' };
  if (revision !== (await revisionOf(trx, anchorId))) return { ok: false, reason: 'changed' };
  const known = ratings.filter(({ lookFor }) => anchor.lookFors.includes(lookFor));
  await trx.deleteFrom('anchor_ratings').where('anchor_id', '=', anchorId).execute();
  if (known.length > 0) {
    await trx
      .insertInto('anchor_ratings')
      .values(known.map(({ lookFor, ...one }) => ({ anchor_id: anchorId, look_for_key: lookFor, ...one })))
      .execute();
  }
  await trx.updateTable('anchors').set({ agreed_by: null, rated_by: lead.id }).where('id', '=', anchorId).execute();
  await audit(trx, {
    issuerId: anchor.issuer_id,
    actorId: lead.id,
    action: 'anchor.rated',
    subject: { type: 'anchor', id: anchorId },
    afterSha256: documentSha256(known),
  });
  return { ok: true };
}

/** A second lead assessor stands by the ratings, all of them, as they read them. */
export async function agreeAnchor(
  trx: Trx,
  { lead, anchorId, revision }: { lead: Lead; anchorId: string; revision: string },
): Promise<Result> {
  const anchor = await lockAnchor(trx, lead, anchorId);
  if (anchor.state !== 'draft') return { ok: false, reason: 'in-use' };
  const refusal = await unready(trx, anchor);
  if (refusal) return { ok: false, reason: refusal };
  if (anchor.rated_by === lead.id) return { ok: false, reason: 'own' };
  if (revision !== (await revisionOf(trx, anchorId))) return { ok: false, reason: 'changed' };
  await trx.updateTable('anchors').set({ agreed_by: lead.id }).where('id', '=', anchorId).execute();
  await audit(trx, {
    issuerId: anchor.issuer_id,
    actorId: lead.id,
    action: 'anchor.agreed',
    subject: { type: 'anchor', id: anchorId },
    details: { ratedBy: anchor.rated_by },
  });
  return { ok: true };
}

/** Brings an anchor into use, once two leads stand by it (one where the issuer has no other), or takes it out. */
export async function changeAnchorState(
  trx: Trx,
  { lead, anchorId, to, now }: { lead: Lead; anchorId: string; to: 'active' | 'retired'; now: Date },
): Promise<Result> {
  const anchor = await lockAnchor(trx, lead, anchorId);
  if (anchor.state === to) return { ok: true };
  if (to === 'active') {
    if (anchor.retired_because !== null) return { ok: false, reason: 'left' };
    const refusal = await unready(trx, anchor);
    if (refusal) return { ok: false, reason: refusal };
    if (anchor.agreed_by === null && (await hasOtherLead(trx, anchor.issuer_id, anchor.rated_by ?? lead.id)))
      return { ok: false, reason: 'not-agreed' };
  } else if (await isInActiveSet(trx, anchorId)) return { ok: false, reason: 'in-set' };
  await trx.updateTable('anchors').set({ state: to }).where('id', '=', anchorId).execute();
  // Whoever has begun it may finish it: nothing is wrong with it.
  if (to === 'retired') await endSeatings(trx, { anchorIds: [anchorId], letGo: false, now });
  await audit(trx, {
    issuerId: anchor.issuer_id,
    actorId: lead.id,
    action: to === 'active' ? 'anchor.activated' : 'anchor.retired',
    subject: { type: 'anchor', id: anchorId },
    details: { ratedBy: anchor.rated_by, agreedBy: anchor.agreed_by },
  });
  return { ok: true };
}

async function revisionOf(trx: Trx, anchorId: string): Promise<string> {
  const ratings = await trx
    .selectFrom('anchor_ratings')
    .select(['look_for_key as lookFor', 'value', 'rationale'])
    .where('anchor_id', '=', anchorId)
    .execute();
  return ratingsRevision(ratings);
}

async function unready(
  trx: Trx,
  anchor: { id: string; attempt_id: string | null; lookFors: readonly string[] },
): Promise<AnchorRefusal | undefined> {
  if (anchor.attempt_id === null) return 'not-sealed';
  const rated = await trx
    .selectFrom('anchor_ratings')
    .select('look_for_key')
    .where('anchor_id', '=', anchor.id)
    .execute();
  const keys = new Set(rated.map(({ look_for_key }) => look_for_key));
  return anchor.lookFors.every((lookFor) => keys.has(lookFor)) ? undefined : 'unrated';
}

async function hasOtherLead(trx: Trx, issuerId: string, than: string): Promise<boolean> {
  const other = await trx
    .selectFrom('memberships')
    .select('person_id')
    .where('issuer_id', '=', issuerId)
    .where('role', '=', 'lead_assessor')
    .where('person_id', '<>', than)
    .executeTakeFirst();
  return other !== undefined;
}

async function isInActiveSet(trx: Trx, anchorId: string): Promise<boolean> {
  const set = await trx
    .selectFrom('qualification_set_anchors as x')
    .innerJoin('qualification_sets as s', 's.id', 'x.set_id')
    .select('s.id')
    .where('x.anchor_id', '=', anchorId)
    .where('s.is_active', '=', true)
    .executeTakeFirst();
  return set !== undefined;
}
