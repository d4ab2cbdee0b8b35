import { audit } from '#platform/audit.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type KeyIssuer, insertKey } from './issuer-keys.ts';
import { makeKey } from './make-key.ts';

export type KeyRotated = { ok: true; publicMultibase: string } | { ok: false; reason: 'already-retired' };

/**
 * Puts a new key in the place of an active one, which signs nothing from then on. What it signed still verifies: its public half
 * stays in the DID document for ever. Awards that are being signed with it are waited for.
 */
export async function rotateKey(
  { db, now, ...deps }: Pick<Deps, 'db' | 'now' | 'secret' | 'keyService'>,
  { issuer, keyId, actorId }: { issuer: KeyIssuer; keyId: string; actorId: string | null },
): Promise<KeyRotated> {
  const known = await db
    .selectFrom('issuer_keys')
    .select(['algorithm', 'public_multibase', 'retired_at'])
    .where('issuer_id', '=', issuer.id)
    .where('id', '=', keyId)
    .executeTakeFirst();
  if (!known) throw new NotFoundError('key');
  if (known.retired_at) return { ok: false, reason: 'already-retired' };
  const algorithm = known.algorithm;
  // Outside the transaction: making one takes a while, and whoever signs would wait for it.
  const made = await makeKey(algorithm, issuer, deps);
  return db.transaction().execute(async (trx) => {
    const retired = await trx
      .updateTable('issuer_keys')
      .set({ retired_at: now(), retired_by: actorId })
      .where('id', '=', keyId)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    if (retired.numUpdatedRows === 0n) return { ok: false, reason: 'already-retired' };
    const next = await insertKey(trx, issuer, algorithm, made);
    await audit(trx, {
      issuerId: issuer.id,
      actorId,
      action: 'issuer-key.rotated',
      subject: { type: 'issuer-key', id: keyId },
      details: { algorithm, key: known.public_multibase, next: next.public_multibase },
    });
    return { ok: true, publicMultibase: next.public_multibase };
  });
}
