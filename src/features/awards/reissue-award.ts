import { hashedEmail } from '#domain/credential/identity.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { reissueCredential } from './reissue-credential.ts';
import { reissuedMail } from './reissued-mail.ts';
import { type AwardScope, type Reissuable, findReissuable } from './reissue.queries.ts';

export type Reissue = {
  /** To whom: `as-it-is`, the account's e-mail address, or a DID of a wallet of the earner. */
  to: string;
  /** `undefined` leaves it as it is. */
  name: string | undefined;
  endsOld: boolean;
};

export type ReissueRefusal = 'nothing-changes' | 'no-such-wallet' | 'revoked' | 'suspended' | 'expired';

export type ReissueResult = { ok: true; number: number } | { ok: false; reason: ReissueRefusal };

/**
 * Issues an award again: to the address that its earner has now, to a wallet, or under a corrected name. The date of the award stays.
 * An earner takes the name of the account; only the issuer, who knows whose work it was, may write another.
 */
export async function reissueAward(
  deps: Pick<Deps, 'db' | 'now' | 'secret' | 'keyService' | 'baseUrl' | 'canonize'>,
  scope: AwardScope,
  { actorId, change }: { actorId: string; change: Reissue },
): Promise<ReissueResult> {
  return deps.db.transaction().execute(async (trx) => {
    const award = await lockReissuable(trx, scope);
    const { state } = await findAwardStatus(trx, award.id, deps.now());
    if (state !== 'in-force') return { ok: false, reason: state };
    const did = didOf(award, change);
    if (did === 'unknown') return { ok: false, reason: 'no-such-wallet' };
    const email = change.to === 'email' && !isSaidOf(award, award.earner.email) ? award.earner.email : undefined;
    const name = change.name !== undefined && change.name !== award.name ? change.name : undefined;
    const isNewIdentity = did !== award.did || email !== undefined;
    if (!isNewIdentity && name === undefined) return { ok: false, reason: 'nothing-changes' };

    const { number, publicMultibase } = await reissueCredential(trx, deps, {
      awardId: award.id,
      reason: isNewIdentity ? 'new-identity' : 'new-name',
      recipient: { did, ...(email === undefined ? {} : { email }), ...(name === undefined ? {} : { name }) },
      endsOld: change.endsOld,
    });
    await sendMailLater(trx, reissuedMail(award, { baseUrl: deps.baseUrl, endsOld: change.endsOld }));
    await audit(trx, {
      issuerId: award.issuer.id,
      actorId,
      action: 'award.reissued',
      subject: { type: 'award', id: award.id },
      details: {
        ...{ publicId: award.publicId, number, key: publicMultibase, endsOld: change.endsOld },
        ...{ newEmail: email !== undefined, did, newName: name !== undefined },
      },
    });
    return { ok: true, number };
  });
}

async function lockReissuable(trx: Trx, scope: AwardScope): Promise<Reissuable> {
  await trx.selectFrom('awards').select('id').where('public_id', '=', scope.publicId).forNoKeyUpdate().execute();
  const award = await findReissuable(trx, scope);
  if (!award) throw new NotFoundError('award');
  return award;
}

function didOf({ did, wallets }: Reissuable, { to }: Reissue): string | null {
  if (to === 'as-it-is') return did;
  if (to === 'email') return null;
  return wallets.some((wallet) => wallet.did === to) ? to : 'unknown';
}

/** Whether the newest credential names this address. */
export function isSaidOf({ emailHash, emailSalt }: Reissuable, email: string): boolean {
  return emailSalt !== null && hashedEmail(email, emailSalt).identityHash === emailHash;
}
