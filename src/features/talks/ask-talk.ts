import { countedAttempts } from '#domain/assessment/counted-attempts.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';

export type AskRefusal = 'not-working' | 'too-early' | 'asked-already';

export const askRefusals: Record<AskRefusal, string> = {
  'not-working': 'You can ask for a talk while it is your turn, not while an attempt is being judged.',
  'too-early': 'You can ask for a talk once you have had feedback on an attempt.',
  'asked-already': 'You have asked for a talk already. It stands on this page.',
};

/** The earner asks for a talk with a coach, and says when they could. */
export async function askTalk(
  trx: Trx,
  command: { personId: string; enrolmentId: string; proposals: readonly Date[]; wish: string; now: Date },
): Promise<{ ok: true; id: string } | { ok: false; reason: AskRefusal }> {
  const { personId, enrolmentId, proposals, wish, now } = command;
  const workspace = await lockWorkspace(trx, personId, enrolmentId);
  if (!workspace) throw new NotFoundError('work');
  const { enrolment, attempts, talks } = workspace;
  if (enrolment.state !== 'working') return { ok: false, reason: 'not-working' };
  const counted = countedAttempts(attempts);
  if (counted === 0) return { ok: false, reason: 'too-early' };
  if (talks.some(({ state }) => state === 'asked' || state === 'booked')) return { ok: false, reason: 'asked-already' };

  const { id } = await trx
    .insertInto('coach_talks')
    .values({
      issuer_id: enrolment.issuerId,
      enrolment_id: enrolmentId,
      before_attempt: counted + 1,
      proposals: JSON.stringify(proposals.map((at) => at.toISOString())),
      wish,
      asked_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await auditTalk(trx, { id, issuerId: enrolment.issuerId, enrolmentId }, personId, 'talk.asked');
  return { ok: true, id };
}

/** One line in the trail for each step of a talk. */
export async function auditTalk(
  trx: Trx,
  talk: { id: string; issuerId: string; enrolmentId: string },
  actorId: string,
  action: `talk.${string}`,
): Promise<void> {
  const { id, issuerId, enrolmentId } = talk;
  await audit(trx, {
    ...{ issuerId, actorId, action },
    subject: { type: 'talk', id },
    details: { enrolment: enrolmentId },
  });
}
