import { chanceCorrected, meanShares } from './chance-corrected.ts';
import type { Coefficient } from './coefficient.ts';
import { type CountedUnits, sum } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/**
 * Gwet’s AC1, and with weights AC2, for any number of raters, with ratings missing: pe = T / (q (q − 1)) · Σₖ πₖ (1 − πₖ),
 * T the sum of all weights, πₖ the mean over **all rated** units of the share of category k. Where nearly all is of one
 * category it stays near the observed agreement, where kappa falls to 0.
 *
 * Source: Gwet, Br J Math Stat Psychol 61 (2008) 29–48; Handbook of Inter-Rater Reliability, 4th ed. (2014), chapters 4
 * and 5.
 */
export function gwetAc(units: CountedUnits, weights: Weights = weightsOf('identity', units.q)): Coefficient {
  return chanceCorrected(units, weights, () => {
    const shares = meanShares(units);
    const factor = sum(weights.flat()) / (units.q * (units.q - 1));
    return {
      expected: factor * sum(shares.map((share) => share * (1 - share))),
      of: ({ counts, total }) => (factor * sum(counts.map((count, k) => count * (1 - (shares[k] ?? 0))))) / total,
    };
  });
}
