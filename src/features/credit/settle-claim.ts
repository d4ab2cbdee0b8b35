import { type ClaimState, type MoveRefusal, endedStates, moveClaim } from '#domain/credit/claim.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type Claim, findClaim, lockClaim } from './claims.queries.ts';
import { previewClaim } from './count-towards.ts';
import { findEntry } from './ledger.queries.ts';
import { findLicence } from './licences.queries.ts';

export type SettleRefusal = MoveRefusal | 'hours-fell-out' | 'nothing-counts' | 'form-not-full' | 'number-unreadable';

export const settleRefusals: Record<SettleRefusal, string> = {
  'not-from-here': 'The claim has gone on meanwhile, so this can’t be done any more. Look at where it stands now.',
  'needs-approval': 'This rule asks for somebody’s approval first.',
  'reason-missing': 'Write the reason.',
  'hours-fell-out': 'What this claim is of no longer counts. Withdraw it.',
  'nothing-counts': 'None of these hours would count any more. Withdraw the claim.',
  'form-not-full': 'Fill in the time and the place first: the form asks for both.',
  'number-unreadable': 'The number of your licence can’t be read any more. Enter it again.',
};

export type SettleResult = { ok: true; claim: Claim } | { ok: false; reason: SettleRefusal };

export type Move = {
  personId: string;
  claimId: string;
  to: ClaimState;
  /** What the earner reads; the reason of a refusal. */
  note: string;
  /** Who does it: null for an approver without an account. */
  actorId: string | null;
  now: Date;
};

/**
 * The one way in which a claim’s state changes: locked, asked of the rule, written with its event, and in the trail. What goes
 * out to an approver or the agency counts as it would be counted now. What the agency answered is so, whatever fell out since: an
 * award that is suspended may come back, and its answer is then known.
 */
export async function settleClaim(trx: Trx, move: Move): Promise<SettleResult> {
  const { personId, claimId, to, note, actorId, now } = move;
  const claim = await lockClaim(trx, personId, claimId);
  if (!claim) throw new NotFoundError('claim');
  const allowed = moveClaim({ state: claim.state, approver: claim.rule.approval.by }, to, note);
  if (!allowed.ok) return allowed;
  const goesOn = to === 'waiting' || to === 'approved' || to === 'submitted';
  if (goesOn && claim.entryState !== 'counts') return { ok: false, reason: 'hours-fell-out' };
  const leaving = claim.state === 'draft' && to !== 'withdrawn';
  if (leaving && (claim.form.time === '' || claim.form.place === '')) return { ok: false, reason: 'form-not-full' };
  const { entryId } = claim;
  const counted = leaving && entryId !== null ? await countNow(trx, claim, entryId) : claim.countedQuarters;
  if (leaving && entryId !== null && counted === 0) return { ok: false, reason: 'nothing-counts' };

  await trx
    .updateTable('credit_claims')
    .set({
      state: to,
      ...(leaving ? { counted_quarters: counted } : {}),
      ...(to === 'submitted' ? { sent_at: now } : {}),
      ...(endedStates.includes(to) ? { ended_at: now } : {}),
    })
    .where('id', '=', claimId)
    .execute();
  await trx
    .insertInto('credit_claim_events')
    .values({ claim_id: claimId, state: to, by_person: actorId, note, at: now })
    .execute();
  if (to === 'withdrawn') {
    await trx
      .updateTable('credit_approvals')
      .set({ ended_at: now })
      .where('claim_id', '=', claimId)
      .where('answered_at', 'is', null)
      .where('ended_at', 'is', null)
      .execute();
  }
  await audit(trx, {
    ...{ issuerId: claim.issuerId, actorId, action: `credit-claim.${to}` },
    ...{ subject: { type: 'credit-claim', id: claimId }, details: { from: claim.state, quarters: counted } },
  });
  return { ok: true, claim: (await findClaim(trx, personId, claimId)) ?? claim };
}

/** Under the rule’s version and the cycle that the claim is pinned to. */
async function countNow(
  trx: Trx,
  { personId, licenceId, rule, cycle, createdAt }: Claim,
  entryId: string,
): Promise<number> {
  const licence = await findLicence(trx, personId, licenceId);
  const entry = await findEntry(trx, personId, { id: entryId });
  if (!licence || !entry) return 0;
  return (await previewClaim(trx, { ...licence, rule, cycle }, entry, createdAt)).line.counted;
}

/** The time and place of the activity, as long as the claim is a draft. */
export async function fillInForm(
  trx: Trx,
  command: { personId: string; claimId: string; time: string; place: string },
): Promise<{ ok: true } | { ok: false; reason: 'not-from-here' }> {
  const claim = await lockClaim(trx, command.personId, command.claimId);
  if (!claim) throw new NotFoundError('claim');
  if (claim.state !== 'draft') return { ok: false, reason: 'not-from-here' };
  const form = { ...claim.form, time: command.time, place: command.place };
  await trx
    .updateTable('credit_claims')
    .set({ form: JSON.stringify(form) })
    .where('id', '=', claim.id)
    .execute();
  return { ok: true };
}
