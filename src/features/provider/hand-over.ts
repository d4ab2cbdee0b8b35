import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockClaim } from '../credit/claims.queries.ts';
import { openLicenceNumber } from '../credit/licence-number.ts';
import { type SettleResult, settleClaim } from '../credit/settle-claim.ts';
import { findClaimProvider } from './agencies.queries.ts';

/**
 * The earner lets the provider send a claim that nobody has to approve. Only from a draft: what waits for an approver is theirs
 * to approve.
 */
export async function handOver(
  trx: Trx,
  { personId, claimId, now, secret }: { personId: string; claimId: string; now: Date; secret: string },
): Promise<SettleResult> {
  const claim = await lockClaim(trx, personId, claimId);
  if (!claim) throw new NotFoundError('claim');
  const provider = await findClaimProvider(trx, claimId);
  if (!provider || claim.state !== 'draft') return { ok: false, reason: 'not-from-here' };
  if (openLicenceNumber(claim.numberSealed, personId, secret) === undefined)
    return { ok: false, reason: 'number-unreadable' };
  const note = `Handed to ${provider.issuerName}, which sends it to ${provider.agency}.`;
  return settleClaim(trx, { personId, claimId, to: 'approved', note, actorId: personId, now });
}
