import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { calibrationSettingsOf } from './calibration-settings.ts';

type Lead = { id: string; issuerIds: readonly string[] };

export type SetRefusal = 'mixed' | 'too-few' | 'not-active';

export const setRefusals: Record<SetRefusal, string> = {
  mixed: 'Choose anchors of one micro-credential and one scoring guide: a set certifies for one.',
  'too-few': 'Together these anchors have too few look-fors. Choose more of them.',
  'not-active': 'One of these anchors is not in use to qualify with any more. Load the page again.',
};

/** Makes a set of active anchors, which is not offered yet. */
export async function makeSet(
  trx: Trx,
  command: { lead: Lead; title: string; anchorIds: readonly string[]; now: Date },
): Promise<{ ok: true; id: string } | { ok: false; reason: SetRefusal }> {
  const { lead, title, now } = command;
  const anchorIds = [...new Set(command.anchorIds)];
  const anchors = await trx
    .selectFrom('anchors')
    .select(['id', 'issuer_id', 'micro_credential_id', 'rubric_sha256'])
    .where('id', '=', sql<string>`any(${anchorIds}::uuid[])`)
    .where('issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .where('state', '=', 'active')
    .where('use', '=', 'qualify')
    .forUpdate()
    .execute();
  const [first] = anchors;
  if (!first || anchors.length !== anchorIds.length) return { ok: false, reason: 'not-active' };
  const isOne = anchors.every(
    (one) =>
      one.micro_credential_id === first.micro_credential_id &&
      one.rubric_sha256 === first.rubric_sha256 &&
      one.issuer_id === first.issuer_id,
  );
  if (!isOne) return { ok: false, reason: 'mixed' };
  const { qualifyLookFors } = await calibrationSettingsOf(trx, first.issuer_id);
  const { lookFors } = await trx
    .selectFrom('anchor_ratings')
    .select((eb) => eb.fn.countAll<number>().as('lookFors'))
    .where('anchor_id', 'in', anchorIds)
    .executeTakeFirstOrThrow();
  if (lookFors < qualifyLookFors) return { ok: false, reason: 'too-few' };
  const { id } = await trx
    .insertInto('qualification_sets')
    .values({
      issuer_id: first.issuer_id,
      micro_credential_id: first.micro_credential_id,
      rubric_sha256: first.rubric_sha256,
      title,
      created_by: lead.id,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('qualification_set_anchors')
    .values(anchorIds.map((anchor_id, position) => ({ set_id: id, anchor_id, position })))
    .execute();
  await audit(trx, {
    issuerId: first.issuer_id,
    actorId: lead.id,
    action: 'qualification-set.made',
    subject: { type: 'qualification-set', id },
    details: { anchors: anchorIds },
  });
  return { ok: true, id };
}

/**
 * Offers a set, or takes it out of use. While a rubric has a set on offer, only who is certified for it may score by it;
 * a go that has begun may be finished either way.
 */
export async function changeSetState(
  trx: Trx,
  { lead, setId, isActive }: { lead: Lead; setId: string; isActive: boolean },
): Promise<{ ok: true } | { ok: false; reason: SetRefusal }> {
  const set = await trx
    .selectFrom('qualification_sets')
    .select(['id', 'issuer_id', 'is_active'])
    .where('id', '=', setId)
    .where('issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .forUpdate()
    .executeTakeFirst();
  if (!set) throw new NotFoundError('qualification set');
  if (set.is_active === isActive) return { ok: true };
  if (isActive) {
    const gone = await trx
      .selectFrom('qualification_set_anchors as x')
      .innerJoin('anchors as n', 'n.id', 'x.anchor_id')
      .select('n.id')
      .where('x.set_id', '=', setId)
      .where('n.state', '<>', 'active')
      .executeTakeFirst();
    if (gone) return { ok: false, reason: 'not-active' };
  }
  await trx.updateTable('qualification_sets').set({ is_active: isActive }).where('id', '=', setId).execute();
  await audit(trx, {
    issuerId: set.issuer_id,
    actorId: lead.id,
    action: isActive ? 'qualification-set.offered' : 'qualification-set.withdrawn',
    subject: { type: 'qualification-set', id: setId },
  });
  return { ok: true };
}
