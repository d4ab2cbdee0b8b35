import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';

/** The wallet of a person with this DID, made when there is none. One that was removed is bound anew, as another row. */
export async function bindWallet(
  trx: Trx,
  { personId, did, now }: { personId: string; did: string; now: Date },
): Promise<{ id: string; isNew: boolean }> {
  const existing = () =>
    trx
      .selectFrom('wallets')
      .select('id')
      .where('person_id', '=', personId)
      .where('did', '=', did)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
  const bound = await existing();
  if (bound) return { id: bound.id, isNew: false };
  const { count } = await trx
    .selectFrom('wallets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  const inserted = await trx
    .insertInto('wallets')
    .values({ person_id: personId, did, name: `Wallet ${Number(count) + 1}`, bound_at: now })
    .onConflict((conflict) => conflict.columns(['person_id', 'did']).where('removed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, isNew: true };
  // Another award was taken into the same wallet at the same time.
  const other = await existing();
  if (!other) throw new Error('A wallet was neither there nor inserted');
  return { id: other.id, isNew: false };
}

/** Gives one of a person’s own wallets another name. */
export async function renameWallet(
  { db }: Pick<Deps, 'db'>,
  { personId, walletId, name }: { personId: string; walletId: string; name: string },
): Promise<void> {
  const renamed = await db
    .updateTable('wallets')
    .set({ name })
    .where('id', '=', walletId)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!renamed) throw new NotFoundError('wallet');
}

/** Removes one of a person’s own wallets; what was issued to it stays as it is. Twice is as good as once. */
export async function removeWallet(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { personId, walletId }: { personId: string; walletId: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const wallet = await trx
      .selectFrom('wallets')
      .select(['id', 'removed_at'])
      .where('id', '=', walletId)
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    if (!wallet) throw new NotFoundError('wallet');
    if (wallet.removed_at) return;
    await trx
      .updateTable('wallets')
      .set({ removed_at: now(), new_awards_since: null })
      .where('id', '=', walletId)
      .execute();
    await audit(trx, {
      issuerId: null,
      actorId: personId,
      action: 'wallet.removed',
      subject: { type: 'wallet', id: walletId },
    });
  });
}
