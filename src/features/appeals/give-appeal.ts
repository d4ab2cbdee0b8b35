import { type ToldReason, toldReason } from '#domain/assessment/obstacles.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { seesNames } from '../blind/blindness.queries.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import type { Lead } from '#domain/access/lead.ts';
import { auditAssignment, endAssignments } from '../queue/assignments.ts';
import { listObstacles } from '../queue/eligibility.queries.ts';
import { lockRole } from '../queue/lock-role.ts';
import { lockAppeal } from './appeals.queries.ts';

export type GiveResult =
  | { ok: true }
  | { ok: false; reason: 'ended' | 'not-assessing' }
  | { ok: false; reason: 'obstacle'; obstacle: ToldReason };

export const giveRefusals = {
  ended: 'This appeal was answered or withdrawn meanwhile.',
  'not-assessing': 'They do not assess for this issuer. Choose another assessor.',
} as const;

/**
 * A lead assessor gives an appeal to an assessor who neither judged the attempt nor has a conflict. It is taken from whoever
 * had it before; what they rated stays with them.
 */
export async function giveAppeal(
  trx: Trx,
  command: { lead: Lead; attemptId: string; to: string; now: Date; baseUrl: string },
): Promise<GiveResult> {
  const { lead, attemptId, to, now, baseUrl } = command;
  const assesses = await lockRole(trx, { attemptId, personId: to });
  const judging = await lockJudging(trx, attemptId);
  if (!judging || !lead.issuerIds.includes(judging.issuerId) || judging.earner.id === lead.id)
    throw new NotFoundError('appeal');
  const appeal = await lockAppeal(trx, attemptId);
  if (!appeal) throw new NotFoundError('appeal');
  if (appeal.state !== 'open') return { ok: false, reason: 'ended' };
  if (!assesses) return { ok: false, reason: 'not-assessing' };
  const [obstacle] = await listObstacles(trx, { assessor: { id: to }, attemptId, now });
  if (obstacle) {
    const sees = await seesNames(trx, { attemptId, personId: lead.id });
    return { ok: false, reason: 'obstacle', obstacle: toldReason(obstacle.reason, sees) };
  }

  const taken = await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('attempt_id', '=', attemptId)
    .where('role', '=', 'appeal')
    .where('state', '=', 'claimed')
    .returning('id')
    .execute();
  await endAssignments(trx, { attemptId, reason: 'reassigned', now });
  const { issuerId } = judging;
  await trx
    .insertInto('assignments')
    .values({
      ...{ issuer_id: issuerId, attempt_id: attemptId, role: 'appeal', assessor_id: to },
      ...{ assigned_by: lead.id, assigned_at: now },
    })
    .execute();
  const { email } = await trx.selectFrom('people').select('email').where('id', '=', to).executeTakeFirstOrThrow();
  await sendMailLater(
    trx,
    composeMail({
      to: email,
      subject: 'An appeal is given to you',
      paragraphs: [
        'A lead assessor asks you to look at an attempt afresh, because its earner has appealed.',
        'You rate only what is appealed against, with the reasons and the earlier comments in sight.',
      ],
      action: { label: 'Open your desk', url: `${baseUrl}/desk` },
      notes: ['If you should not judge it, give it back there and say why.'],
    }),
  );
  for (const { id } of taken) {
    await audit(trx, {
      issuerId,
      actorId: lead.id,
      action: 'assessment.taken-away',
      subject: { type: 'assessment', id },
      details: { attempt: attemptId, reason: 'reassigned' },
    });
  }
  const details = { assessor: to, role: 'appeal' };
  await auditAssignment(trx, { issuerId, actorId: lead.id, action: 'assignment.made', attemptId, details });
  return { ok: true };
}
