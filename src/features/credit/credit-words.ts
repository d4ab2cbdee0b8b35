import type { ClaimState } from '#domain/credit/claim.ts';
import type { CycleRefusal } from '#domain/credit/cycle.ts';
import type { EntryState, Recording } from '#domain/credit/entry.ts';
import type { CountedLine, Uncounted } from '#domain/credit/hours-towards.ts';
import { formatQuarters } from '#domain/credit/quarters.ts';
import type { Approver, CreditRule } from '#domain/credit/rule-schema.ts';
import { formatDate } from '#domain/text/format-date.ts';
import type { StatusName } from '#ui/status.tsx';

export const recordingWords: Record<Recording, string> = {
  award: 'by the award',
  issuer: 'entered by the provider',
  self: 'self-reported',
};

export const entryStateWords: Record<EntryState, string> = {
  counts: 'Counts',
  corrected: 'Taken out',
  revoked: 'Award revoked',
  suspended: 'Award suspended',
};

export const uncountedWords: Record<Uncounted, string> = {
  corrected: 'they were taken out of the ledger',
  revoked: 'the award was revoked',
  suspended: 'the award is suspended',
  'outside-cycle': 'they lie outside the cycle',
  'outside-rule': 'they lie outside the time for which the rule is written',
  'source-not-accepted': 'the rule does not accept hours from there',
  'nature-not-accepted': 'the rule does not accept activities of this nature',
  'self-reported': 'nobody but you vouches for them',
  'below-minimum': 'the activity is shorter than the rule asks for',
  'not-approved': 'nobody has approved them yet',
  'cap-reached': 'no more of these count',
};

/** “2 hours don’t count: no more of these count (10 hours in a cycle).” One sentence per reason. */
export function explainLine({ not }: CountedLine): string[] {
  return not.map(({ quarters, reason, cap }) => {
    const most = cap
      ? ` (at most ${formatQuarters(cap.hours * 4)} ${cap.per === 'activity' ? 'of one activity' : 'in a cycle'})`
      : '';
    return `${formatQuarters(quarters)} ${quarters === 4 ? 'doesn’t' : 'don’t'} count: ${uncountedWords[reason]}${most}.`;
  });
}

export const claimStatuses: Record<ClaimState, StatusName> = {
  draft: 'working',
  waiting: 'waiting',
  approved: 'complete',
  refused: 'withdrawn',
  submitted: 'submitted',
  accepted: 'complete',
  rejected: 'withdrawn',
  withdrawn: 'withdrawn',
};

export const approverWords: Record<Approver, string> = {
  nobody: 'Nobody needs to',
  employer: 'Your employer',
  provider: 'The provider of the activity',
  agency: 'The agency',
};

export const cycleRefusals: Record<CycleRefusal, (rule: CreditRule) => string> = {
  backwards: () => 'The cycle must end after it begins',
  'wrong-length': ({ cycle }) =>
    `A cycle of this rule lasts ${cycle.years === 1 ? 'a year' : `${cycle.years} years`}. Compare the days with your licence`,
  'wrong-day': ({ cycle }) =>
    cycle.begins === 'on-a-day'
      ? `A cycle of this rule begins on ${dayText(`2024-${two(cycle.month)}-${two(cycle.day)}`).replace(/, 2024$/, '')}`
      : 'A cycle of this rule begins on another day',
};

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** What a claim is of: “2.25 hours”, or its completion where it is recognition of an award without hours. */
export function claimedText({ quarters }: { quarters: number }): string {
  return quarters === 0 ? 'completion' : formatQuarters(quarters);
}

/** A day of a table, as people write it. */
export function dayText(day: string): string {
  return formatDate(new Date(`${day}T00:00:00Z`));
}

/** “May 4, 2026”, or “May 4, 2026 – May 6, 2026”. */
export function daysText(begins: string, ends: string): string {
  return begins === ends ? dayText(begins) : `${dayText(begins)} – ${dayText(ends)}`;
}
