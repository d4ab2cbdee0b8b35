import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';

/** More do not fit side by side. */
export const mostSigners = 3;

type Added = { issuerId: string; actorId: string; name: string; title: string; signature: Buffer | null; now: Date };

/** Puts somebody’s name, and signature, on every certificate that the issuer gives from now on. */
export async function addSigner(
  trx: Trx,
  { issuerId, actorId, now, ...signer }: Added,
): Promise<{ ok: true } | { ok: false; reason: 'full' }> {
  await lockIssuer(trx, issuerId);
  const taken = await trx
    .selectFrom('certificate_signers')
    .select('position')
    .where('issuer_id', '=', issuerId)
    .execute();
  const position = [1, 2, 3].find((place) => !taken.some((row) => row.position === place));
  if (position === undefined) return { ok: false, reason: 'full' };
  const { id } = await trx
    .insertInto('certificate_signers')
    .values({ issuer_id: issuerId, ...signer, position, added_by: actorId, added_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(trx, {
    issuerId,
    actorId,
    action: 'certificate-signer.added',
    subject: { type: 'certificate-signer', id },
    details: { name: signer.name, title: signer.title },
    afterSha256: signer.signature === null ? null : sha256(signer.signature),
  });
  return { ok: true };
}

type Removed = { issuerId: string; actorId: string; signerId: string };

export async function removeSigner(trx: Trx, { issuerId, actorId, signerId }: Removed): Promise<void> {
  await lockIssuer(trx, issuerId);
  const gone = await trx
    .deleteFrom('certificate_signers')
    .where('issuer_id', '=', issuerId)
    .where('id', '=', signerId)
    .returning(['name', 'title'])
    .executeTakeFirst();
  if (!gone) throw new NotFoundError('signer');
  await audit(trx, {
    issuerId,
    actorId,
    action: 'certificate-signer.removed',
    subject: { type: 'certificate-signer', id: signerId },
    details: { ...gone },
  });
}

/** Two who add at once take their places one after the other. */
async function lockIssuer(trx: Trx, issuerId: string): Promise<void> {
  await trx.selectFrom('issuers').select('id').where('id', '=', issuerId).forNoKeyUpdate().executeTakeFirstOrThrow();
}
