import { sql } from 'kysely';
import type { Lead } from '#domain/access/lead.ts';
import { addBusinessTime, businessTimeBetween } from '#domain/assessment/business-clock.ts';
import type { Obstacle } from '#domain/assessment/obstacles.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { askForAssignment } from '../queue/assign-waiting.ts';
import { clockOf } from '../queue/clock.ts';
import { listObstacles } from '../queue/eligibility.queries.ts';
import { recallMail } from './judging-mails.ts';
import { type Judging, getJudgedWork } from './judging.queries.ts';
import { takeDecisionBack } from './recall-decision.ts';
import { lockLedJudging } from './release-decision.ts';

export type RecallCheckRefusal = 'not-returned' | 'read' | 'moved-on';

export const recallCheckRefusals: Record<RecallCheckRefusal, string> = {
  'not-returned': 'This attempt was not sent back by its completeness check.',
  read: 'The earner has read why it came back, so that stays. They hand in again, which costs no attempt.',
  'moved-on': 'The earner has gone on since, so this stays.',
};

export type RecallCheck = {
  lead: Lead;
  attemptId: string;
  /** To be looked at by somebody else, or to be scored: then the lead says that it is complete. */
  to: 'check' | 'scoring';
  reason: string;
  now: Date;
  baseUrl: string;
};

/**
 * A lead assessor takes back that an attempt was sent back as incomplete, while its earner has not read so and has handed in
 * nothing since. The answer is kept as it was given; the attempt waits for its check again, or is scored.
 */
export async function recallCheck(
  trx: Trx,
  { lead, attemptId, to, reason, now, baseUrl }: RecallCheck,
): Promise<
  { ok: true } | { ok: false; reason: RecallCheckRefusal } | { ok: false; reason: 'obstacle'; obstacle: Obstacle }
> {
  const judging = await lockLedJudging(trx, lead, attemptId);
  const { issuerId, enrolmentId } = judging;
  const { rows } = await sql<{ isRead: boolean }>`
    select exists (select from decision_reads r where r.attempt_id = c.attempt_id) as "isRead"
    from completeness_checks c where c.attempt_id = ${attemptId} and c.outcome = 'incomplete'`.execute(trx);
  if (judging.stage !== 'returned' || !rows[0]) return { ok: false, reason: 'not-returned' };
  if (rows[0].isRead) return { ok: false, reason: 'read' };
  if (!judging.isLatest || judging.enrolmentState !== 'working') return { ok: false, reason: 'moved-on' };
  if (to === 'scoring') {
    const obstacles = await listObstacles(trx, { assessor: lead, attemptId, now });
    const obstacle = obstacles.find((one) => !isOfOffice(one));
    if (obstacle) return { ok: false, reason: 'obstacle', obstacle };
  }

  await sql`
    insert into recalled_checks (attempt_id, issuer_id, outcome, reasons, checked_by, checked_at, reason, recalled_by, recalled_at)
    select c.attempt_id, c.issuer_id, c.outcome, c.reasons, c.checked_by, c.checked_at, ${reason}, ${lead.id}, ${now}
    from completeness_checks c where c.attempt_id = ${attemptId}`.execute(trx);
  await trx.deleteFrom('completeness_checks').where('attempt_id', '=', attemptId).execute();
  await takeDecisionBack(trx, { attemptId, by: lead.id, reason, now });
  if (to === 'scoring')
    await trx
      .insertInto('completeness_checks')
      .values({ attempt_id: attemptId, issuer_id: issuerId, outcome: 'complete', checked_by: lead.id, checked_at: now })
      .execute();
  const { due_at, check_due_at } = await dueLater(trx, judging, now);
  await trx
    .updateTable('judgings')
    .set({ stage: to === 'scoring' ? 'scoring' : 'pre_check', ended_at: null, due_at, check_due_at })
    .where('attempt_id', '=', attemptId)
    .execute();
  await trx
    .updateTable('enrolments')
    .set({ state: 'submitted', due_at, updated_at: now })
    .where('id', '=', enrolmentId)
    .execute();
  if (to === 'scoring') await askForAssignment(trx, issuerId);
  const { definition } = await getJudgedWork(trx, attemptId);
  await sendMailLater(trx, recallMail({ judging, definition, baseUrl }, 'returned'));
  await audit(trx, {
    issuerId,
    actorId: lead.id,
    action: 'attempt.return-recalled',
    subject: { type: 'attempt', id: attemptId },
    details: { to, reason },
  });
  return { ok: true };
}

/** When it is due, moved by the working time for which it lay with its earner: for that the clock stood still. */
async function dueLater(trx: Trx, { attemptId, issuerId, dueAt, checkDueAt }: Judging, now: Date) {
  const { ended_at } = await trx
    .selectFrom('judgings')
    .select('ended_at')
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const clock = await clockOf(trx, issuerId);
  const waited = businessTimeBetween(clock, ended_at ?? now, now);
  return { due_at: addBusinessTime(clock, dueAt, waited), check_due_at: addBusinessTime(clock, checkDueAt, waited) };
}

/** That they are away, or are not certified to score, keeps no lead from saying that everything is there. */
function isOfOffice({ reason }: Obstacle): boolean {
  return reason === 'away' || reason === 'not-certified' || reason === 'lapsed';
}
