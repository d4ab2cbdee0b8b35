import type { NotDefined } from './coefficient.ts';
import { type CountedUnit, type CountedUnits, sum } from './rated-units.ts';
import type { Weights } from './weights.ts';

/** What pairs of ratings of the same unit say: how much they agree, over units with at least two ratings. */
export type Observed = {
  /** Mean over these units of the (weighted) share of pairs that agree, 0 to 1. */
  agreement: number;
  /** The same by unit. */
  of: (unit: CountedUnit) => number;
  /** Units with at least one rating, and with at least two. */
  rated: number;
  paired: number;
};

/**
 * Observed agreement: of a unit with r ratings Σₖ rₖ (r*ₖ − 1) / (r (r − 1)), where r*ₖ = Σₗ wₖₗ rₗ; the mean over units
 * with r ≥ 2.
 *
 * Source: Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapters 2 and 3; unweighted: Fleiss 1971.
 */
export function observedAgreement({ units }: CountedUnits, weights: Weights): Observed {
  const of = ({ counts, total }: CountedUnit) => {
    if (total < 2) return 0;
    const agreeing = sum(counts.map((count, k) => (count === 0 ? 0 : count * (weighted(weights, counts, k) - 1))));
    return agreeing / (total * (total - 1));
  };
  const paired = sum(units.map(({ total, times }) => (total < 2 ? 0 : times)));
  const agreement = sum(units.map((unit) => unit.times * of(unit))) / paired;
  return { agreement, of, rated: sum(units.map(({ times }) => times)), paired };
}

/** Why no coefficient is defined for these units, whatever its formula: nothing is rated twice, or all of that alike. */
export function whyNotDefined(units: CountedUnits, exactWeights: Weights): NotDefined | undefined {
  const { paired, agreement } = observedAgreement(units, exactWeights);
  if (paired === 0) return { defined: false, reason: 'no-pairs', exact: undefined, units: 0 };
  const used = new Set(
    units.units.flatMap(({ counts, total }) => (total < 2 ? [] : counts.flatMap((count, k) => (count > 0 ? [k] : [])))),
  );
  return used.size > 1 ? undefined : { defined: false, reason: 'no-variation', exact: agreement, units: paired };
}

/** Σₗ wₖₗ xₗ */
export function weighted(weights: Weights, values: readonly number[], k: number): number {
  return sum((weights[k] ?? []).map((weight, l) => weight * (values[l] ?? 0)));
}
