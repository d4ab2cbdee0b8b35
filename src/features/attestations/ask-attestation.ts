import { randomBytes } from 'node:crypto';
import {
  type AttestationChannel,
  type AttestationKind,
  attestationDays,
  attestationState,
  handOverMinutes,
} from '#domain/attestation/attestation.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { type WorkRefusal, lockOpenWork, workRefusals } from '../work/save-evidence.ts';
import type { OwnAttestation } from '../work/work-people.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { requestMail } from './attestation-mails.ts';

/** What the earner asks of a peer, and how it reaches them. */
export type AttestationRequest = {
  /** Of the definition; `null` where the earner asks by themselves. */
  asked: string | null;
  kind: AttestationKind;
  statement: string;
  peerName: string;
  peerRole: string;
} & ({ channel: 'mail'; peerEmail: string } | { channel: 'device'; peerEmail: null });

type Ask = {
  person: { id: string; name: string; email: string };
  enrolmentId: string;
  requirementKey: string;
  now: Date;
  baseUrl: string;
};

export type AskRefusal = WorkRefusal | 'nothing-made' | 'own-address' | 'asked-already' | 'too-many';

export const askRefusals: Record<AskRefusal, string> = {
  ...workRefusals,
  'nothing-made': 'Make your evidence first: whoever confirms it sees it before they decide.',
  'own-address': 'Write somebody else’s address: a confirmation of your own says nothing.',
  'asked-already': 'This person has been asked for this already. Wait for the answer, or take the request back first.',
  'too-many': 'So many people have been asked for this that no more can be. Remove requests that you don’t need.',
};

/** Most requests for one requirement: a mail to each must stay what people expect of a colleague. */
const mostRequests = 60;

export type AskResult = { ok: true; id: string; token: string } | { ok: false; reason: AskRefusal };

/** Asks a peer to confirm a requirement’s evidence: by mail, or with a link for the device that is handed over. */
export async function askAttestation(trx: Trx, command: Ask & { request: AttestationRequest }): Promise<AskResult> {
  const { person, request } = command;
  const { workspace, refusal } = await lockOpenWork(trx, { ...command, personId: person.id });
  if (refusal) return { ok: false, reason: refusal };
  const { requirementKey } = command;
  if (!workspace.evidence.has(requirementKey)) return { ok: false, reason: 'nothing-made' };
  if (request.peerEmail === person.email) return { ok: false, reason: 'own-address' };
  const before = workspace.people.attestations.get(requirementKey) ?? [];
  if (before.length >= mostRequests) return { ok: false, reason: 'too-many' };
  const sameOpen = before.find(
    (one) =>
      one.asked === request.asked &&
      one.peerEmail !== null &&
      one.peerEmail === request.peerEmail &&
      one.statement === request.statement &&
      ['waiting', 'valid'].includes(attestationState(one, command.now.toISOString())),
  );
  if (sameOpen) return { ok: false, reason: 'asked-already' };

  const made = await insertRequest(trx, workspace, command, request);
  await auditAsked(trx, workspace, command, made.id, request.channel);
  return { ok: true, ...made };
}

type AgainRefusal = WorkRefusal | 'answered' | 'asked-lately';

export const againRefusals: Record<AgainRefusal, string> = {
  ...workRefusals,
  answered: 'This has been answered, so there is nothing to ask again.',
  'asked-lately': 'They were asked less than a day ago. Give them a little time.',
};

export type AgainResult =
  | { ok: true; id: string; token: string; channel: AttestationChannel; requirementKey: string }
  | { ok: false; reason: AgainRefusal };

/** Asks the same peer for the same again: what ran out or was changed since; a reminder once a day. */
export async function askAgain(
  trx: Trx,
  command: Omit<Ask, 'requirementKey'> & { attestationId: string },
): Promise<AgainResult> {
  const requirementKey = await findRequirementKey(trx, command);
  const { workspace, refusal } = await lockOpenWork(trx, { ...command, personId: command.person.id, requirementKey });
  if (refusal) return { ok: false, reason: refusal };
  const one = getAttestation(workspace, requirementKey, command.attestationId);
  const state = attestationState(one, command.now.toISOString());
  if (state !== 'void' && state !== 'expired' && state !== 'waiting') return { ok: false, reason: 'answered' };
  if (state === 'waiting' && one.channel === 'mail' && isLately(one.requestedAt, command.now))
    return { ok: false, reason: 'asked-lately' };

  const { asked, kind, statement, peerName, peerRole, channel, peerEmail } = one;
  const reach =
    peerEmail === null ? ({ channel: 'device', peerEmail } as const) : ({ channel: 'mail', peerEmail } as const);
  const ask = { ...command, requirementKey };
  const made = await insertRequest(trx, workspace, ask, { asked, kind, statement, peerName, peerRole, ...reach });
  await trx.updateTable('attestations').set({ replaced_by_id: made.id }).where('id', '=', one.id).execute();
  await auditAsked(trx, workspace, ask, made.id, channel);
  return { ok: true, ...made, channel, requirementKey };
}

