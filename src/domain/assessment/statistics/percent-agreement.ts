import { type NotDefined, errorOf } from './coefficient.ts';
import { observedAgreement } from './observed.ts';
import { type CountedUnits, type RatedUnits, sum } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/**
 * Agreement not corrected for chance, for any number of raters, 0 to 1: the mean over units of the (weighted) share of
 * pairs that agree, and its standard error between units. One category throughout is no obstacle here.
 */
export function percentAgreement(
  units: CountedUnits,
  weights: Weights = weightsOf('identity', units.q),
): { defined: true; value: number; units: number; error: number | undefined } | NotDefined {
  const { agreement, of, rated, paired } = observedAgreement(units, weights);
  if (paired === 0) return { defined: false, reason: 'no-pairs', exact: undefined, units: 0 };
  const parts = units.units.map((unit) => ({
    value: unit.total < 2 ? 0 : (rated / paired) * of(unit),
    times: unit.times,
  }));
  return { defined: true, value: agreement, units: rated, error: errorOf(parts, agreement) };
}

/** Units that **all** raters, two or more, rated within so many steps of each other, and of how many that is. */
export function unanimousWithin(units: RatedUnits, steps = 0): { count: number; n: number } {
  const complete = units.units.filter(({ total }) => total > 1 && total === units.raters);
  const close = complete.filter(({ ratings }) => {
    const given = ratings.filter((rating) => rating !== null);
    return Math.max(...given) - Math.min(...given) <= steps;
  });
  return { count: sum(close.map(({ times }) => times)), n: sum(complete.map(({ times }) => times)) };
}
