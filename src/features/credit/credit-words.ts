import { type ClaimState, claimStateWords } from '#domain/credit/claim.ts';
import { type ClaimStanding, type ClaimTotals, claimStanding } from '#domain/credit/claim-totals.ts';
import type { CycleRefusal } from '#domain/credit/cycle.ts';
import type { EntryState, Recording } from '#domain/credit/entry.ts';
import type { CountedLine, Uncounted } from '#domain/credit/hours-towards.ts';
import { formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import type { Approver, CreditRule } from '#domain/credit/rule-schema.ts';
import { formatDate } from '#domain/text/format-date.ts';
import type { StatusName } from '#ui/status.tsx';
import type { Claim } from './claims.queries.ts';

export const recordingWords: Record<Recording, string> = {
  award: 'by the award',
  issuer: 'entered by the provider',
  self: 'self-reported',
};

export const entryStateWords: Record<EntryState, string> = {
  counts: 'In force',
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
  'not-claimed': 'the claim is not of them',
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

/** Where a claim stands; “approved” only where somebody else has approved it. */
export function claimWord({ state, isHandedOver }: Pick<Claim, 'state' | 'isHandedOver'>): string {
  return state === 'approved' && isHandedOver ? 'With the provider' : claimStateWords[state];
}

type Outcome = Pick<Claim, 'state' | 'entryState' | 'countedQuarters' | 'form'>;

/** What a claim has come to: hours count once the agency has accepted them, and no sooner. */
export function claimOutcome(claim: Outcome): string {
  const { quarters } = claim.form;
  const [some, all] = [hoursOf(claim.countedQuarters), formatQuarters(quarters)];
  const words: Record<ClaimStanding, string> =
    quarters === 0
      ? {
          'under-way': 'Recognition of the award is asked for, without hours',
          accepted: 'The agency has recognised the award, without hours',
          refused: 'The award is not recognised',
          withdrawn: 'Recognition of the award is no longer asked for',
          'fallen-out': 'The award is not recognised any more',
        }
      : {
          'under-way': `${some} of ${all} would count once the agency accepts them`,
          accepted: `The agency has accepted ${some} of ${all}`,
          refused: `None of the ${all} count by this claim`,
          withdrawn: `None of the ${all} are claimed any more`,
          'fallen-out': `None of the ${all} count any more`,
        };
  return words[claimStanding(claim)];
}

/** The same in a cell of a table. */
export function outcomeInShort(claim: Outcome): string {
  const { countedQuarters, form } = claim;
  if (form.quarters === 0) return 'Recognition, without hours';
  const standing = claimStanding(claim);
  if (standing === 'under-way') return `${formatQuarters(countedQuarters)}, once accepted`;
  return standing === 'accepted'
    ? `${formatQuarters(countedQuarters)} accepted`
    : `0 of ${formatQuarters(form.quarters)}`;
}

/** “20 hours claimed, which would count once accepted. 100 hours to go.” */
export function totalsText({ waiting, unapproved, missing }: ClaimTotals): string {
  const sentences = [
    waiting > 0 && `${formatQuarters(waiting)} claimed, which would count once accepted.`,
    unapproved > 0 &&
      `No approval of the provider is entered for ${unapproved === waiting ? 'these' : `${formatQuarters(unapproved)} of these`}.`,
    missing > 0 ? `${formatQuarters(missing)} to go.` : 'Nothing more is to be claimed.',
  ];
  return sentences.filter((one) => one !== false).join(' ');
}

export const approverWords: Record<Approver, string> = {
  nobody: 'Nobody needs to',
  employer: 'Your employer',
  provider: 'The provider of the activity',
  agency: 'The agency',
};

/** Who has to approve a claim under a rule, as a sentence. */
export function approvalWords(by: Approver): string {
  return by === 'nobody' ? 'Nobody needs to approve it.' : `Must approve: ${approverWords[by].toLowerCase()}.`;
}

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
