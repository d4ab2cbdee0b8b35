import { type Cycle, dueReminder } from './cycle.ts';

/** What a provider keeps, each with a clock of its own. */
export const recordKinds = ['roster', 'evaluation', 'activity'] as const;
export type RecordKind = (typeof recordKinds)[number];

export const recordWords: Record<RecordKind, string> = {
  roster: 'Rosters',
  evaluation: 'Evaluations',
  activity: 'Activity summaries',
};

/** Where no rule says anything. */
const usualYears = 6;

/** For how long records are kept: as the provider set it, else the longest that a rule asks for. */
export function keptYears(set: number | undefined, rules: readonly { retention: { years: number } }[]): number {
  if (set !== undefined) return set;
  return rules.length === 0 ? usualYears : Math.max(...rules.map(({ retention }) => retention.years));
}

/** The first day on which something may be disposed of: so many years after the last day that it is about. */
export function dueForDisposal(lastDay: string, years: number): string {
  const due = new Date(`${lastDay}T00:00:00Z`);
  due.setUTCFullYear(due.getUTCFullYear() + years);
  return due.toISOString().slice(0, 10);
}

/** The last day of which everything may be disposed of today; the other way round of `dueForDisposal`. */
export function lastDueDay(today: string, years: number): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCFullYear(day.getUTCFullYear() - years);
  const back = day.toISOString().slice(0, 10);
  // From February 29 a year without one leads to March 1, of which nothing is due yet.
  return dueForDisposal(back, years) > today ? new Date(day.getTime() - 86_400_000).toISOString().slice(0, 10) : back;
}

export type ApprovalStanding = 'valid' | 'begins-later' | 'ends-soon' | 'ended';

/** Where an approval of an agency stands on a day; `ends-soon` from the first reminder on. */
export function approvalStanding({ begins, ends }: Cycle, today: string): ApprovalStanding {
  if (today < begins) return 'begins-later';
  if (today > ends) return 'ended';
  return dueReminder(ends, today) === undefined ? 'valid' : 'ends-soon';
}
