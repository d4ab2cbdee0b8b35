import { randomBytes } from 'node:crypto';
import { approvalDays } from '#domain/credit/claim.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { listApprovals, listApprovers, providerToApprove } from './approvals.queries.ts';
import { type Claim, lockClaim } from './claims.queries.ts';
import { claimedText } from './credit-words.ts';
import { type SettleRefusal, settleClaim, settleRefusals } from './settle-claim.ts';

export type AskRefusal = SettleRefusal | 'own-address' | 'asked-lately' | 'too-many' | 'not-of-the-provider';

export const askRefusals: Record<AskRefusal, string> = {
  ...settleRefusals,
  'own-address': 'Write somebody else’s address: nobody approves their own hours.',
  'asked-lately': 'This person was asked less than a day ago. Give them a little time.',
  'not-of-the-provider': 'Choose one of the people of the provider: this rule asks for their approval.',
  'too-many': 'So many people have been asked about this claim that no more can be.',
};

/** A mail to each of them must stay what people expect of a colleague. */
const mostAsked = 20;

type Ask = {
  person: { id: string; name: string; email: string };
  claimId: string;
  /** Whoever gets the link; or, where the rule asks for the provider’s approval, one of its people, who answers signed in. */
  approver: { name: string; email: string } | { personId: string };
  now: Date;
  baseUrl: string;
};

/** Sends whoever approves a link; an earlier one that is not answered ends. Only the hash of its secret is kept. */
export async function askApproval(trx: Trx, ask: Ask): Promise<{ ok: true } | { ok: false; reason: AskRefusal }> {
  const { person, claimId, now, baseUrl } = ask;
  const claim = await lockClaim(trx, person.id, claimId);
  if (!claim) throw new NotFoundError('claim');
  if (claim.state !== 'draft' && claim.state !== 'waiting') return { ok: false, reason: 'not-from-here' };
  if (claim.state === 'waiting' && claim.entryState !== 'counts') return { ok: false, reason: 'hours-fell-out' };
  const approver = await findApprover(trx, claim, ask.approver);
  if (!approver) return { ok: false, reason: 'not-of-the-provider' };
  if (approver.email === person.email) return { ok: false, reason: 'own-address' };
  const before = await listApprovals(trx, claimId, now);
  if (before.length >= mostAsked) return { ok: false, reason: 'too-many' };
  const lately = before.some(
    ({ state, approverEmail, requestedAt }) =>
      state === 'waiting' && approverEmail === approver.email && now.getTime() - requestedAt.getTime() < 86_400_000,
  );
  if (lately) return { ok: false, reason: 'asked-lately' };

  await trx
    .updateTable('credit_approvals')
    .set({ ended_at: now })
    .where('claim_id', '=', claimId)
    .where('answered_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute();
  const token = randomBytes(24).toString('base64url');
  const { id } = await trx
    .insertInto('credit_approvals')
    .values({
      ...{ claim_id: claimId, approver_name: approver.name, approver_email: approver.email },
      approver_id: approver.id,
      ...{ token_sha256: sha256(token), requested_at: now },
      expires_at: new Date(now.getTime() + approvalDays * 86_400_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const url = approver.id === null ? `${baseUrl}/approve/${token}` : `${baseUrl}/credit/approvals/${id}`;
  await sendMailLater(trx, requestMail(claim, approver, url));
  if (claim.state === 'draft') {
    const settled = await settleClaim(trx, {
      ...{ personId: person.id, claimId, to: 'waiting', note: '', actorId: person.id, now },
    });
    if (!settled.ok) throw new RefusedAsk(settled.reason);
  }
  await audit(trx, {
    ...{ issuerId: claim.issuerId, actorId: person.id, action: 'credit-approval.requested' },
    ...{ subject: { type: 'credit-approval', id }, details: { claim: claimId } },
  });
  return { ok: true };
}

type Found = { id: string | null; name: string; email: string };

/** Nobody where it must be one of the provider’s people and is none of them. */
async function findApprover(trx: Trx, claim: Claim, asked: Ask['approver']): Promise<Found | undefined> {
  const issuerId = providerToApprove(claim);
  if (issuerId === null) return 'personId' in asked ? undefined : { id: null, ...asked };
  if (!('personId' in asked)) return undefined;
  return (await listApprovers(trx, issuerId)).find(({ id }) => id === asked.personId);
}

/** Thrown so that the request and its mail are undone; its caller makes an answer of it. */
export class RefusedAsk extends Error {
  readonly reason: SettleRefusal;

  constructor(reason: SettleRefusal) {
    super(reason);
    this.reason = reason;
  }
}

function requestMail({ form, rule }: Claim, { id, name, email }: Found, url: string) {
  const { educator, title } = form;
  return composeMail({
    to: email,
    subject: `${educator} asks you to approve ${form.quarters === 0 ? 'that they completed an award' : `${claimedText(form)} of PD`}`,
    paragraphs: [
      `Hello ${name},`,
      `${educator} claims ${claimedText(form)} ${form.quarters === 0 ? 'of' : 'for'} “${title}” (${rule.title}) and asks you to approve the claim.`,
      `You see the whole claim before you decide. ${id === null ? 'You need no account, and you' : 'You sign in to answer, and you'} are free to say no.`,
    ],
    action: { label: 'Read it and decide', url },
    notes: [
      `The link works for ${approvalDays} days and is meant for you alone.`,
      `If you don’t know ${educator}, do nothing.`,
    ],
  });
}
