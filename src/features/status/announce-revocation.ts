import { type AnnounceRefusal, type AnnouncedCode, codeWords, mayAnnounce } from '#domain/award/revocation.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { getSettings } from '../queue/settings.ts';
import { lockAward } from './lock-award.ts';
import { setAwardStatus } from './set-status.ts';
import { announcedMail } from './status-mails.ts';

export type AnnounceRevocation = {
  issuerSlug: string;
  publicId: string;
  actorId: string;
  code: AnnouncedCode;
  reason: string;
  /** Whether the award stops counting at once, and not only when the revocation takes effect. */
  suspends: boolean;
  now: Date;
  baseUrl: string;
};

/**
 * A lead assessor or an admin announces that an award is to be revoked. The earner has mail, reads why, and can appeal; it takes effect
 * by itself when the time for that is up.
 */
export async function announceRevocation(
  trx: Trx,
  command: AnnounceRevocation,
): Promise<{ ok: true } | { ok: false; reason: AnnounceRefusal }> {
  const { actorId, code, reason, now, baseUrl } = command;
  const award = await lockAward(trx, command, now);
  const may = mayAnnounce(
    { state: award.status.state, open: award.open },
    { id: actorId, isEarner: award.earner.id === actorId },
  );
  if (!may.ok) return may;
  const { revocationAppealDays } = await getSettings(trx, award.issuer.id);
  const appealUntil = new Date(now.getTime() + revocationAppealDays * 86_400_000);
  // What is suspended for another reason stays so, whatever becomes of this.
  const suspends = command.suspends && award.status.state !== 'suspended';
  const { id } = await trx
    .insertInto('revocations')
    .values({
      ...{ issuer_id: award.issuer.id, award_id: award.id, code, reason, suspends },
      ...{ started_by: actorId, started_at: now, appeal_until: appealUntil },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (suspends)
    await setAwardStatus(trx, {
      ...{ issuerId: award.issuer.id, awardId: award.id, status: 'suspended', byPerson: actorId, at: now },
      reason: `Its revocation is announced: ${codeWords[code]}.`,
    });
  await sendMailLater(trx, announcedMail(award, { appealUntil, suspends, baseUrl }));
  await audit(trx, {
    issuerId: award.issuer.id,
    actorId,
    action: 'revocation.announced',
    subject: { type: 'award', id: award.id },
    details: { revocation: id, code, suspends, appealUntil: appealUntil.toISOString() },
  });
  return { ok: true };
}
