/** Names that authors gave to values of a coefficient, from the value on; the last holds for all below. */
const benchmarks = {
  landisKoch: [
    [0.8, 'Almost Perfect'],
    [0.6, 'Substantial'],
    [0.4, 'Moderate'],
    [0.2, 'Fair'],
    [0, 'Slight'],
    [-Infinity, 'Poor'],
  ],
  altman: [
    [0.8, 'Very Good'],
    [0.6, 'Good'],
    [0.4, 'Moderate'],
    [0.2, 'Fair'],
    [-Infinity, 'Poor'],
  ],
  fleiss: [
    [0.75, 'Excellent'],
    [0.4, 'Intermediate to Good'],
    [-Infinity, 'Poor'],
  ],
} as const;

export type Benchmark = keyof typeof benchmarks;

/**
 * What a scale calls a coefficient. A label beside the number only, never a gate: the cuts are the authors’ opinion, and
 * the same agreement gives other values with other coefficients and shares of categories. A value on a cut has the
 * better name.
 *
 * Source: Landis & Koch, Biometrics 33 (1977) 159–174; Altman, Practical Statistics for Medical Research (1991); Fleiss,
 * Statistical Methods for Rates and Proportions, 2nd ed. (1981).
 *
 * @throws RangeError where the value is not from −1 to 1
 */
export function benchmarkOf(value: number, scale: Benchmark = 'landisKoch'): string {
  const rounding = 1e-9;
  if (!(Math.abs(value) <= 1 + rounding)) throw new RangeError(`A coefficient lies from −1 to 1, not at ${value}`);
  return benchmarks[scale].find(([from]) => value >= from)?.[1] ?? '';
}
