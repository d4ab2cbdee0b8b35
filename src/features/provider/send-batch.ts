import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockClaim } from '../credit/claims.queries.ts';
import { settleClaim } from '../credit/settle-claim.ts';
import { type Batch, type BatchLine, listBatches, listLines } from './batches.queries.ts';

type By = { issuer: { id: string; name: string }; batchId: string; actorId: string; now: Date };

export type SendBatchResult =
  | { ok: true }
  | { ok: false; reason: 'not-from-here' }
  /** So many lines were taken out, since their claims can’t be sent any more: the file is another one now. */
  | { ok: false; reason: 'lines-left'; left: number };

/** Says that the batch’s file has gone to the agency: every claim in it is then sent. */
export async function sendBatch(trx: Trx, { issuer, batchId, actorId, now }: By): Promise<SendBatchResult> {
  const batch = await lockBatch(trx, issuer.id, batchId);
  if (batch.state !== 'made') return { ok: false, reason: 'not-from-here' };
  const lines = (await listLines(trx, batchId)).filter(({ leftAt }) => leftAt === null);
  const claims = await lockClaimsOf(trx, lines);
  const gone = lines.filter(({ claimId }) => {
    const claim = claims.get(claimId);
    return claim?.state !== 'approved' || claim.entryState !== 'counts';
  });
  if (gone.length > 0) {
    await leave(trx, gone, now);
    if (gone.length === lines.length)
      await trx.updateTable('agency_batches').set({ ended_at: now }).where('id', '=', batchId).execute();
    await auditBatch(trx, 'lines-left', { issuerId: issuer.id, actorId, batchId, lines: gone.length });
    return { ok: false, reason: 'lines-left', left: gone.length };
  }
  await trx.updateTable('agency_batches').set({ sent_at: now }).where('id', '=', batchId).execute();
  for (const { claimId, personId, line } of lines) {
    const note = `Sent to ${batch.agency} by ${issuer.name}, line ${line}.`;
    const result = await settleClaim(trx, { personId, claimId, to: 'submitted', note, actorId, now });
    if (!result.ok) throw new Error(`Claim ${claimId} can’t be sent: ${result.reason}`);
  }
  await auditBatch(trx, 'sent', { issuerId: issuer.id, actorId, batchId, lines: lines.length });
  return { ok: true };
}

/** Takes a batch apart that was not sent: its claims wait again. */
export async function endBatch(trx: Trx, { issuer, batchId, actorId, now }: By): Promise<{ ok: boolean }> {
  const batch = await lockBatch(trx, issuer.id, batchId);
  if (batch.state !== 'made') return { ok: false };
  const lines = (await listLines(trx, batchId)).filter(({ leftAt }) => leftAt === null);
  await leave(trx, lines, now);
  await trx.updateTable('agency_batches').set({ ended_at: now }).where('id', '=', batchId).execute();
  await auditBatch(trx, 'ended', { issuerId: issuer.id, actorId, batchId, lines: lines.length });
  return { ok: true };
}

/** Of this issuer only. */
export async function lockBatch(trx: Trx, issuerId: string, batchId: string): Promise<Batch> {
  await trx.selectFrom('agency_batches').select('id').where('id', '=', batchId).forUpdate().execute();
  const [batch] = await listBatches(trx, issuerId, { id: batchId });
  if (!batch) throw new NotFoundError('batch');
  return batch;
}

/**
 * All of them, before the first goes into the trail: who settles one claim holds it and then waits for the trail, and would
 * else wait for us while we wait for them.
 */
export async function lockClaimsOf(trx: Trx, lines: readonly BatchLine[]) {
  // A claim is locked with all licences of its person: two batches take the people in one order, so that neither waits for the other.
  const inOrder = lines.toSorted((a, b) => {
    const [one, other] = [a, b].map(({ personId, claimId }) => `${personId} ${claimId}`);
    return (one ?? '') < (other ?? '') ? -1 : 1;
  });
  const claims = new Map<string, NonNullable<Awaited<ReturnType<typeof lockClaim>>>>();
  for (const { personId, claimId } of inOrder) {
    const claim = await lockClaim(trx, personId, claimId);
    if (claim) claims.set(claimId, claim);
  }
  return claims;
}

async function leave(trx: Trx, lines: readonly BatchLine[], now: Date): Promise<void> {
  if (lines.length === 0) return;
  await trx
    .updateTable('agency_lines')
    .set({ left_at: now })
    .where(
      'id',
      'in',
      lines.map(({ id }) => id),
    )
    .execute();
}

export function auditBatch(
  trx: Trx,
  what: 'sent' | 'ended' | 'lines-left' | 'answered',
  {
    issuerId,
    actorId,
    batchId,
    ...details
  }: { issuerId: string; actorId: string; batchId: string } & Record<string, unknown>,
): Promise<void> {
  const subject = { type: 'agency-batch', id: batchId };
  return audit(trx, { issuerId, actorId, action: `agency-batch.${what}`, subject, details });
}
