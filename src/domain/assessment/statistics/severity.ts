import { type BootstrapInterval, bootstrap } from '#domain/statistics/bootstrap.ts';
import { type Share, shareOf } from '#domain/statistics/proportion.ts';
import { sum } from './rated-units.ts';

/** One look-for of an anchor: how somebody rated it, and what was agreed; scores, No 0, Almost 1, Yes 2. */
export type AnchorRating = { anchor: string; rated: number; agreed: number };

export type Severity =
  | {
      defined: true;
      /** Look-fors, and the anchors that they belong to. */
      n: number;
      anchors: number;
      /** Mean of rated − agreed, in points: below 0 severe, above 0 lenient. */
      bias: number;
      /** By drawing anchors. */
      biasInterval: BootstrapInterval;
      /** Mean of |rated − agreed|, in points. */
      absolute: number;
      exact: Share;
      /** Look-fors rated above and below what was agreed. */
      above: number;
      below: number;
    }
  | { defined: false; reason: 'no-anchors' };

/**
 * How severe somebody is against agreed ratings: the signed mean tells leaning, the absolute one distance; both are
 * needed, since leanings to both sides cancel out.
 *
 * Source: rater monitoring as in NAEP’s scoring; Myford & Wolfe, J Appl Meas 4 (2003) 386–422.
 *
 * @throws RangeError where a score is no number
 */
export function severityOf(ratings: readonly AnchorRating[], seed: string): Severity {
  for (const { rated, agreed } of ratings)
    if (!Number.isFinite(rated) || !Number.isFinite(agreed)) throw new RangeError('A score is a number');
  const n = ratings.length;
  if (n === 0) return { defined: false, reason: 'no-anchors' };
  const differences = ratings.map(({ rated, agreed }) => rated - agreed);
  const byAnchor = new Map<string, [total: number, count: number]>();
  for (const [index, { anchor }] of ratings.entries()) {
    const [total, count] = byAnchor.get(anchor) ?? [0, 0];
    byAnchor.set(anchor, [total + (differences[index] ?? 0), count + 1]);
  }
  return {
    defined: true,
    n,
    anchors: byAnchor.size,
    bias: sum(differences) / n,
    biasInterval: bootstrap([...byAnchor.values()], ([total = 0, count = 1]) => total / count, { seed }),
    absolute: sum(differences.map(Math.abs)) / n,
    exact: shareOf(differences.filter((difference) => difference === 0).length, n),
    above: differences.filter((difference) => difference > 0).length,
    below: differences.filter((difference) => difference < 0).length,
  };
}
