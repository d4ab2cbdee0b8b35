import { type Interval, z95 } from './normal.ts';

/** A share, 0 to 1, with its 95 % interval; nothing out of nothing is not defined. */
export type Share =
  | { defined: true; value: number; count: number; n: number; interval: Interval }
  | { defined: false; reason: 'no-data'; n: 0 };

/**
 * The share `count / n` with Wilson's score interval: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). It stays within
 * 0 and 1 and holds its level for small n and for shares near 0 and 1, where p ± z·SE does not.
 *
 * Source: Wilson, JASA 22 (1927) 209–212; compared by Newcombe, Statist Med 17 (1998) 857–872, method 3.
 *
 * @throws RangeError where the counts are no whole numbers with 0 ≤ count ≤ n
 */
export function shareOf(count: number, n: number, z = z95): Share {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`A share is of a whole number of things, not of ${n}`);
  if (!Number.isSafeInteger(count) || count < 0 || count > n) throw new RangeError(`${count} is no count out of ${n}`);
  if (n === 0) return { defined: false, reason: 'no-data', n: 0 };
  return { defined: true, value: count / n, count, n, interval: wilson(count, n, z) };
}

function wilson(count: number, n: number, z: number): Interval {
  const p = count / n;
  const denominator = 1 + z ** 2 / n;
  const centre = p + z ** 2 / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return {
    // At the ends the formula gives 0 and 1 but for the last digit.
    low: count === 0 ? 0 : Math.max(0, (centre - reach) / denominator),
    high: count === n ? 1 : Math.min(1, (centre + reach) / denominator),
  };
}

/** A difference of two independent shares, −1 to 1. */
export type ShareDifference =
  { defined: true; value: number; interval: Interval } | { defined: false; reason: 'no-data' };

/**
 * The first share less the second, with an interval made of both Wilson intervals: d − √((p₁−l₁)² + (u₂−p₂)²) to
 * d + √((u₁−p₁)² + (p₂−l₂)²).
 *
 * Source: Newcombe, Statist Med 17 (1998) 873–890, method 10.
 */
export function differenceOf(first: Share, second: Share): ShareDifference {
  if (!first.defined || !second.defined) return { defined: false, reason: 'no-data' };
  const value = first.value - second.value;
  const reach = (a: number, b: number) => Math.hypot(a, b);
  return {
    defined: true,
    value,
    interval: {
      low: value - reach(first.value - first.interval.low, second.interval.high - second.value),
      high: value + reach(first.interval.high - first.value, second.value - second.interval.low),
    },
  };
}
