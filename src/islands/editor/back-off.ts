const first = 1000;
const longest = 60_000;

/**
 * Milliseconds until the next try after so many that failed: twice as long each time up to a minute, and spread by
 * chance, so that a school whose network comes back does not return all at once.
 */
export function backOff(failures: number, chance: () => number = Math.random): number {
  const whole = Math.min(longest, first * 2 ** Math.max(0, failures - 1));
  return Math.round(whole * (0.5 + chance() / 2));
}
