import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Lead } from '#domain/access/lead.ts';
import { getJudgedWork } from './judging.queries.ts';
import { lockLedJudging } from './release-decision.ts';
import { beginAdjudication } from './settle-judging.ts';

export type AdjudicationRefusal = 'not-held' | 'no-look-fors';

export const adjudicationRefusals: Record<AdjudicationRefusal, string> = {
  'not-held': 'This decision is not held, so nothing of it can be sent to an adjudicator.',
  'no-look-fors': 'Choose at least one look-for that was judged in this attempt.',
};

/** Of a held decision, has an adjudicator look at these look-fors again, whether or not two assessors were apart on them. */
export async function sendToAdjudication(
  trx: Trx,
  command: { lead: Lead; attemptId: string; lookFors: readonly string[]; reason: string },
): Promise<{ ok: true } | { ok: false; reason: AdjudicationRefusal }> {
  const { lead, attemptId, reason } = command;
  const judging = await lockLedJudging(trx, lead, attemptId);
  if (judging.stage !== 'held') return { ok: false, reason: 'not-held' };
  const judged = (await getJudgedWork(trx, attemptId)).lookFors;
  const lookFors = judged.filter((lookFor) => command.lookFors.includes(lookFor));
  if (lookFors.length === 0) return { ok: false, reason: 'no-look-fors' };
  await beginAdjudication(trx, judging, lookFors);
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: lead.id,
    action: 'judging.sent-to-adjudication',
    subject: { type: 'attempt', id: attemptId },
    details: { lookFors, reason },
  });
  return { ok: true };
}
