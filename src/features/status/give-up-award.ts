import { type GiveUpRefusal, mayGiveUp } from '#domain/award/revocation.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockAward } from './lock-award.ts';
import { setAwardStatus } from './set-status.ts';
import { gaveUpMail } from './status-mails.ts';

/** An earner gives up their own award: at once, since there is nobody to appeal. */
export async function giveUpAward(
  trx: Trx,
  { personId, publicId, now, baseUrl }: { personId: string; publicId: string; now: Date; baseUrl: string },
): Promise<{ ok: true } | { ok: false; reason: GiveUpRefusal }> {
  const award = await lockAward(trx, { publicId, personId }, now);
  const may = mayGiveUp({ state: award.status.state, open: award.open });
  if (!may.ok) return may;
  const reason = 'You asked for it.';
  await trx
    .insertInto('revocations')
    .values({
      ...{ issuer_id: award.issuer.id, award_id: award.id, code: 'earner-asked', reason, suspends: false },
      ...{ started_by: personId, started_at: now, appeal_until: now },
      ...{ state: 'revoked', decided_by: personId, decided_at: now },
    })
    .execute();
  await setAwardStatus(trx, {
    ...{ issuerId: award.issuer.id, awardId: award.id, status: 'revoked', byPerson: personId, at: now },
    reason,
  });
  await sendMailLater(trx, gaveUpMail(award, baseUrl));
  await audit(trx, {
    issuerId: award.issuer.id,
    actorId: personId,
    action: 'award.given-up',
    subject: { type: 'award', id: award.id },
  });
  return { ok: true };
}
