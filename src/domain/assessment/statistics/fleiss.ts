import { chanceCorrected, meanShares } from './chance-corrected.ts';
import { type Coefficient, isZero } from './coefficient.ts';
import { weighted } from './observed.ts';
import { type CountedUnits, type RatedUnits, sum } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/**
 * Fleiss’ kappa: pe = Σₖₗ wₖₗ πₖ πₗ, raters interchangeable; two raters: Scott’s pi. Ratings may be missing; complete
 * rows alone (`completeUnits`) give Fleiss’ own definition.
 *
 * Source: Fleiss, Psychol Bull 76 (1971) 378–382; Scott, Public Opin Q 19 (1955) 321–325; with weights and missing
 * ratings: Gwet (2014), chapters 2 to 4.
 */
export function fleissKappa(units: CountedUnits, weights: Weights = weightsOf('identity', units.q)): Coefficient {
  return chanceCorrected(units, weights, () => {
    const shares = meanShares(units);
    const byCategory = shares.map((_, k) => weighted(weights, shares, k));
    return {
      expected: sum(shares.map((share, k) => share * (byCategory[k] ?? 0))),
      of: ({ counts, total }) => sum(counts.map((count, k) => count * (byCategory[k] ?? 0))) / total,
    };
  });
}

/**
 * Fleiss’ kappa of one category against all others: 1 − Σᵢ rᵢₖ (m − rᵢₖ) / (n m (m − 1) pₖ (1 − pₖ)); undefined where
 * the category is never or always chosen, or units have different numbers of ratings.
 */
export function fleissByCategory({ q, units }: CountedUnits): (number | undefined)[] {
  const m = units[0]?.total ?? 0;
  const n = sum(units.map(({ times }) => times));
  const comparable = m >= 2 && units.every(({ total }) => total === m);
  return Array.from({ length: q }, (_, k) => {
    const share = sum(units.map(({ counts, times }) => times * (counts[k] ?? 0))) / (n * m);
    if (!comparable || isZero(share * (1 - share))) return undefined;
    const apart = sum(units.map(({ counts, times }) => times * (counts[k] ?? 0) * (m - (counts[k] ?? 0))));
    return 1 - apart / (n * m * (m - 1) * share * (1 - share));
  });
}

/** Those that every rater rated. */
export function completeUnits({ units, ...rest }: RatedUnits): RatedUnits {
  return { ...rest, units: units.filter(({ total }) => total === rest.raters) };
}
