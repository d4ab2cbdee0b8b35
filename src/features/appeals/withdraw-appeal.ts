import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import { endAssignments } from '../queue/assignments.ts';
import { lockAppeal } from './appeals.queries.ts';

/** The earner takes an appeal back as long as it is not answered; whoever had it in hand is free of it. */
export async function withdrawAppeal(
  trx: Trx,
  command: { personId: string; enrolmentId: string; number: number; now: Date },
): Promise<{ ok: true } | { ok: false; reason: 'ended' }> {
  const { personId, enrolmentId, number, now } = command;
  const attempt = await trx
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select('t.id')
    .where('e.id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .where('t.number', '=', number)
    .executeTakeFirst();
  if (!attempt) throw new NotFoundError('attempt');
  await lockJudging(trx, attempt.id);
  const appeal = await lockAppeal(trx, attempt.id);
  if (!appeal) throw new NotFoundError('appeal');
  if (appeal.state !== 'open') return { ok: false, reason: 'ended' };
  const letGo = await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('attempt_id', '=', attempt.id)
    .where('role', '=', 'appeal')
    .where('state', '=', 'claimed')
    .returning('id')
    .execute();
  await endAssignments(trx, { attemptId: attempt.id, reason: 'over', now });
  await trx
    .updateTable('appeals')
    .set({ state: 'withdrawn', ended_at: now, ended_by: personId })
    .where('attempt_id', '=', attempt.id)
    .execute();
  await audit(trx, {
    issuerId: appeal.issuerId,
    actorId: personId,
    action: 'appeal.withdrawn',
    subject: { type: 'attempt', id: attempt.id },
    details: { enrolment: enrolmentId, letGo: letGo.map(({ id }) => id) },
  });
  return { ok: true };
}
