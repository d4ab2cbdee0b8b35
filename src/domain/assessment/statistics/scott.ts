import type { Coefficient } from './coefficient.ts';
import { fleissKappa } from './fleiss.ts';
import { unitsOfTable } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/**
 * Scott’s pi of two raters from their confusion matrix: chance by the shares of both together.
 *
 * Source: Scott, Public Opin Q 19 (1955) 321–325.
 */
export function scottPi(
  table: readonly (readonly number[])[],
  weights: Weights = weightsOf('identity', table.length),
): Coefficient {
  return fleissKappa(unitsOfTable(table), weights);
}
