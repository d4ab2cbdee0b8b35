import { shareRecord } from '../../src/features/records/shares.ts';
import { bindWallet } from '../../src/features/wallets/bind-wallet.ts';
import { offerAward } from '../../src/features/wallets/offer-award.ts';
import { offerSecrets, shareToken } from '../../src/features/wallets/wallet-secrets.ts';
import type { TestSite } from './app.ts';
import type { Person } from './factories.ts';

/** A wallet of a person and a link to their record. */
export async function insertTaken({ db, deps }: TestSite, person: Person) {
  const did = `did:example:${person.id}`;
  const wallet = await db
    .transaction()
    .execute((trx) => bindWallet(trx, { personId: person.id, did, now: deps.now() }));
  const share = await shareRecord(deps, { personId: person.id, note: 'The district' });
  if (!share.ok) throw new Error(share.reason);
  return { walletId: wallet.id, shareId: share.id, recordToken: shareToken(deps.secret, share.id) };
}

/** The part of an open offer's address that nobody guesses. */
export async function insertOffer({ deps }: TestSite, person: Person, publicId: string): Promise<string> {
  const offered = await offerAward(deps, { personId: person.id, publicId, asksDigits: true });
  if (!offered.ok) throw new Error(offered.reason);
  return offerSecrets(deps.secret, offered.offerId).address;
}
