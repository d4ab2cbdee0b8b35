import { randomBytes } from 'node:crypto';
import { coachDays } from '#domain/coaching/coach.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';
import { invitationMail } from './coach-mails.ts';
import { listCoaches } from './coaching.queries.ts';

type Work = {
  enrolmentId: string;
  earner: { id: string; name: string; email: string };
  /** Who names the coach: the earner, or whoever is responsible for their cohort. */
  namedBy: { id: string; name: string };
  now: Date;
  baseUrl: string;
};

export type NameRefusal = 'own-address' | 'named-already' | 'too-many' | 'finished';

export const nameRefusals: Record<NameRefusal, string> = {
  'own-address': 'Write somebody else’s address: a coach is another pair of eyes.',
  'named-already': 'This person is named already. Send the invitation again, or end it first.',
  'too-many': 'Ten people are named already. End one before you name another.',
  finished: 'This work is done, so it needs no coach any more.',
};

/** Most coaches at a time, invited ones included. */
const mostCoaches = 10;

/** Invites somebody to read along. Nothing is shown to them before they accept. */
export async function nameCoach(
  trx: Trx,
  command: Work & { coach: { name: string; email: string } },
): Promise<{ ok: true; id: string } | { ok: false; reason: NameRefusal }> {
  const { enrolmentId, earner, namedBy, coach, now } = command;
  const workspace = await lockWorkspace(trx, earner.id, enrolmentId);
  if (!workspace) throw new NotFoundError('work');
  if (workspace.enrolment.state === 'earned') return { ok: false, reason: 'finished' };
  if (coach.email === earner.email) return { ok: false, reason: 'own-address' };
  const named = (await listCoaches(trx, enrolmentId, now)).filter(({ state }) => state !== 'ended');
  if (named.some(({ email }) => email === coach.email)) return { ok: false, reason: 'named-already' };
  if (named.length >= mostCoaches) return { ok: false, reason: 'too-many' };

  const { token, ...invitation } = makeInvitation(now);
  const { issuerId } = workspace.enrolment;
  const { id } = await trx
    .insertInto('coaches')
    .values({ issuer_id: issuerId, enrolment_id: enrolmentId, ...coach, named_by: namedBy.id, ...invitation })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sendInvitation(trx, command, { ...coach, title: workspace.definition.title, token });
  await auditNamed(trx, { id, issuerId, actorId: namedBy.id, enrolmentId, action: 'coach.named' });
  return { ok: true, id };
}

export type AgainRefusal = 'answered' | 'sent-lately';

export const againRefusals: Record<AgainRefusal, string> = {
  answered: 'This invitation was accepted or ended meanwhile, so there is nothing to send again.',
  'sent-lately': 'The invitation was sent less than ten minutes ago. Give the mail a little time to arrive.',
};

/** Sends an invitation again, with a new link; the one before stops working. */
export async function inviteAgain(
  trx: Trx,
  command: Work & { coachId: string },
): Promise<{ ok: true } | { ok: false; reason: AgainRefusal }> {
  const { enrolmentId, earner, namedBy, coachId, now } = command;
  const workspace = await lockWorkspace(trx, earner.id, enrolmentId);
  const coach = (await listCoaches(trx, enrolmentId, now)).find(({ id }) => id === coachId);
  if (!workspace || !coach) throw new NotFoundError('coach');
  if (coach.state === 'active' || coach.state === 'ended') return { ok: false, reason: 'answered' };
  if (now.getTime() - coach.namedAt.getTime() < 10 * 60_000) return { ok: false, reason: 'sent-lately' };

  const { token, ...invitation } = makeInvitation(now);
  const { numUpdatedRows } = await trx
    .updateTable('coaches')
    .set(invitation)
    .where('id', '=', coachId)
    .where('accepted_at', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return { ok: false, reason: 'answered' };
  await sendInvitation(trx, command, { ...coach, title: workspace.definition.title, token });
  const { issuerId } = workspace.enrolment;
  await auditNamed(trx, { id: coachId, issuerId, actorId: namedBy.id, enrolmentId, action: 'coach.invited-again' });
  return { ok: true };
}

/** Only the hash of the secret is kept: who reads the table can accept for nobody. */
function makeInvitation(now: Date) {
  const token = randomBytes(24).toString('base64url');
  const expires_at = new Date(now.getTime() + coachDays * 86_400_000);
  return { token, token_sha256: sha256(token), named_at: now, expires_at };
}

async function sendInvitation(
  trx: Trx,
  { earner, namedBy, baseUrl }: Work,
  { name, email, title, token }: { name: string; email: string; title: string; token: string },
): Promise<void> {
  const about = { earner: earner.name, namedBy: namedBy.name, coach: name, title };
  await sendMailLater(trx, invitationMail(about, email, `${baseUrl}/coaching/invitations/${token}`));
}

async function auditNamed(
  trx: Trx,
  event: { id: string; issuerId: string; actorId: string; enrolmentId: string; action: string },
): Promise<void> {
  const { id, enrolmentId, ...rest } = event;
  await audit(trx, { ...rest, subject: { type: 'coach', id }, details: { enrolment: enrolmentId } });
}
