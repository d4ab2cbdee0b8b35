import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { hasOpenConcern } from '../concerns/concerns.queries.ts';
import { askForAssignment } from '../queue/assign-waiting.ts';
import { type HeldFor, type Judging, getJudgedWork, listVoices, neededSeats } from './judging.queries.ts';
import { type ReleasedDecision, mergeSeats, releaseDecision } from './release-decision.ts';

export type Settled =
  /** Another assessor has not finished yet. */
  | { next: 'waiting' }
  | { next: 'adjudication'; contested: string[] }
  | { next: 'held'; heldFor: HeldFor }
  | ({ next: 'released' } & ReleasedDecision);

/**
 * What comes after an assessment is finished: wait for the other seat, have an adjudicator decide what two are apart on,
 * hold the decision, or release it. The judging is locked.
 */
export async function settleJudging(
  trx: Trx,
  { judging, actorId, now, baseUrl }: { judging: Judging; actorId: string; now: Date; baseUrl: string },
): Promise<Settled> {
  const { attemptId } = judging;
  const seats = await listVoices(trx, attemptId);
  const independent = seats.filter(({ role }) => role !== 'adjudicator');
  if (independent.length < neededSeats(judging)) return { next: 'waiting' };

  const { definition, lookFors } = await getJudgedWork(trx, attemptId);
  const merged = mergeSeats(lookFors, seats, judging.unsettled);
  if (!merged.ok) {
    const { contested } = merged;
    await beginAdjudication(trx, judging, contested);
    await audit(trx, {
      issuerId: judging.issuerId,
      actorId,
      action: 'judging.contested',
      subject: { type: 'attempt', id: attemptId },
      details: { lookFors: contested },
    });
    return { next: 'adjudication', contested };
  }
  const heldFor =
    judging.heldFor ??
    (definition.assessment.release === 'held'
      ? 'policy'
      : (await hasOpenConcern(trx, attemptId))
        ? 'concern'
        : undefined);
  if (heldFor) {
    await trx
      .updateTable('judgings')
      .set({ stage: 'held', held_for: heldFor, contested: [] })
      .where('attempt_id', '=', attemptId)
      .execute();
    await audit(trx, {
      issuerId: judging.issuerId,
      actorId,
      action: 'decision.held',
      subject: { type: 'attempt', id: attemptId },
      details: { for: heldFor },
    });
    return { next: 'held', heldFor };
  }
  return { next: 'released', ...(await releaseDecision(trx, { judging, actorId, heldBy: null, now, baseUrl })) };
}

/** Opens the seat of an adjudicator for these look-fors; the last one’s word on others stays. */
export async function beginAdjudication(trx: Trx, judging: Judging, lookFors: readonly string[]): Promise<void> {
  await trx
    .updateTable('judgings')
    .set({
      stage: 'adjudication',
      contested: [...lookFors],
      adjudication_round: judging.round + 1,
      passed_over_at: null,
      unsettled: judging.unsettled.filter((lookFor) => !lookFors.includes(lookFor)),
    })
    .where('attempt_id', '=', judging.attemptId)
    .execute();
  await askForAssignment(trx, judging.issuerId);
}
