import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockWorkspace } from '../work/workspace.queries.ts';
import { type Answer, answerMail } from './attestation-mails.ts';
import { type PeerAttestation, findPeerAttestation } from './attestations.queries.ts';

export type PeerAnswer =
  /** `seen`: the hash of what was on the page, so that nobody confirms what they have not seen. */
  | { answer: 'confirm'; typedName: string; seen: string }
  | { answer: 'decline'; reason: string }
  | { answer: 'withdraw' };

export type AnswerResult = { ok: true } | { ok: false; reason: 'changed' | 'not-open' };

/**
 * What the peer decides. The work is locked first: evidence that is being saved meanwhile is either what was seen, or the
 * confirmation is refused.
 */
export async function answerAttestation(
  trx: Trx,
  command: PeerAnswer & { token: string; now: Date; baseUrl: string },
): Promise<AnswerResult> {
  const { token, now } = command;
  const asked = await findPeerAttestation(trx, token, now);
  if (!asked) throw new NotFoundError('request');
  await lockWorkspace(trx, asked.earner.id, asked.workspace.enrolment.id);
  const one = await findPeerAttestation(trx, token, now);
  if (!one) throw new NotFoundError('request');

  switch (command.answer) {
    case 'confirm':
      if (one.state !== 'waiting') return { ok: false, reason: 'not-open' };
      if (one.subject !== command.seen) return { ok: false, reason: 'changed' };
      await write(trx, one.id, { attested_at: now, typed_name: command.typedName, subject_sha256: one.subject });
      await settle(trx, one, 'confirmed', command.baseUrl);
      return { ok: true };
    case 'decline':
      if (one.state !== 'waiting') return { ok: false, reason: 'not-open' };
      await write(trx, one.id, { declined_at: now, decline_reason: command.reason });
      await settle(trx, one, 'declined', command.baseUrl, command.reason);
      return { ok: true };
    case 'withdraw':
      if (one.state !== 'valid' && one.state !== 'void') return { ok: false, reason: 'not-open' };
      await write(trx, one.id, { withdrawn_at: now, withdrawn_by: 'peer' });
      await settle(trx, one, 'withdrawn', command.baseUrl);
      return { ok: true };
  }
}

type Change = {
  attested_at?: Date;
  typed_name?: string;
  subject_sha256?: string;
  declined_at?: Date;
  decline_reason?: string;
  withdrawn_at?: Date;
  withdrawn_by?: 'peer';
};

async function write(trx: Trx, id: string, change: Change): Promise<void> {
  await trx.updateTable('attestations').set(change).where('id', '=', id).execute();
}

/** Tells the earner, and the trail. */
async function settle(trx: Trx, one: PeerAttestation, answer: Answer, baseUrl: string, reason = ''): Promise<void> {
  const { enrolment, definition } = one.workspace;
  const url = `${baseUrl}/work/${enrolment.id}/requirements/${one.requirement.id}#attestation-${one.id}`;
  const about = { peerName: one.peerName, title: definition.title, statement: one.statement };
  await sendMailLater(trx, answerMail(about, answer, one.earner.email, url, reason));
  await audit(trx, {
    issuerId: enrolment.issuerId,
    actorId: null,
    action: `attestation.${answer}`,
    subject: { type: 'attestation', id: one.id },
    details: { enrolment: enrolment.id, requirement: one.requirement.id, channel: one.channel },
    ...(answer === 'confirmed' && { afterSha256: one.subject }),
  });
}
