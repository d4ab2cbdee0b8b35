import type { Outcome } from './decide.ts';

/** What became of an attempt; `null` while it is with the assessors. */
export type AttemptFate = { number: number; outcome: Outcome | 'withdrawn' | null };

/**
 * How many attempts up to and including number `upTo` count: one that came back because it could not be judged, or that
 * the earner took back, costs nothing.
 */
export function countedAttempts(attempts: readonly AttemptFate[], upTo = Number.POSITIVE_INFINITY): number {
  return attempts.filter(({ number, outcome }) => number <= upTo && outcome !== 'incomplete' && outcome !== 'withdrawn')
    .length;
}
