import { type Coefficient, errorOf, isZero } from './coefficient.ts';
import { observedAgreement, whyNotDefined } from './observed.ts';
import { type CountedUnit, type CountedUnits } from './rated-units.ts';
import { type Weights, checkedWeights, weightsOf } from './weights.ts';

/** How a coefficient reckons with chance: the agreement expected, and what each unit adds to that. */
export type Chance<Unit extends CountedUnit> = {
  expected: number;
  /** Half the influence of the unit on the expected agreement, plus that agreement; undefined: it has none. */
  of?: (unit: Unit) => number;
};

/**
 * (pa − pe) / (1 − pe), and its standard error between units by linearisation: each unit gives
 * κᵢ − 2 (1 − κ) (peᵢ − pe) / (1 − pe) with κᵢ = (n / n₂) (paᵢ − pe) / (1 − pe), n₂ of the n units with two ratings or more.
 * The error takes the raters as given.
 *
 * Source: Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapter 5; Gwet, Br J Math Stat Psychol 61 (2008)
 * 29–48.
 */
export function chanceCorrected<Unit extends CountedUnit>(
  units: { q: number; units: readonly Unit[] },
  weights: Weights,
  chance: () => Chance<Unit>,
): Coefficient {
  checkedWeights(weights, units.q);
  const identity = weightsOf('identity', units.q);
  const undefinedBecause = whyNotDefined(units, identity);
  if (undefinedBecause) return undefinedBecause;
  const { agreement, of, rated, paired } = observedAgreement(units, weights);
  const { expected, of: expectedOf } = chance();
  const room = 1 - expected;
  if (isZero(room)) {
    const exact = observedAgreement(units, identity).agreement;
    return { defined: false, reason: 'no-variation', exact, units: paired };
  }
  const value = (agreement - expected) / room;
  const parts = units.units.map((unit) => {
    const own = unit.total < 2 ? 0 : ((rated / paired) * (of(unit) - expected)) / room;
    const byChance = expectedOf ? (2 * (1 - value) * (expectedOf(unit) - expected)) / room : 0;
    return { value: own - byChance, times: unit.times };
  });
  return { defined: true, value, observed: agreement, expected, units: rated, error: errorOf(parts, value) };
}

/** Mean over rated units of the share of each category: πₖ = Σᵢ (rᵢₖ / rᵢ) / n. */
export function meanShares({ q, units }: CountedUnits): number[] {
  const n = units.reduce((all, { times }) => all + times, 0);
  return Array.from(
    { length: q },
    (_, k) => units.reduce((all, { counts, total, times }) => all + (times * (counts[k] ?? 0)) / total, 0) / n,
  );
}
