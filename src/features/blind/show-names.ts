import type { Lead } from '#domain/access/lead.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { lockLedJudging } from '../judging/release-decision.ts';
import { lockRole } from '../queue/lock-role.ts';
import { namesStandingOf } from './blindness.queries.ts';

export type ShowNamesRefusal = 'has-part';

export const showNamesRefusals: Record<ShowNamesRefusal, string> = {
  'has-part': 'You have a part in judging this work, so you judge it without names.',
};

/**
 * A lead assessor asks whose work it is that is judged without names: from now on they are shown, and this person takes no
 * seat of this work and no glance at it any more. Asking twice is asking once.
 */
export async function showNames(
  trx: Trx,
  { lead, attemptId, now }: { lead: Lead; attemptId: string; now: Date },
): Promise<{ ok: true } | { ok: false; reason: ShowNamesRefusal }> {
  // A seat that they are taking at this moment is theirs before, or is refused after.
  await lockRole(trx, { attemptId, personId: lead.id });
  const { enrolmentId, issuerId } = await lockLedJudging(trx, lead, attemptId);
  const standing = await namesStandingOf(trx, { enrolmentId, personId: lead.id });
  if (standing === 'has-part') return { ok: false, reason: 'has-part' };
  if (standing === 'shown') return { ok: true };
  await trx
    .insertInto('names_seen')
    .values({ person_id: lead.id, enrolment_id: enrolmentId, issuer_id: issuerId, seen_at: now })
    .execute();
  await audit(trx, {
    issuerId,
    actorId: lead.id,
    action: 'attempt.names-shown',
    subject: { type: 'attempt', id: attemptId },
  });
  return { ok: true };
}
