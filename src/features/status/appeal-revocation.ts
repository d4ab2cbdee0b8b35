import { type AppealRefusal, mayAppeal } from '#domain/award/revocation.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { listDeciders } from './deciders.queries.ts';
import { lockAward } from './lock-award.ts';
import { appealedMail } from './status-mails.ts';

/** The earner says why the award should stand. Nothing takes effect until somebody else has decided. */
export async function appealRevocation(
  trx: Trx,
  command: { personId: string; publicId: string; text: string; now: Date; baseUrl: string },
): Promise<{ ok: true } | { ok: false; reason: AppealRefusal }> {
  const { personId, publicId, text, now, baseUrl } = command;
  const award = await lockAward(trx, { publicId, personId }, now);
  const may = mayAppeal(award.open, now);
  if (!may.ok || !award.open) return may.ok ? { ok: false, reason: 'ended' } : may;
  await trx
    .updateTable('revocations')
    .set({ state: 'appealed', appealed_at: now, appeal_text: text })
    .where('id', '=', award.open.id)
    .execute();
  const { deciders, isStuck } = await listDeciders(trx, award, award.open.startedBy);
  for (const decider of deciders) await sendMailLater(trx, appealedMail(award, decider, { isStuck, baseUrl }));
  await audit(trx, {
    issuerId: award.issuer.id,
    actorId: personId,
    action: 'revocation.appealed',
    subject: { type: 'award', id: award.id },
    details: { revocation: award.open.id },
  });
  return { ok: true };
}
