import { audit } from '#platform/audit.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { addJob } from '#platform/jobs.ts';
import { askForSigning } from '../status/ask-for-signing.ts';
import { type KeyIssuer, insertKey } from './issuer-keys.ts';
import { makeKey } from './make-key.ts';

export type KeyRevoked = { ok: true } | { ok: false; reason: 'already-revoked' | 'no-reason' };

/** Longest reason, in characters; the table refuses more. */
export const longestKeyReason = 2000;

/**
 * Declares that nothing signed with a key counts any more, because somebody else may have its private half. It leaves the
 * assertions of the DID document at once, another takes its place if it was active, and a job issues every credential that it
 * signed again, under the new key. There is no way back.
 */
export async function revokeKey(
  { db, now, ...deps }: Pick<Deps, 'db' | 'now' | 'secret' | 'keyService'>,
  { issuer, keyId, reason, actorId }: { issuer: KeyIssuer; keyId: string; reason: string; actorId: string | null },
): Promise<KeyRevoked> {
  const why = reason.trim().slice(0, longestKeyReason);
  if (why === '') return { ok: false, reason: 'no-reason' };
  const known = await db
    .selectFrom('issuer_keys')
    .select(['algorithm', 'public_multibase', 'retired_at', 'revoked_at'])
    .where('issuer_id', '=', issuer.id)
    .where('id', '=', keyId)
    .executeTakeFirst();
  if (!known) throw new NotFoundError('key');
  if (known.revoked_at) return { ok: false, reason: 'already-revoked' };
  const algorithm = known.algorithm;
  // Outside the transaction: making one takes a while, and whoever signs would wait for it.
  const made = known.retired_at ? undefined : await makeKey(algorithm, issuer, deps);
  return db.transaction().execute(async (trx) => {
    const key = await trx
      .selectFrom('issuer_keys')
      .select(['retired_at', 'revoked_at'])
      .where('id', '=', keyId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (key.revoked_at) return { ok: false, reason: 'already-revoked' };
    const revoked = { revoked_at: now(), revoked_by: actorId, revoked_reason: why };
    const retired = key.retired_at ? {} : { retired_at: now(), retired_by: actorId };
    await trx
      .updateTable('issuer_keys')
      .set({ ...revoked, ...retired })
      .where('id', '=', keyId)
      .execute();
    const next = !key.retired_at && made ? await insertKey(trx, issuer, algorithm, made) : undefined;
    await addJob(trx, 'replace-credentials', { keyId }, `replace-credentials:${keyId}`);
    await signListsAnew(trx, issuer.id);
    await audit(trx, {
      issuerId: issuer.id,
      actorId,
      action: 'issuer-key.revoked',
      subject: { type: 'issuer-key', id: keyId },
      details: { algorithm, key: known.public_multibase, reason: why, ...(next && { next: next.public_multibase }) },
    });
    return { ok: true };
  });
}

/** What was signed of the status lists was signed with the key that counts no more. */
async function signListsAnew(trx: Parameters<typeof askForSigning>[0], issuerId: string): Promise<void> {
  const lists = await trx
    .selectFrom('status_lists')
    .select('number')
    .where('issuer_id', '=', issuerId)
    .orderBy('number')
    .execute();
  for (const { number } of lists) await askForSigning(trx, { issuerId, number });
}
