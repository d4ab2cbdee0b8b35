import { type ReinstateRefusal, type SuspendRefusal, mayReinstate, maySuspend } from '#domain/award/revocation.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { type LockedAward, lockAward } from './lock-award.ts';
import { setAwardStatus } from './set-status.ts';
import { reinstatedMail, suspendedMail } from './status-mails.ts';

export type StatusCommand = {
  issuerSlug: string;
  publicId: string;
  actorId: string;
  /** The earner reads it. */
  reason: string;
  now: Date;
  baseUrl: string;
};

/** An award does not count until it is reinstated. */
export async function suspendAward(
  trx: Trx,
  command: StatusCommand,
): Promise<{ ok: true } | { ok: false; reason: SuspendRefusal }> {
  const award = await lockAward(trx, command, command.now);
  const may = maySuspend(award.status.state, actorOf(award, command));
  if (!may.ok) return may;
  await change(trx, award, command, 'suspended');
  await sendMailLater(trx, suspendedMail(award, command.baseUrl));
  await note(trx, award, command, 'award.suspended');
  return { ok: true };
}

/** A suspended award counts again. */
export async function reinstateAward(
  trx: Trx,
  command: StatusCommand,
): Promise<{ ok: true } | { ok: false; reason: ReinstateRefusal }> {
  const award = await lockAward(trx, command, command.now);
  const may = mayReinstate({ state: award.status.state, open: award.open }, actorOf(award, command));
  if (!may.ok) return may;
  await change(trx, award, command, 'in-force');
  await sendMailLater(trx, reinstatedMail(award, command.baseUrl));
  await note(trx, award, command, 'award.reinstated');
  return { ok: true };
}

function actorOf(award: LockedAward, { actorId }: StatusCommand) {
  return { id: actorId, isEarner: award.earner.id === actorId };
}

function change(trx: Trx, award: LockedAward, command: StatusCommand, status: 'suspended' | 'in-force') {
  return setAwardStatus(trx, {
    ...{ issuerId: award.issuer.id, awardId: award.id, status, reason: command.reason },
    ...{ byPerson: command.actorId, at: command.now },
  });
}

function note(trx: Trx, award: LockedAward, { actorId }: StatusCommand, action: string) {
  return audit(trx, { issuerId: award.issuer.id, actorId, action, subject: { type: 'award', id: award.id } });
}
