import { isResolved } from '#domain/assessment/concern.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { resumeJudging } from '../queue/pause-judging.ts';
import { answeredMail } from './concern-mails.ts';
import { type LockedConcern, lockOwnConcern } from './lock-concern.ts';
import { hasUnansweredConcern } from './concerns.queries.ts';

export type AnswerRefusal = 'answered' | 'settled';

export const answerRefusals: Record<AnswerRefusal, string> = {
  answered: 'You have answered this already. That answer stands below.',
  settled: 'This was settled meanwhile. How, it says below.',
};

export type AnswerConcern = {
  personId: string;
  enrolmentId: string;
  concernId: string;
  response: string;
  now: Date;
  baseUrl: string;
};

/** The earner answers, once; then the clock goes on. */
export async function answerConcern(
  trx: Trx,
  command: AnswerConcern,
): Promise<{ ok: true } | { ok: false; reason: AnswerRefusal }> {
  const { personId, response, now, baseUrl } = command;
  const concern = await lockOwnConcern(trx, command);
  if (isResolved(concern.state)) return { ok: false, reason: 'settled' };
  if (concern.state !== 'asked') return { ok: false, reason: 'answered' };
  await trx
    .updateTable('concerns')
    .set({ state: 'answered', response, responded_at: now })
    .where('id', '=', concern.id)
    .execute();
  await endPause(trx, concern, now);
  const lead = await findAsker(trx, concern);
  if (lead) await sendMailLater(trx, answeredMail({ lead, title: concern.work.title, concernId: concern.id }, baseUrl));
  await audit(trx, {
    issuerId: concern.issuerId,
    actorId: personId,
    action: 'concern.answered',
    subject: { type: 'concern', id: concern.id },
    details: { attempt: concern.attemptId },
  });
  return { ok: true };
}

/** The clock goes on once no question about the attempt waits for its answer. */
export async function endPause(trx: Trx, { attemptId }: Pick<LockedConcern, 'attemptId'>, now: Date): Promise<void> {
  if (await hasUnansweredConcern(trx, attemptId)) return;
  await resumeJudging(trx, attemptId, now, 'concern');
}

/** Who asked, as long as they still lead there. */
async function findAsker(trx: Trx, { askedBy, issuerId }: LockedConcern) {
  if (askedBy === null) return undefined;
  return trx
    .selectFrom('people as p')
    .innerJoin('memberships as m', 'm.person_id', 'p.id')
    .select(['p.name', 'p.email'])
    .where('p.id', '=', askedBy)
    .where('m.issuer_id', '=', issuerId)
    .where('m.role', '=', 'lead_assessor')
    .executeTakeFirst();
}
