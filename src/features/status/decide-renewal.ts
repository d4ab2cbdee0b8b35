import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockAward } from './lock-award.ts';
import { type RenewDeps, type RenewRefusal, renew, renewalOf } from './renew-award.ts';
import { renewalRefusedMail } from './status-mails.ts';

/**
 * A lead assessor or an admin decides on a statement. One that was asked for in time is renewed even if its time is up by now: the
 * wait was not the earner’s.
 */
export async function decideRenewal(
  trx: Trx,
  deps: RenewDeps,
  command: {
    issuerSlug: string;
    publicId: string;
    actorId: string;
    outcome: 'renewed' | 'refused';
    answer: string;
    now: Date;
  },
): Promise<{ ok: true } | { ok: false; reason: RenewRefusal | 'ended' | 'own-award' }> {
  const { actorId, outcome, answer, now } = command;
  const award = await lockAward(trx, command, now);
  if (award.earner.id === actorId) return { ok: false, reason: 'own-award' };
  const asked = await trx
    .selectFrom('renewals')
    .select(['id', 'of_valid_until', 'asked_at'])
    .where('award_id', '=', award.id)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  if (!asked) return { ok: false, reason: 'ended' };
  const may = outcome === 'renewed' ? renewalOf(award, now) : undefined;
  if (may && !may.ok && may.reason !== 'too-late') return may;

  await trx
    .updateTable('renewals')
    .set({ state: outcome, decided_by: actorId, decided_at: now, answer })
    .where('id', '=', asked.id)
    .execute();
  if (outcome === 'renewed') {
    const how = { by: 'statement', renewal: asked.id };
    await renew(trx, deps, award, { validUntil: asked.of_valid_until, actorId, now, how });
    return { ok: true };
  }
  await sendMailLater(trx, renewalRefusedMail(award, deps.baseUrl));
  await audit(trx, {
    issuerId: award.issuer.id,
    actorId,
    action: 'renewal.refused',
    subject: { type: 'award', id: award.id },
    details: { renewal: asked.id },
  });
  return { ok: true };
}
