import { type ConcernRefusal, type Resolution, checkResolving } from '#domain/assessment/concern.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { addJobLater } from '#platform/jobs.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import type { Lead } from '#domain/access/lead.ts';
import { awardJobKey } from '../judging/release-decision.ts';
import { endPause } from './answer-concern.ts';
import { settledMail } from './concern-mails.ts';
import { lockLedConcern } from './lock-concern.ts';
import { returnAttempt } from './return-attempt.ts';

export type ResolveConcern = {
  lead: Lead;
  concernId: string;
  resolution: Resolution;
  /** Of an upheld one: whether the attempt goes back to the earner as incomplete. */
  returns: boolean;
  /** Why; an earner who was asked reads it. */
  reason: string;
  now: Date;
  baseUrl: string;
};

/**
 * Settles a concern, once: two who settle it at the same time go one after the other, and the second hears of the first. An
 * upheld one sends the attempt back where the lead assessor says so; else the assessment goes on, and a decision that was
 * held for it is released as every held one is.
 */
export async function resolveConcern(
  trx: Trx,
  command: ResolveConcern,
): Promise<{ ok: true } | { ok: false; reason: ConcernRefusal | 'decided-already' }> {
  const { lead, concernId, resolution, reason, now, baseUrl } = command;
  const returns = resolution === 'upheld' && command.returns;
  const concern = await lockLedConcern(trx, lead, concernId);
  const check = checkResolving(concern, resolution, now);
  if (!check.ok) return check;
  if (returns && !(await returnAttempt(trx, { concern, leadId: lead.id, reason, now })))
    return { ok: false, reason: 'decided-already' };
  await trx
    .updateTable('concerns')
    .set({
      state: resolution,
      resolution: reason,
      resolved_at: now,
      resolved_by: lead.id,
      returns_attempt: returns,
    })
    .where('id', '=', concernId)
    .execute();
  if (!returns) {
    await endPause(trx, concern, now);
    await letAwardGoOn(trx, concern.attemptId);
  }
  if (concern.askedAt) await sendMailLater(trx, settledMail(concern.work, returns ? 'returned' : resolution, baseUrl));
  await audit(trx, {
    issuerId: concern.issuerId,
    actorId: lead.id,
    action: `concern.${resolution}`,
    subject: { type: 'concern', id: concernId },
    details: { attempt: concern.attemptId, ...(returns && { returned: true }) },
  });
  return { ok: true };
}

/** An award that was held for it goes on, at the time at which it would have gone. */
async function letAwardGoOn(trx: Trx, attemptId: string): Promise<void> {
  const earned = await trx
    .selectFrom('decisions as d')
    .leftJoin('appeals as p', (join) => join.onRef('p.attempt_id', '=', 'd.attempt_id').on('p.earns', '=', true))
    .select('d.attempt_id')
    .where('d.attempt_id', '=', attemptId)
    .where((eb) => eb.or([eb('d.outcome', '=', 'earned'), eb('p.attempt_id', 'is not', null)]))
    .executeTakeFirst();
  if (earned) await addJobLater(trx, 'issue-award', { attemptId }, { key: awardJobKey(attemptId), seconds: 0 });
}