/** Takes a request, or what came of it, off the work; what was sealed with an attempt stays there. */
export async function removeAttestation(
  trx: Trx,
  command: Pick<Ask, 'person' | 'enrolmentId' | 'now'> & { attestationId: string },
): Promise<{ ok: true; requirementKey: string } | { ok: false; reason: WorkRefusal }> {
  const requirementKey = await findRequirementKey(trx, command);
  const { workspace, refusal } = await lockOpenWork(trx, { ...command, personId: command.person.id, requirementKey });
  if (refusal) return { ok: false, reason: refusal };
  const one = getAttestation(workspace, requirementKey, command.attestationId);
  // What a peer took back stays taken back by them; it only leaves the list.
  await trx
    .updateTable('attestations')
    .set(one.withdrawnAt === null ? { withdrawn_at: command.now, withdrawn_by: 'earner' } : { withdrawn_by: 'earner' })
    .where('id', '=', one.id)
    .execute();
  await audit(trx, {
    issuerId: workspace.enrolment.issuerId,
    actorId: command.person.id,
    action: 'attestation.removed',
    subject: { type: 'attestation', id: one.id },
    details: { enrolment: command.enrolmentId, requirement: requirementKey },
  });
  return { ok: true, requirementKey };
}

/** Of a request of this person’s work; another’s is *not found*. */
async function findRequirementKey(
  trx: Trx,
  { person, enrolmentId, attestationId }: { person: { id: string }; enrolmentId: string; attestationId: string },
): Promise<string> {
  const row = await trx
    .selectFrom('attestations')
    .innerJoin('enrolments', 'enrolments.id', 'attestations.enrolment_id')
    .select('attestations.requirement_key')
    .where('attestations.id', '=', attestationId)
    .where('enrolments.id', '=', enrolmentId)
    .where('enrolments.person_id', '=', person.id)
    .executeTakeFirst();
  if (!row) throw new NotFoundError('request');
  return row.requirement_key;
}

/** One that is still listed. */
function getAttestation(workspace: Workspace, requirementKey: string, id: string): OwnAttestation {
  const one = workspace.people.attestations.get(requirementKey)?.find((candidate) => candidate.id === id);
  if (!one) throw new NotFoundError('request');
  return one;
}

function isLately(requestedAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(requestedAt) < 86_400_000;
}

/** Only the hash of the secret is kept: who reads the table can answer for nobody. */
async function insertRequest(
  trx: Trx,
  { enrolment, definition }: Workspace,
  { person, requirementKey, now, baseUrl }: Ask,
  request: AttestationRequest,
): Promise<{ id: string; token: string }> {
  const token = randomBytes(24).toString('base64url');
  const lasts = request.channel === 'mail' ? attestationDays * 86_400_000 : handOverMinutes * 60_000;
  const { id } = await trx
    .insertInto('attestations')
    .values({
      issuer_id: enrolment.issuerId,
      enrolment_id: enrolment.id,
      requirement_key: requirementKey,
      asked_key: request.asked,
      kind: request.kind,
      statement: request.statement,
      peer_name: request.peerName,
      peer_role: request.peerRole,
      peer_email: request.peerEmail,
      channel: request.channel,
      token_sha256: sha256(token),
      requested_at: now,
      expires_at: new Date(now.getTime() + lasts),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (request.channel === 'mail') {
    const { peerName, statement } = request;
    const about = { earner: person.name, title: definition.title, peerName, statement };
    await sendMailLater(trx, requestMail(about, request.peerEmail, `${baseUrl}/attest/${token}`));
  }
  return { id, token };
}

async function auditAsked(
  trx: Trx,
  { enrolment }: Workspace,
  { person, requirementKey }: Ask,
  id: string,
  channel: AttestationChannel,
): Promise<void> {
  await audit(trx, {
    issuerId: enrolment.issuerId,
    actorId: person.id,
    action: 'attestation.requested',
    subject: { type: 'attestation', id },
    details: { enrolment: enrolment.id, requirement: requirementKey, channel },
  });
}
