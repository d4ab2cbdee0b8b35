import { type Before, type OrderedSeries, mayBegin } from './prerequisites.ts';
import { stackProgress } from './stack-progress.ts';
import type { StackSeries } from './stack-series.ts';

export type MappedSeries = OrderedSeries & Pick<StackSeries, 'strands' | 'stackAward'>;

/** Where a member stands for somebody, and what it waits for. */
export type MemberState =
  | { state: 'earned' | 'under-way' | 'next' }
  /** May be begun; goes best after something. */
  | { state: 'later'; after: Before[] }
  /** Can't be begun yet. */
  | { state: 'locked'; after: Before[] };

/** Where every member stands, by slug. */
export function memberStates(
  series: MappedSeries,
  { earned, underWay }: { earned: ReadonlySet<string>; underWay: ReadonlySet<string> },
): Map<string, MemberState> {
  return new Map(
    series.members.map(({ microCredential }) => [microCredential, stateOf(series, microCredential, earned, underWay)]),
  );
}

/**
 * The members to go on with, in the series' order: those that may be begun and are advised now; before others those that the
 * stack award still needs. Where only advice stands in the way of all, the first of those.
 */
export function nextInSeries(
  series: MappedSeries,
  standing: { earned: ReadonlySet<string>; underWay: ReadonlySet<string> },
): string[] {
  const states = memberStates(series, standing);
  const inState = (state: MemberState['state']) =>
    series.members.map((one) => one.microCredential).filter((slug) => states.get(slug)?.state === state);
  const next = inState('next');
  const open = next.length > 0 ? next : inState('later').slice(0, 1);
  const needed = new Set(
    stackProgress(series, standing.earned).asks.flatMap(({ met, candidates }) => (met ? [] : candidates)),
  );
  return [...open.filter((slug) => needed.has(slug)), ...open.filter((slug) => !needed.has(slug))];
}

function stateOf(
  series: MappedSeries,
  slug: string,
  earned: ReadonlySet<string>,
  underWay: ReadonlySet<string>,
): MemberState {
  if (earned.has(slug)) return { state: 'earned' };
  if (underWay.has(slug)) return { state: 'under-way' };
  const beginning = mayBegin([series], earned, slug);
  if (!beginning.ok) return { state: 'locked', after: beginning.missing };
  return beginning.advice.length > 0 ? { state: 'later', after: beginning.advice } : { state: 'next' };
}
