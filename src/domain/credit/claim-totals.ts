import { type ClaimState, endedStates } from './claim.ts';
import type { Cycle } from './cycle.ts';
import type { CreditEntry, EntryState } from './entry.ts';
import { type CountedLine, type HoursTowards, hoursTowards } from './hours-towards.ts';

/**
 * What has become of what a claim is of. Only the agency’s answer makes it `accepted`: all that is `under-way` may still be
 * refused. `fallen-out`: the award was revoked or suspended, or the hours were taken out, whatever was answered before.
 */
export type ClaimStanding = 'under-way' | 'accepted' | 'refused' | 'withdrawn' | 'fallen-out';

export function claimStanding({ state, entryState }: { state: ClaimState; entryState: EntryState }): ClaimStanding {
  if (state === 'refused' || state === 'rejected') return 'refused';
  if (state === 'withdrawn') return 'withdrawn';
  if (entryState !== 'counts') return 'fallen-out';
  return state === 'accepted' ? 'accepted' : 'under-way';
}

/** Whether what was claimed is free for another claim. */
export function isFreeAgain({ state, entryState }: { state: ClaimState; entryState: EntryState }): boolean {
  return endedStates.includes(state) && state !== 'accepted' && entryState === 'counts';
}

/** Hours that are claimed for a rule, by a claim that has not come to nothing. */
export type ClaimedEntry = CreditEntry & {
  claimState: ClaimState;
  /** Whether the provider’s approval by the agency, valid on the last day, is entered. */
  isProviderApproved: boolean;
};

export type ClaimTotals = {
  /** `counted`: what the agency has accepted, or would count once it does. */
  lines: (CountedLine & { standing: ClaimStanding; lacksProvider: boolean })[];
  /** All in quarters. What the agency has accepted. */
  accepted: number;
  /** Claimed and not accepted yet: it would count once it is. */
  waiting: number;
  /** Of `waiting`: of providers whose approval is not entered, where the rule asks for one. */
  unapproved: number;
  needed: number;
  /** Neither accepted nor claimed, never below 0. */
  missing: number;
};

type Rule = Parameters<typeof hoursTowards>[0] & { provider?: { approved: boolean } | undefined };

/**
 * What the claims for a licence come to in a cycle, counted as though everything under way were approved: each by the number of
 * quarters that it claims.
 */
export function totalClaims(
  rule: Rule,
  entries: readonly ClaimedEntry[],
  cycle: Cycle,
): ({ ok: true } & ClaimTotals) | Extract<HoursTowards, { ok: false }> {
  const result = hoursTowards(
    rule,
    entries.map((entry) => ({ ...entry, approved: true })),
    cycle,
  );
  if (!result.ok) return result;
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const lines = result.lines.flatMap((line) => {
    const entry = byId.get(line.entryId);
    if (!entry) return [];
    const standing = claimStanding({ state: entry.claimState, entryState: entry.state });
    const lacksProvider = rule.provider?.approved === true && !entry.isProviderApproved;
    return [{ ...line, standing, lacksProvider }];
  });
  const sum = (some: typeof lines) => some.reduce((total, { counted }) => total + counted, 0);
  const open = lines.filter(({ standing }) => standing === 'under-way');
  const accepted = sum(lines.filter(({ standing }) => standing === 'accepted'));
  const [waiting, unapproved] = [sum(open), sum(open.filter(({ lacksProvider }) => lacksProvider))];
  const missing = Math.max(0, result.needed - accepted - waiting);
  return { ok: true, lines, accepted, waiting, unapproved, needed: result.needed, missing };
}
