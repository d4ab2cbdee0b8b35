import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import type { AwardState } from '#domain/award/status.ts';
import { findOwnAward, offerMinutes } from './wallets.queries.ts';
import { offerSecrets } from './wallet-secrets.ts';

export type OfferResult = { ok: true; offerId: string } | { ok: false; reason: Exclude<AwardState, 'in-force'> };

/** Offers an award to whatever wallet its earner holds in hand; the offer before it, if any, is over. */
export async function offerAward(
  { db, now, secret }: Pick<Deps, 'db' | 'now' | 'secret'>,
  { personId, publicId, asksDigits }: { personId: string; publicId: string; asksDigits: boolean },
): Promise<OfferResult> {
  return db.transaction().execute(async (trx) => {
    const owned = await trx
      .selectFrom('awards')
      .select('id')
      .where('public_id', '=', publicId)
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    const award = owned && (await findOwnAward(trx, { personId, publicId, now: now() }));
    if (!award) throw new NotFoundError('award');
    if (award.state !== 'in-force') return { ok: false, reason: award.state };
    await trx
      .updateTable('wallet_offers')
      .set({ ended_at: now(), end_reason: 'replaced' })
      .where('award_id', '=', award.id)
      .where('ended_at', 'is', null)
      .where('taken_at', 'is', null)
      .execute();
    // Known before the row is there: what opens the offer is reckoned from it.
    const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(trx);
    const id = rows[0]?.id ?? '';
    const { address, code } = offerSecrets(secret, id);
    await trx
      .insertInto('wallet_offers')
      .values({
        id,
        issuer_id: award.issuer.id,
        award_id: award.id,
        person_id: personId,
        address_sha256: sha256(address),
        code_sha256: sha256(code),
        asks_digits: asksDigits,
        created_at: now(),
        expires_at: new Date(now().getTime() + offerMinutes * 60_000),
      })
      .execute();
    await audit(trx, {
      issuerId: award.issuer.id,
      actorId: personId,
      action: 'award.offered-to-wallet',
      subject: { type: 'award', id: award.id },
      details: { offerId: id },
    });
    return { ok: true, offerId: id };
  });
}

/** Ends the offer of an award that nobody has taken yet. Nothing to end is as good as ended. */
export async function withdrawOffer(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { personId, publicId }: { personId: string; publicId: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const award = await trx
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', publicId)
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    if (!award) throw new NotFoundError('award');
    const ended = await trx
      .updateTable('wallet_offers')
      .set({ ended_at: now(), end_reason: 'withdrawn' })
      .where('award_id', '=', award.id)
      .where('ended_at', 'is', null)
      .where('taken_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!ended) return;
    await trx.deleteFrom('wallet_tokens').where('offer_id', '=', ended.id).execute();
    await audit(trx, {
      issuerId: award.issuer_id,
      actorId: personId,
      action: 'award.offer-withdrawn',
      subject: { type: 'award', id: award.id },
      details: { offerId: ended.id },
    });
  });
}
