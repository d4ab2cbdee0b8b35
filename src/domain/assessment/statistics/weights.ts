/** How much two categories agree: 1 on the diagonal, less beside it; symmetric. Row and column are category numbers. */
export type Weights = readonly (readonly number[])[];

export type WeightName = 'identity' | 'linear' | 'quadratic' | 'ordinal';

/**
 * The usual weights for q categories in their order:
 * identity: 1 where they are the same; linear: 1 − |i−j| / (q−1) (Cicchetti & Allison 1971);
 * quadratic: 1 − (i−j)² / (q−1)² (Fleiss & Cohen 1973);
 * ordinal: 1 − C(|i−j|+1, 2) / C(q, 2) (Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014).
 *
 * The number of categories is the rubric’s, whether or not all of them occur: an unused middle one still lies between.
 */
export function weightsOf(name: WeightName, q: number): Weights {
  checkCategories(q);
  const made = usual.get(`${name} ${q}`);
  if (made) return made;
  const weights = square(q, (i, j) => {
    const distance = Math.abs(i - j);
    if (distance === 0) return 1;
    if (name === 'identity') return 0;
    if (name === 'linear') return 1 - distance / (q - 1);
    if (name === 'quadratic') return 1 - (distance / (q - 1)) ** 2;
    return 1 - (distance * (distance + 1)) / (q * (q - 1));
  });
  usual.set(`${name} ${q}`, weights);
  checked.add(weights);
  return weights;
}

/** Made once: an interval reckons a coefficient a thousand times with the same weights. */
const usual = new Map<string, Weights>();
const checked = new WeakSet<Weights>();

/** Weights from how much a distance of 0, 1, 2 … steps disagrees: 1 − d / the largest d. */
export function weightsByDistance(disagreement: readonly number[]): Weights {
  const largest = Math.max(...disagreement);
  if (!(largest > 0) || disagreement[0] !== 0)
    throw new RangeError('No distance is no disagreement, and some distance is some');
  return checkedWeights(
    square(disagreement.length, (i, j) => 1 - (disagreement[Math.abs(i - j)] ?? 0) / largest),
    disagreement.length,
  );
}

/** The same weights, when they are some: q × q, symmetric, 1 on the diagonal, all from 0 to 1. */
export function checkedWeights(weights: Weights, q: number): Weights {
  if (checked.has(weights) && weights.length === q) return weights;
  if (weights.length !== q || weights.some((row) => row.length !== q))
    throw new RangeError(`Weights for ${q} categories are ${q} by ${q} numbers`);
  weights.forEach((row, i) =>
    row.forEach((weight, j) => {
      if (!(weight >= 0 && weight <= 1)) throw new RangeError(`A weight lies from 0 to 1, not at ${weight}`);
      if (i === j && weight !== 1) throw new RangeError('A category agrees with itself: its weight is 1');
      if (weight !== weights[j]?.[i]) throw new RangeError('Weights are symmetric');
    }),
  );
  return weights;
}

/** @throws RangeError where it is no number of categories to compare: a whole number, at least 2 */
export function checkCategories(q: number): void {
  if (!Number.isSafeInteger(q) || q < 2) throw new RangeError(`Ratings have at least two categories, not ${q}`);
}

export function square(q: number, entry: (i: number, j: number) => number): number[][] {
  return Array.from({ length: q }, (_, i) => Array.from({ length: q }, (_unused, j) => entry(i, j)));
}
