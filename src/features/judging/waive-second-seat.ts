import { type FourEyes, fourEyesSentence } from '#domain/assessment/four-eyes.ts';
import type { Lead } from '#domain/access/lead.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { endAssignments } from '../queue/assignments.ts';
import { isNobodys } from '../queue/who-may.queries.ts';
import { findFourEyes } from './four-eyes.queries.ts';
import { listVoices } from './judging.queries.ts';
import { lockLedJudging } from './release-decision.ts';
import { endClaims, lockClaims } from './seat-claims.ts';
import { type Settled, settleJudging } from './settle-judging.ts';

export type WaiveRefusal = 'not-one-of-two' | 'being-scored' | 'somebody-may';

export const waiveRefusals: Record<WaiveRefusal, string> = {
  'not-one-of-two': 'Only the second of two seats can be waived, once the other assessor has finished.',
  'being-scored': 'Somebody is scoring it now. Wait for them, or take it from them under Workload first.',
  'somebody-may': 'Somebody may take the second seat. Give it to them under Workload.',
};

/** Whoever scored it does not decide that their word is enough, as long as anybody else could. */
export type WaiveResult =
  | { ok: true; settled: Settled }
  | { ok: false; reason: WaiveRefusal }
  | { ok: false; reason: 'scored-it'; message: string };

/**
 * Of two who were to score an attempt, one has, and nobody else may: a lead assessor lets one voice do. The plan stays as it
 * was, with who waived it and why beside it; figures of agreement count pairs, and here there is none.
 */
export async function waiveSecondSeat(
  trx: Trx,
  command: { lead: Lead; attemptId: string; reason: string; now: Date; baseUrl: string },
): Promise<WaiveResult> {
  const { lead, attemptId, reason, now, baseUrl } = command;
  const judging = await lockLedJudging(trx, lead, attemptId);
  const finished = await listVoices(trx, attemptId);
  if (judging.stage !== 'scoring' || judging.independent !== 2 || finished.length !== 1)
    return { ok: false, reason: 'not-one-of-two' };
  const claims = await lockClaims(trx, attemptId);
  if (claims.some(({ until }) => until > now)) return { ok: false, reason: 'being-scored' };
  if (!(await isNobodys(trx, { issuerId: judging.issuerId, attemptId, now })))
    return { ok: false, reason: 'somebody-may' };
  const eyes = await findFourEyes(trx, judging, lead.id);
  if (!eyes.ok) return scoredIt(eyes);

  await endClaims(trx, claims);
  await endAssignments(trx, { attemptId, reason: 'over', now });
  await trx
    .updateTable('judgings')
    .set({ waived_by: lead.id, waived_at: now, waived_reason: reason })
    .where('attempt_id', '=', attemptId)
    .execute();
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: lead.id,
    action: 'judging.second-waived',
    subject: { type: 'attempt', id: attemptId },
    details: { reason, ...(eyes.alone && { alone: true }) },
  });
  const waived = { ...judging, waived: { by: lead.name, reason } };
  return { ok: true, settled: await settleJudging(trx, { judging: waived, actorId: lead.id, now, baseUrl }) };
}

export function scoredIt(eyes: Extract<FourEyes, { ok: false }>) {
  return { ok: false as const, reason: 'scored-it' as const, message: fourEyesSentence(eyes) };
}
