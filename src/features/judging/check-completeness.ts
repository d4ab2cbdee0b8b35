import type { CompletenessReason } from '#domain/assessment/completeness.ts';
import type { Obstacle } from '#domain/assessment/obstacles.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { askForAssignment } from '../queue/assign-waiting.ts';
import { listObstacles } from '../queue/eligibility.queries.ts';
import { lockRole } from '../queue/lock-role.ts';
import { checkableRequirements } from './checks.queries.ts';
import { endJudging } from './end-judging.ts';
import { incompleteMail } from './judging-mails.ts';
import { type Judging, getJudgedWork, lockJudging } from './judging.queries.ts';
import { afterRecalls } from './release-decision.ts';

export type CheckCompleteness = {
  assessor: Assessor;
  attemptId: string;
  /** None lets the attempt go on to be judged. */
  reasons: readonly CompletenessReason[];
  now: Date;
  baseUrl: string;
};

export type CheckResult =
  | { ok: true; outcome: 'complete' | 'incomplete' }
  /** Somebody answered before; the first answer holds. */
  | { ok: false; reason: 'checked-already' }
  | { ok: false; reason: 'not-waiting' }
  | { ok: false; reason: 'obstacle'; obstacle: Obstacle };

/**
 * Answers whether an attempt can be judged as it is. If so it waits for its assessors; if not it goes back to the earner
 * with the reasons, without a word on the work, and does not count as an attempt. Nobody reserves a check: the first answer holds.
 */
export async function checkCompleteness(trx: Trx, command: CheckCompleteness): Promise<CheckResult> {
  const { assessor, attemptId, reasons, now, baseUrl } = command;
  // Whoever loses the role in this moment has lost it first, or has answered before.
  if (!(await lockRole(trx, { attemptId, personId: assessor.id }))) throw new NotFoundError('attempt');
  const judging = await lockJudging(trx, attemptId);
  if (!judging || !assessor.issuerIds.includes(judging.issuerId)) throw new NotFoundError('attempt');
  const obstacle = await findCheckObstacle(trx, { assessor, judging, now });
  if (obstacle) return { ok: false, reason: 'obstacle', obstacle };
  if (judging.stage !== 'pre_check')
    return { ok: false, reason: judging.stage === 'withdrawn' ? 'not-waiting' : 'checked-already' };
  const work = await getJudgedWork(trx, attemptId);
  const known = new Set(checkableRequirements(work).map(({ id }) => id));
  if (reasons.some(({ requirement }) => !known.has(requirement))) throw new NotFoundError('requirement');

  const at = await afterRecalls(trx, attemptId, now);
  const outcome = reasons.length === 0 ? 'complete' : 'incomplete';
  await trx
    .insertInto('completeness_checks')
    .values({
      attempt_id: attemptId,
      issuer_id: judging.issuerId,
      outcome,
      reasons: JSON.stringify(reasons),
      checked_by: assessor.id,
      checked_at: at,
    })
    .execute();
  if (outcome === 'complete') {
    await trx.updateTable('judgings').set({ stage: 'scoring' }).where('attempt_id', '=', attemptId).execute();
    await askForAssignment(trx, judging.issuerId);
  } else {
    await giveBack(trx, judging, assessor, at);
    await sendMailLater(trx, incompleteMail({ judging, definition: work.definition, baseUrl }, reasons));
  }
  await audit(trx, {
    issuerId: judging.issuerId,
    actorId: assessor.id,
    action: outcome === 'complete' ? 'attempt.checked' : 'attempt.returned',
    subject: { type: 'attempt', id: attemptId },
    details: { reasons },
  });
  return { ok: true, outcome };
}

async function giveBack(trx: Trx, judging: Judging, assessor: Assessor, now: Date): Promise<void> {
  await trx
    .insertInto('decisions')
    .values({
      attempt_id: judging.attemptId,
      issuer_id: judging.issuerId,
      assessment_id: null,
      outcome: 'incomplete',
      decided_by: assessor.id,
      released_at: now,
      process: JSON.stringify({ preCheck: true }),
    })
    .execute();
  await endJudging(trx, { attemptId: judging.attemptId, stage: 'returned', now });
  await trx
    .updateTable('enrolments')
    .set({ state: 'working', due_at: null, updated_at: now })
    .where('id', '=', judging.enrolmentId)
    .execute();
}

/** Why this person must not even look whether it is complete; that they are away keeps nobody from a glance. */
export async function findCheckObstacle(
  db: Database | Trx,
  { assessor, judging, now }: { assessor: Assessor; judging: Judging; now: Date },
): Promise<Obstacle | undefined> {
  const obstacles = await listObstacles(db, { assessor, attemptId: judging.attemptId, now });
  return obstacles.find(({ reason }) => reason !== 'away');
}
