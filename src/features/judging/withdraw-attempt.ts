import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { endJudging } from './end-judging.ts';
import { lockJudging } from './judging.queries.ts';

export type WithdrawRefusal = 'being-decided' | 'not-waiting';

export const withdrawRefusals: Record<WithdrawRefusal, string> = {
  'being-decided':
    'An assessor has already judged this attempt, so it can’t be taken back. You hear of the decision soon.',
  'not-waiting': 'This attempt no longer waits, so there is nothing to take back.',
};

export type WithdrawAttempt = { personId: string; enrolmentId: string; number: number; now: Date };

/** The earner takes an attempt back while nobody has finished judging it. It costs nothing; who had claimed it is free of it. */
export async function withdrawAttempt(
  trx: Trx,
  { personId, enrolmentId, number, now }: WithdrawAttempt,
): Promise<{ ok: true } | { ok: false; reason: WithdrawRefusal }> {
  const attempt = await trx
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select('t.id')
    .where('e.id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .where('t.number', '=', number)
    .executeTakeFirst();
  const judging = attempt && (await lockJudging(trx, attempt.id));
  if (!judging) throw new NotFoundError('attempt');
  if (judging.stage !== 'pre_check' && judging.stage !== 'scoring')
    return {
      ok: false,
      reason: judging.stage === 'adjudication' || judging.stage === 'held' ? 'being-decided' : 'not-waiting',
    };
  const seats = await trx
    .selectFrom('assessments')
    .select(['id', 'state'])
    .where('attempt_id', '=', judging.attemptId)
    .where('state', 'in', ['claimed', 'completed'])
    .orderBy('id')
    .forUpdate()
    .execute();
  if (seats.some(({ state }) => state === 'completed')) return { ok: false, reason: 'being-decided' };

  await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('attempt_id', '=', judging.attemptId)
    .where('state', '=', 'claimed')
    .execute();
  await endJudging(trx, { attemptId: judging.attemptId, stage: 'withdrawn', now });
  await trx
    .updateTable('enrolments')
    .set({ state: 'working', due_at: null, updated_at: now })
    .where('id', '=', enrolmentId)
    .execute();
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: personId,
    action: 'attempt.withdrawn',
    subject: { type: 'attempt', id: judging.attemptId },
    details: { letGo: seats.map(({ id }) => id) },
  });
  return { ok: true };
}
