import { findRequirement } from '#domain/definition/outline.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';
import { lookMail } from './coach-mails.ts';
import { listCoaches, listRequests } from './coaching.queries.ts';

export type LookRefusal = 'no-coach' | 'asked-lately';

export const lookRefusals: Record<LookRefusal, string> = {
  'no-coach': 'Nobody coaches this work now, so there is nobody to ask.',
  'asked-lately': 'You asked less than a day ago. Give your coach a little time.',
};

/** Whether the earner asked so lately that asking again would only press. */
export function isAskedLately(askedAt: Date | undefined, now: Date): boolean {
  return askedAt !== undefined && now.getTime() - askedAt.getTime() < 86_400_000;
}

/** Asks every coach of the work to look at a requirement; once a day. */
export async function askLook(
  trx: Trx,
  command: {
    person: { id: string; name: string };
    enrolmentId: string;
    requirementKey: string;
    now: Date;
    baseUrl: string;
  },
): Promise<{ ok: true } | { ok: false; reason: LookRefusal }> {
  const { person, enrolmentId, requirementKey, now, baseUrl } = command;
  const workspace = await lockWorkspace(trx, person.id, enrolmentId);
  const requirement = workspace && findRequirement(workspace.definition, requirementKey);
  if (!requirement) throw new NotFoundError('requirement');
  const coaches = (await listCoaches(trx, enrolmentId, now)).filter(({ state }) => state === 'active');
  if (coaches.length === 0) return { ok: false, reason: 'no-coach' };
  if (isAskedLately((await listRequests(trx, enrolmentId)).get(requirementKey), now))
    return { ok: false, reason: 'asked-lately' };

  await trx
    .insertInto('coach_requests')
    .values({ enrolment_id: enrolmentId, requirement_key: requirementKey, asked_at: now })
    .onConflict((conflict) => conflict.columns(['enrolment_id', 'requirement_key']).doUpdateSet({ asked_at: now }))
    .execute();
  const about = { earner: person.name, title: workspace.definition.title, requirement: requirement.title };
  for (const { id, account, email } of coaches) {
    const url = `${baseUrl}/coaching/${id}/requirements/${requirementKey}`;
    await sendMailLater(trx, lookMail(about, account?.email ?? email, url));
  }
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: person.id,
    action: 'coach.asked-to-look',
    subject: { type: 'enrolment', id: enrolmentId },
    details: { requirement: requirementKey },
  });
  return { ok: true };
}
