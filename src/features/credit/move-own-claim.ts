import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { isWithAgency } from '../provider/agencies.queries.ts';
import { lockClaim } from './claims.queries.ts';
import { type Move, type SettleRefusal, type SettleResult, settleClaim, settleRefusals } from './settle-claim.ts';

export type OwnMoveRefusal = SettleRefusal | 'sent-by-provider';

export const ownMoveRefusals: Record<OwnMoveRefusal, string> = {
  ...settleRefusals,
  'sent-by-provider':
    'The provider sent this claim to the agency, and enters its answer. If you have the answer already, give it to the provider.',
};

/**
 * What the earner themselves says of a claim. Where the provider has sent it, the agency’s answer comes by the provider alone:
 * a word of the earner’s before it would stand for good, and whatever the agency says go unheard.
 */
export async function moveOwnClaim(
  trx: Trx,
  move: Omit<Move, 'actorId'>,
): Promise<SettleResult | { ok: false; reason: OwnMoveRefusal }> {
  const claim = await lockClaim(trx, move.personId, move.claimId);
  if (!claim) throw new NotFoundError('claim');
  const isAnswer = move.to === 'accepted' || move.to === 'rejected';
  if (isAnswer && (await isWithAgency(trx, claim.id))) return { ok: false, reason: 'sent-by-provider' };
  return settleClaim(trx, { ...move, actorId: move.personId });
}
