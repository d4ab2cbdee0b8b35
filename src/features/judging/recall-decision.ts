import { sql } from 'kysely';
import { fourEyesSentence } from '#domain/assessment/four-eyes.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { removeJob } from '#platform/jobs.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import type { Lead } from '#domain/access/lead.ts';
import { findFourEyes } from './four-eyes.queries.ts';
import { recallMail } from './judging-mails.ts';
import { type Judging, getJudgedWork } from './judging.queries.ts';
import { awardJobKey, lockLedJudging } from './release-decision.ts';

export type RecallRefusal = 'not-released' | 'read' | 'awarded' | 'moved-on';

export const recallRefusals: Record<RecallRefusal, string> = {
  'not-released': 'There is no released decision on this attempt to recall.',
  read: 'The earner has read this decision, so it stays. An appeal is how it can still change.',
  awarded: 'The award is issued, so this decision stays.',
  'moved-on': 'The earner has handed in again since, so this decision stays.',
};

/**
 * Takes a released decision back while nobody has read it and no award rests on it. It is kept as it was beside the new
 * one; the attempt is with the lead assessor again.
 */
export async function recallDecision(
  trx: Trx,
  command: { lead: Lead; attemptId: string; reason: string; now: Date; baseUrl: string },
): Promise<{ ok: true } | { ok: false; reason: RecallRefusal } | { ok: false; reason: 'scored-it'; message: string }> {
  const { lead, attemptId, reason, now, baseUrl } = command;
  const judging = await lockLedJudging(trx, lead, attemptId);
  const refusal = await findKept(trx, judging);
  if (refusal) return { ok: false, reason: refusal };
  const { definition } = await getJudgedWork(trx, attemptId);
  // What another released is not for whoever scored it to undo.
  const eyes = definition.assessment.release === 'held' ? await findFourEyes(trx, judging, lead.id) : undefined;
  if (eyes?.ok === false) return { ok: false, reason: 'scored-it', message: fourEyesSentence(eyes) };

  const outcome = await takeDecisionBack(trx, { attemptId, by: lead.id, reason, now });
  await trx
    .updateTable('judgings')
    .set({ stage: 'held', held_for: 'recall', ended_at: null })
    .where('attempt_id', '=', attemptId)
    .execute();
  await trx
    .updateTable('enrolments')
    .set({ state: 'submitted', due_at: judging.dueAt, earned_at: null, updated_at: now })
    .where('id', '=', judging.enrolmentId)
    .execute();
  // Of an award nothing was told yet: it waits as long as it can be recalled.
  if (outcome !== 'earned') {
    await sendMailLater(trx, recallMail({ judging, definition, baseUrl }));
  }
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: lead.id,
    action: 'decision.recalled',
    subject: { type: 'attempt', id: attemptId },
    details: { outcome, reason },
  });
  return { ok: true };
}

/** What keeps a released decision as it is; undefined where it can be taken back. */
export async function findKept(trx: Trx, judging: Judging): Promise<RecallRefusal | undefined> {
  const { attemptId, enrolmentId, stage, isLatest } = judging;
  if (stage !== 'released') return 'not-released';
  if (await exists(trx, sql`select from decision_reads where attempt_id = ${attemptId}`)) return 'read';
  if (await exists(trx, sql`select from awards where enrolment_id = ${enrolmentId}`)) return 'awarded';
  return isLatest ? undefined : 'moved-on';
}

/** Keeps a decision as it was beside the attempt, and takes it away with the award that it asked for. Returns its outcome. */
export async function takeDecisionBack(
  trx: Trx,
  { attemptId, by, reason, now }: { attemptId: string; by: string; reason: string; now: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ outcome: string }>`
    insert into recalled_decisions (attempt_id, issuer_id, outcome, released_at, decided_by, decision, ratings, reason, recalled_by, recalled_at)
    select d.attempt_id, d.issuer_id, d.outcome, d.released_at, d.decided_by, to_jsonb(d),
      coalesce((select jsonb_agg(to_jsonb(r) order by r.look_for_key) from decision_ratings r where r.attempt_id = d.attempt_id), '[]'),
      ${reason}, ${by}, ${now}
    from decisions d where d.attempt_id = ${attemptId} returning outcome`.execute(trx);
  await trx.deleteFrom('decisions').where('attempt_id', '=', attemptId).execute();
  await removeJob(trx, awardJobKey(attemptId));
  return rows[0]?.outcome;
}

async function exists(trx: Trx, query: ReturnType<typeof sql>): Promise<boolean> {
  return (await sql`${query} limit 1`.execute(trx)).rows.length > 0;
}
