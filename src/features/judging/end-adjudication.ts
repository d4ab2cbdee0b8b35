import type { Lead } from '#domain/access/lead.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { endAssignments } from '../queue/assignments.ts';
import { isNobodys } from '../queue/who-may.queries.ts';
import { findFourEyes } from './four-eyes.queries.ts';
import { getJudgedWork, listVoices } from './judging.queries.ts';
import { lockLedJudging, mergeSeats } from './release-decision.ts';
import { endClaims, lockClaims } from './seat-claims.ts';
import { scoredIt } from './waive-second-seat.ts';

export type EndAdjudicationRefusal = 'not-adjudicated' | 'being-adjudicated' | 'somebody-may';

export const endAdjudicationRefusals: Record<EndAdjudicationRefusal, string> = {
  'not-adjudicated': 'This attempt is not with an adjudicator any more.',
  'being-adjudicated': 'An adjudicator is at it now. Wait for them, or take it from them under Workload first.',
  'somebody-may': 'Two are apart here, and somebody may settle it. Give it to them under Workload.',
};

export type EndAdjudicationResult =
  /** `unsettled`: on what two stay apart. */
  | { ok: true; unsettled: string[] }
  | { ok: false; reason: EndAdjudicationRefusal }
  | { ok: false; reason: 'scored-it'; message: string };

/**
 * A lead assessor takes an attempt back from adjudication: it is held. What was only to be looked at again stands as it did.
 * Where two are apart this is only possible if nobody may settle it: then nobody’s word is taken for the other’s, and the
 * look-for stays open as one that could not be judged (decision 0009).
 */
export async function endAdjudication(
  trx: Trx,
  { lead, attemptId, reason, now }: { lead: Lead; attemptId: string; reason: string; now: Date },
): Promise<EndAdjudicationResult> {
  const judging = await lockLedJudging(trx, lead, attemptId);
  if (judging.stage !== 'adjudication') return { ok: false, reason: 'not-adjudicated' };
  const claims = await lockClaims(trx, attemptId);
  if (claims.some(({ until }) => until > now)) return { ok: false, reason: 'being-adjudicated' };
  const { lookFors } = await getJudgedWork(trx, attemptId);
  const merged = mergeSeats(lookFors, await listVoices(trx, attemptId), judging.unsettled);
  const unsettled = merged.ok ? [] : merged.contested;
  if (unsettled.length > 0) {
    if (!(await isNobodys(trx, { issuerId: judging.issuerId, attemptId, now })))
      return { ok: false, reason: 'somebody-may' };
    const eyes = await findFourEyes(trx, judging, lead.id);
    if (!eyes.ok) return scoredIt(eyes);
  }
  await endClaims(trx, claims);
  await endAssignments(trx, { attemptId, reason: 'over', now });
  await trx
    .updateTable('judgings')
    .set({ stage: 'held', held_for: judging.heldFor ?? 'unsettled', contested: [] })
    .set({ unsettled: [...judging.unsettled, ...unsettled] })
    .where('attempt_id', '=', attemptId)
    .execute();
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: lead.id,
    action: 'judging.adjudication-ended',
    subject: { type: 'attempt', id: attemptId },
    details: { reason, unsettled },
  });
  return { ok: true, unsettled };
}
