import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { shareToken } from '../wallets/wallet-secrets.ts';

/** Links that one person may have open at a time; nobody keeps more in mind. */
export const mostShares = 20;

export type ShareResult = { ok: true; id: string } | { ok: false; reason: 'too-many' };

/** Makes a link to a person's learner records, for whoever they give it to. */
export async function shareRecord(
  { db, now, secret }: Pick<Deps, 'db' | 'now' | 'secret'>,
  { personId, note }: { personId: string; note: string },
): Promise<ShareResult> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('people').select('id').where('id', '=', personId).forUpdate().executeTakeFirstOrThrow();
    const { count } = await trx
      .selectFrom('record_shares')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostShares) return { ok: false, reason: 'too-many' };
    const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(trx);
    const id = rows[0]?.id ?? '';
    await trx
      .insertInto('record_shares')
      .values({ id, person_id: personId, token_sha256: sha256(shareToken(secret, id)), note, created_at: now() })
      .execute();
    await audit(trx, {
      issuerId: null,
      actorId: personId,
      action: 'record.shared',
      subject: { type: 'record-share', id },
    });
    return { ok: true, id };
  });
}

/** Ends one of a person's own links. Twice is as good as once. */
export async function endShare(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { personId, shareId }: { personId: string; shareId: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const share = await trx
      .selectFrom('record_shares')
      .select(['id', 'ended_at'])
      .where('id', '=', shareId)
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    if (!share) throw new NotFoundError('link');
    if (share.ended_at) return;
    await trx.updateTable('record_shares').set({ ended_at: now() }).where('id', '=', shareId).execute();
    await audit(trx, {
      issuerId: null,
      actorId: personId,
      action: 'record.share-ended',
      subject: { type: 'record-share', id: shareId },
    });
  });
}

/** Whose records a link opens, while it is not ended. */
export async function findShared(db: Database, token: string): Promise<{ personId: string } | undefined> {
  return db
    .selectFrom('record_shares as s')
    .select('s.person_id as personId')
    .where('s.token_sha256', '=', sha256(token))
    .where('s.ended_at', 'is', null)
    .executeTakeFirst();
}
