import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';

type Choice = { personId: string; walletId: string };

/** From now on new awards of a person name this wallet of theirs, and no other. Twice is as good as once. */
export async function chooseWallet({ db, now }: Pick<Deps, 'db' | 'now'>, choice: Choice): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if ((await lockBound(trx, choice)) !== null) return;
    await clearChosen(trx, choice.personId);
    await trx.updateTable('wallets').set({ new_awards_since: now() }).where('id', '=', choice.walletId).execute();
    await note(trx, choice, 'wallet.chosen');
  });
}

/** New awards name this wallet no more: they name a hash of the e-mail address alone. Twice is as good as once. */
export async function unchooseWallet({ db }: Pick<Deps, 'db'>, choice: Choice): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if ((await lockBound(trx, choice)) === null) return;
    await clearChosen(trx, choice.personId);
    await note(trx, choice, 'wallet.unchosen');
  });
}

/** Since when new awards name it. All of them are locked, so that of two choices at once one waits, and the last one holds. */
async function lockBound(trx: Trx, { personId, walletId }: Choice): Promise<Date | null> {
  const bound = await trx
    .selectFrom('wallets')
    .select(['id', 'new_awards_since'])
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  const wallet = bound.find(({ id }) => id === walletId);
  if (!wallet) throw new NotFoundError('wallet');
  return wallet.new_awards_since;
}

async function clearChosen(trx: Trx, personId: string): Promise<void> {
  await trx
    .updateTable('wallets')
    .set({ new_awards_since: null })
    .where('person_id', '=', personId)
    .where('new_awards_since', 'is not', null)
    .execute();
}

function note(trx: Trx, { personId, walletId }: Choice, action: 'wallet.chosen' | 'wallet.unchosen'): Promise<unknown> {
  return audit(trx, { issuerId: null, actorId: personId, action, subject: { type: 'wallet', id: walletId } });
}
