import { type DecideRefusal, type WithdrawRefusal, mayDecide, mayWithdraw } from '#domain/award/revocation.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { type LockedAward, type OpenRevocation, lockAward } from './lock-award.ts';
import { setAwardStatus } from './set-status.ts';
import { decidedMail, droppedMail, revokedMail } from './status-mails.ts';

/** Somebody who did not announce it decides what the earner said against a revocation; the earner reads the answer. */
export async function decideRevocation(
  trx: Trx,
  command: {
    issuerSlug: string;
    publicId: string;
    actorId: string;
    outcome: 'revoked' | 'dropped';
    answer: string;
    now: Date;
    baseUrl: string;
  },
): Promise<{ ok: true } | { ok: false; reason: DecideRefusal }> {
  const { actorId, outcome, answer, now, baseUrl } = command;
  const award = await lockAward(trx, command, now);
  const may = mayDecide(award.open, { id: actorId, isEarner: award.earner.id === actorId });
  if (!may.ok || !award.open) return may.ok ? { ok: false, reason: 'ended' } : may;
  const { open } = award;
  await end(trx, open, { state: outcome, decided_by: actorId, decided_at: now, answer });
  if (outcome === 'revoked') await revoke(trx, award, open, actorId, now);
  else await letStand(trx, award, open, { reason: 'The appeal against its revocation was upheld.', actorId, now });
  await sendMailLater(trx, decidedMail(award, outcome, baseUrl));
  await tellAnnouncer(trx, award, open, outcome, baseUrl);
  await note(trx, award, open, actorId, outcome === 'revoked' ? 'revocation.upheld' : 'revocation.dropped');
  return { ok: true };
}

/** Whoever announced a revocation takes it back. */
export async function withdrawRevocation(
  trx: Trx,
  command: { issuerSlug: string; publicId: string; actorId: string; now: Date; baseUrl: string },
): Promise<{ ok: true } | { ok: false; reason: WithdrawRefusal }> {
  const { actorId, now, baseUrl } = command;
  const award = await lockAward(trx, command, now);
  const may = mayWithdraw(award.open, { id: actorId, isEarner: award.earner.id === actorId });
  if (!may.ok || !award.open) return may.ok ? { ok: false, reason: 'ended' } : may;
  const { open } = award;
  // Nobody is named as having decided: after an appeal that is never who announced it.
  await end(trx, open, { state: 'dropped', decided_by: null, decided_at: now, answer: null });
  await letStand(trx, award, open, { reason: 'Its revocation was withdrawn.', actorId, now });
  await sendMailLater(trx, droppedMail(award, baseUrl));
  await note(trx, award, open, actorId, 'revocation.withdrawn');
  return { ok: true };
}

/** A revocation that nobody appealed against takes effect. */
export async function revokeUnappealed(
  trx: Trx,
  award: LockedAward,
  open: OpenRevocation,
  { now, baseUrl }: { now: Date; baseUrl: string },
): Promise<void> {
  await end(trx, open, { state: 'revoked', decided_by: null, decided_at: now, answer: null });
  await revoke(trx, award, open, null, now);
  await sendMailLater(trx, revokedMail(award, baseUrl));
  await tellAnnouncer(trx, award, open, 'revoked', baseUrl);
  await note(trx, award, open, null, 'revocation.took-effect');
}

type Ending = { state: 'revoked' | 'dropped'; decided_by: string | null; decided_at: Date; answer: string | null };

async function end(trx: Trx, { id }: OpenRevocation, ending: Ending): Promise<void> {
  await trx.updateTable('revocations').set(ending).where('id', '=', id).execute();
}

function revoke(trx: Trx, award: LockedAward, { reason }: OpenRevocation, byPerson: string | null, at: Date) {
  return setAwardStatus(trx, { issuerId: award.issuer.id, awardId: award.id, status: 'revoked', reason, byPerson, at });
}

/** Lifts the suspension that came with the announcement; one for another reason stays. */
async function letStand(
  trx: Trx,
  award: LockedAward,
  open: OpenRevocation,
  { reason, actorId, now }: { reason: string; actorId: string; now: Date },
): Promise<void> {
  if (!open.suspends) return;
  await setAwardStatus(trx, {
    ...{ issuerId: award.issuer.id, awardId: award.id, status: 'in-force', byPerson: actorId, at: now },
    reason,
  });
}

async function tellAnnouncer(
  trx: Trx,
  award: LockedAward,
  { startedBy }: OpenRevocation,
  outcome: 'revoked' | 'dropped',
  baseUrl: string,
): Promise<void> {
  const announcer = await trx
    .selectFrom('people')
    .select(['name', 'email'])
    .where('id', '=', startedBy)
    .executeTakeFirstOrThrow();
  await sendMailLater(trx, decidedMail(award, outcome, baseUrl, announcer));
}

function note(trx: Trx, award: LockedAward, { id, code }: OpenRevocation, actorId: string | null, action: string) {
  return audit(trx, {
    issuerId: award.issuer.id,
    actorId,
    action,
    subject: { type: 'award', id: award.id },
    details: { revocation: id, code },
  });
}
