import { cohenKappa } from './cohen.ts';
import { completeUnits } from './fleiss.ts';
import { type RatedUnits, sum } from './rated-units.ts';
import { type Weights, square, weightsOf } from './weights.ts';

/**
 * Light’s kappa: the mean of Cohen’s kappa over all pairs of raters, of the units that all of them rated; undefined where
 * one of the kappas is.
 *
 * Source: Light, Psychol Bull 76 (1971) 365–377.
 */
export function lightKappa(units: RatedUnits, weights: Weights = weightsOf('identity', units.q)): number | undefined {
  const complete = completeUnits(units).units;
  const kappas = Array.from({ length: units.raters }, (_, g) =>
    Array.from({ length: units.raters - g - 1 }, (_unused, step) => {
      const table = square(units.q, () => 0);
      for (const { ratings, times } of complete) {
        const row = table[ratings[g] ?? 0] ?? [];
        const column = ratings[g + 1 + step] ?? 0;
        row[column] = (row[column] ?? 0) + times;
      }
      return cohenKappa(table, weights);
    }),
  ).flat();
  const values = kappas.flatMap((kappa) => (kappa.defined ? [kappa.value] : []));
  return values.length === 0 || values.length < kappas.length ? undefined : sum(values) / values.length;
}
