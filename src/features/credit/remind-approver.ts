import { randomBytes } from 'node:crypto';
import { approverReminderDays } from '#domain/credit/claim.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Database, Trx } from '#platform/database.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { approverRoles, listApprovers } from './approvals.queries.ts';
import { type Claim, lockClaim } from './claims.queries.ts';
import { claimedText } from './credit-words.ts';

export type Unanswered = { id: string; claimId: string; personId: string };

/**
 * Requests that nobody answers, of which the approver is to be reminded, or the earner told that they lapsed; and those of one of
 * the provider’s people who is none any more, however young.
 */
export async function listUnanswered(db: Database, now: Date): Promise<Unanswered[]> {
  return db
    .selectFrom('credit_approvals as a')
    .innerJoin('credit_claims as c', 'c.id', 'a.claim_id')
    .select(['a.id', 'a.claim_id as claimId', 'c.person_id as personId'])
    .where('c.state', '=', 'waiting')
    .where('a.answered_at', 'is', null)
    .where('a.ended_at', 'is', null)
    .where('a.lapse_told_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('a.requested_at', '<=', remindedFrom(now)).and(
          eb.or([eb('a.expires_at', '<=', now), eb('a.reminded_at', 'is', null)]),
        ),
        eb('a.approver_id', 'is not', null).and(
          eb.not(
            eb.exists(
              eb
                .selectFrom('memberships as m')
                .select('m.role')
                .whereRef('m.issuer_id', '=', 'c.issuer_id')
                .whereRef('m.person_id', '=', 'a.approver_id')
                .where('m.role', 'in', approverRoles),
            ),
          ),
        ),
      ]),
    )
    .orderBy('a.id')
    .execute();
}

/**
 * Sends what is due of one request, once: the approver’s reminder, or to the earner that nobody answered in time. A request to
 * somebody who left the provider ends, and nothing of the claim is mailed to them.
 */
export async function chaseApproval(
  trx: Trx,
  { id, claimId, personId, now, baseUrl }: Unanswered & { now: Date; baseUrl: string },
): Promise<'reminded' | 'told' | 'ended' | undefined> {
  const claim = await lockClaim(trx, personId, claimId);
  const row = await trx
    .selectFrom('credit_approvals')
    .selectAll()
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('lapse_told_at', 'is', null)
    .executeTakeFirst();
  if (claim?.state !== 'waiting' || !row) return undefined;
  const page = `${baseUrl}/credit/claims/${claimId}`;
  if (row.approver_id !== null && !(await mayApprove(trx, claim, row.approver_id))) {
    await trx.updateTable('credit_approvals').set({ ended_at: now }).where('id', '=', id).execute();
    await sendMailLater(trx, goneMail(claim, row.approver_name, page));
    await audit(trx, {
      ...{ issuerId: claim.issuerId, actorId: null, action: 'credit-approval.ended' },
      ...{ subject: { type: 'credit-approval', id }, details: { claim: claimId, reason: 'not-of-the-provider' } },
    });
    return 'ended';
  }
  if (row.expires_at <= now) {
    await trx.updateTable('credit_approvals').set({ lapse_told_at: now }).where('id', '=', id).execute();
    await sendMailLater(trx, lapsedMail(claim, row.approver_name, page));
    return 'told';
  }
  // Whoever can’t approve any more is not asked again.
  if (row.reminded_at || row.requested_at > remindedFrom(now) || claim.entryState !== 'counts') return undefined;
  const token = randomBytes(24).toString('base64url');
  await trx
    .updateTable('credit_approvals')
    .set({ reminded_at: now, reminder_sha256: sha256(token) })
    .where('id', '=', id)
    .execute();
  // The provider’s own people sign in and need no link of their own.
  const url = row.approver_id === null ? `${baseUrl}/approve/${token}` : `${baseUrl}/credit/approvals/${id}`;
  await sendMailLater(trx, reminderMail(claim, row, url));
  return 'reminded';
}

async function mayApprove(trx: Trx, { issuerId }: Claim, approverId: string): Promise<boolean> {
  return issuerId !== null && (await listApprovers(trx, issuerId)).some(({ id }) => id === approverId);
}

function remindedFrom(now: Date): Date {
  return new Date(now.getTime() - approverReminderDays * 86_400_000);
}

function reminderMail(
  { form, rule }: Claim,
  { approver_name: name, approver_email: to, expires_at: until }: Row,
  url: string,
) {
  const { educator, title } = form;
  return composeMail({
    to,
    subject: `${educator} still waits for your answer`,
    paragraphs: [
      `Hello ${name},`,
      `A week ago ${educator} asked you to approve a claim of ${claimedText(form)}: “${title}” (${rule.title}). You have not answered yet.`,
      'You are free to say no. This is the only reminder.',
    ],
    action: { label: 'Read it and decide', url },
    notes: [`The link works until ${formatDate(until)} and is meant for you alone.`],
  });
}

type Row = { approver_name: string; approver_email: string; expires_at: Date };

function lapsedMail({ form, personEmail, personName }: Claim, approver: string, url: string) {
  return composeMail({
    to: personEmail,
    subject: `${approver} has not answered about your claim`,
    paragraphs: [
      `Hello ${personName},`,
      `${approver} was asked to approve your claim of ${claimedText(form)}: “${form.title}”, and did not answer in time. Their link no longer works.`,
      'The claim still waits. Talk to them and send the link again, or ask somebody else: both are done on the page of the claim. You can also withdraw it there.',
    ],
    action: { label: 'Ask again', url },
  });
}

function goneMail({ form, personEmail, personName }: Claim, approver: string, url: string) {
  return composeMail({
    to: personEmail,
    subject: `${approver} can’t approve your claim any more`,
    paragraphs: [
      `Hello ${personName},`,
      `You asked ${approver} to approve your claim of ${claimedText(form)}: “${form.title}”. They are no longer one of the people of ${form.provider} who can, so your request to them has ended.`,
      'The claim still waits. Choose somebody else on its page. You can also withdraw it there.',
    ],
    action: { label: 'Choose somebody else', url },
  });
}
