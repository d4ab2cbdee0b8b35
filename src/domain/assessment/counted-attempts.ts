type Decided = {
  number: number;
  outcome: 'earned' | 'not_yet' | 'incomplete' | 'withdrawn' | null;
  /** Where it stands, where that is known: one that was taken back is `withdrawn`. */
  stage?: string | null;
};

/**
 * How many attempts count up to and with the one of this number, or up to the last. One that could not be judged costs
 * none, nor does one that was taken back. One that waits for its decision counts, until it turns out to be one of those.
 */
export function countedAttempts(attempts: readonly Decided[], upTo = Number.MAX_SAFE_INTEGER): number {
  return attempts.filter(
    ({ number, outcome, stage }) =>
      number <= upTo && outcome !== 'incomplete' && outcome !== 'withdrawn' && stage !== 'withdrawn',
  ).length;
}
