import { chanceCorrected } from './chance-corrected.ts';
import type { Coefficient } from './coefficient.ts';
import { weighted } from './observed.ts';
import { type RatedUnits, sum } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/**
 * Conger’s kappa, also “exact” Fleiss kappa: chance by each rater’s own shares, pe = Σ over ordered pairs of raters g ≠ h
 * of Σₖₗ wₖₗ p_gk p_hl, divided by r (r − 1). With two raters and no rating missing it is Cohen’s kappa. A rater’s shares
 * are of what they rated; a rater without ratings counts for nothing.
 *
 * Source: Conger, Psychol Bull 88 (1980) 322–328; with weights and missing ratings: Gwet (2014), chapters 2 to 4.
 */
export function congerKappa(units: RatedUnits, weights: Weights = weightsOf('identity', units.q)): Coefficient {
  return chanceCorrected(units, weights, () => {
    const n = sum(units.units.map(({ times }) => times));
    const raters = raterShares(units);
    const pairs = raters.length * (raters.length - 1);
    // What each rater's category meets at the others: Σ_{h≠g} Σₗ wₖₗ p_hl.
    const all = Array.from({ length: units.q }, (_, k) =>
      sum(raters.map(({ shares }) => weighted(weights, shares, k))),
    );
    const met = raters.map(({ shares }) => all.map((value, k) => value - weighted(weights, shares, k)));
    const expectedOf = raters.map(({ shares }, g) => sum(shares.map((share, k) => share * (met[g]?.[k] ?? 0))));
    const expected = sum(expectedOf) / pairs;
    return {
      expected,
      of: ({ ratings }) =>
        expected +
        sum(
          raters.map(({ rater, rated }, g) => {
            const category = ratings[rater] ?? null;
            return category === null ? 0 : (n / rated) * ((met[g]?.[category] ?? 0) - (expectedOf[g] ?? 0));
          }),
        ) /
          pairs,
    };
  });
}

function raterShares({ q, raters, units }: RatedUnits): { rater: number; rated: number; shares: number[] }[] {
  return Array.from({ length: raters }, (_, rater) => {
    const counts = Array.from({ length: q }, () => 0);
    for (const { ratings, times } of units) {
      const category = ratings[rater] ?? null;
      if (category !== null) counts[category] = (counts[category] ?? 0) + times;
    }
    const rated = sum(counts);
    return { rater, rated, shares: counts.map((count) => count / rated) };
  }).filter(({ rated }) => rated > 0);
}
