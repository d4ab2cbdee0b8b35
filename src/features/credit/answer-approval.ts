import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { findAskedOf, findByToken } from './approvals.queries.ts';
import { type Claim, lockClaim } from './claims.queries.ts';
import { claimedText } from './credit-words.ts';
import { settleClaim } from './settle-claim.ts';

export type ApprovalAnswer = { answer: 'approved' | 'refused'; name: string; role: string; reason: string };

export type AnswerResult = { ok: true } | { ok: false; reason: 'not-open' | 'hours-fell-out' };

/** Who answers: whoever has the link, or one of the provider’s people who was asked by name. */
type Asked = { token: string } | { approvalId: string; personId: string };

/** What an approver decides: their name and role, when, and nothing of where from. */
export async function answerApproval(
  trx: Trx,
  command: ApprovalAnswer & Asked & { now: Date; baseUrl: string },
): Promise<AnswerResult> {
  const { now, answer, name, role, reason } = command;
  const find = () => ('token' in command ? findByToken(trx, command.token, now) : findAskedOf(trx, command, now));
  const asked = await find();
  if (!asked) throw new NotFoundError('request');
  await lockClaim(trx, asked.claim.personId, asked.claim.id);
  const found = await find();
  if (found?.approval.state !== 'waiting') return { ok: false, reason: 'not-open' };
  const { approval, claim } = found;
  await trx
    .updateTable('credit_approvals')
    .set({
      ...{ answer, answered_at: now, typed_name: name, typed_role: role },
      ...{ reason: answer === 'refused' ? reason : null, form_sha256: documentSha256(claim.form) },
    })
    .where('id', '=', approval.id)
    .execute();
  await sendMailLater(trx, answerMail(claim, command));
  const settled = await settleClaim(trx, {
    ...{ personId: claim.personId, claimId: claim.id, to: answer, note: answer === 'refused' ? reason : '' },
    ...{ actorId: 'token' in command ? null : command.personId, now },
  });
  if (!settled.ok) throw new RefusedAnswer(settled.reason === 'hours-fell-out' ? 'hours-fell-out' : 'not-open');
  return { ok: true };
}

/** Thrown so that the answer and its mail are undone; its caller makes an answer of it. */
export class RefusedAnswer extends Error {
  readonly reason: 'not-open' | 'hours-fell-out';

  constructor(reason: 'not-open' | 'hours-fell-out') {
    super(reason);
    this.reason = reason;
  }
}

function answerMail(
  { id, form, personEmail }: Claim,
  { answer, name, role, reason, baseUrl }: ApprovalAnswer & { baseUrl: string },
) {
  const did = answer === 'approved' ? 'approved your claim' : 'did not approve your claim';
  return composeMail({
    to: personEmail,
    subject: `${name} ${did}`,
    paragraphs: [
      `${name} (${role}) ${did} of ${claimedText(form)} ${form.quarters === 0 ? 'of' : 'for'} “${form.title}”.`,
      ...(answer === 'refused' ? [`They write: “${reason}”`, 'You can put it right and claim it anew.'] : []),
    ],
    action: { label: 'See your claim', url: `${baseUrl}/credit/claims/${id}` },
  });
}
