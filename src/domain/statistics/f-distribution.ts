import { incompleteBeta } from './incomplete-beta.ts';

/**
 * The chance that F is at least `value`, for n and m degrees of freedom: I_x(m/2, n/2) at x = m / (m + n F).
 *
 * Source: Abramowitz & Stegun 26.6.2.
 */
export function upperF(value: number, n: number, m: number): number {
  if (!(n > 0 && m > 0)) throw new RangeError(`F has positive degrees of freedom, not ${n} and ${m}`);
  return value <= 0 ? 1 : incompleteBeta(m / (m + n * value), m / 2, n / 2);
}

/** The F that is exceeded with this chance, by bisection, to 12 digits. */
export function criticalF(chance: number, n: number, m: number): number {
  if (!(chance > 0 && chance < 1)) throw new RangeError(`A chance lies between 0 and 1, not at ${chance}`);
  let low = 0;
  let high = 1;
  while (upperF(high, n, m) > chance) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step += 1) {
    const middle = (low + high) / 2;
    if (upperF(middle, n, m) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
