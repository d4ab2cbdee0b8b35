import { chanceCorrected } from './chance-corrected.ts';
import type { Coefficient } from './coefficient.ts';
import { type CountedUnits, sum } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/**
 * Brennan and Prediger’s coefficient: chance is the same for every category, pe = T / q², T the sum of all weights.
 *
 * Source: Brennan & Prediger, Educ Psychol Meas 41 (1981) 687–699; weighted: Gwet (2014), chapter 4.
 */
export function brennanPrediger(units: CountedUnits, weights: Weights = weightsOf('identity', units.q)): Coefficient {
  return chanceCorrected(units, weights, () => ({ expected: sum(weights.flat()) / units.q ** 2 }));
}
