import type { Nature } from './entry.ts';
import type { Approver } from './rule-schema.ts';

/**
 * `waiting`: for whoever approves. `refused`: by them. `submitted`: the agency has it. `accepted` and `rejected`: what the
 * agency answered.
 */
export const claimStates = [
  'draft',
  'waiting',
  'approved',
  'refused',
  'submitted',
  'accepted',
  'rejected',
  'withdrawn',
] as const;
export type ClaimState = (typeof claimStates)[number];

/** Nothing comes after these. */
export const endedStates: readonly ClaimState[] = ['refused', 'accepted', 'rejected', 'withdrawn'];

const moves: Record<ClaimState, readonly ClaimState[]> = {
  draft: ['waiting', 'approved', 'submitted', 'withdrawn'],
  waiting: ['approved', 'refused', 'withdrawn'],
  approved: ['submitted', 'withdrawn'],
  submitted: ['accepted', 'rejected', 'withdrawn'],
  refused: [],
  accepted: [],
  rejected: [],
  withdrawn: [],
};

export type MoveRefusal = 'not-from-here' | 'needs-approval' | 'reason-missing';

/** Whether a claim may become this; who refuses says why, and nothing is sent that somebody has yet to approve. */
export function moveClaim(
  { state, approver }: { state: ClaimState; approver: Approver },
  to: ClaimState,
  note: string,
): { ok: true } | { ok: false; reason: MoveRefusal } {
  if (!moves[state].includes(to)) return { ok: false, reason: 'not-from-here' };
  const passesOver = state === 'draft' && (to === 'submitted' || to === 'approved');
  if (passesOver && approver !== 'nobody') return { ok: false, reason: 'needs-approval' };
  if ((to === 'refused' || to === 'rejected') && note.trim() === '') return { ok: false, reason: 'reason-missing' };
  return { ok: true };
}

export const claimStateWords: Record<ClaimState, string> = {
  draft: 'Draft',
  waiting: 'Waiting for approval',
  approved: 'Approved',
  refused: 'Not approved',
  submitted: 'Sent to the agency',
  accepted: 'Accepted by the agency',
  rejected: 'Refused by the agency',
  withdrawn: 'Withdrawn',
};

/** The evidence of completion as it is filled in; kept with the claim, so that it never changes with what it came from. */
export type CompletionForm = {
  educator: string;
  title: string;
  provider: string;
  /** The hours of the day, as people write them. */
  time: string;
  /** `YYYY-MM-DD`. */
  begins: string;
  ends: string;
  place: string;
  nature: Nature;
  quarters: number;
  /** How the hours were arrived at. */
  how: string;
  /** Of the award, where the hours come from one. */
  award: string | null;
};

/** How long a mailed request for approval can be answered, in days. */
export const approvalDays = 30;

/** So many days after the request an approver who has not answered is reminded, once. */
export const approverReminderDays = 7;
