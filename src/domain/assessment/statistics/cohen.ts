import { type Coefficient, isZero } from './coefficient.ts';
import { observedAgreement, whyNotDefined } from './observed.ts';
import { checkTable, sum, unitsOfTable } from './rated-units.ts';
import { type Weights, checkedWeights, weightsOf } from './weights.ts';

/**
 * Cohen’s kappa of two raters from their confusion matrix (rows the first’s): po = Σ wᵢⱼ pᵢⱼ, pe = Σ wᵢⱼ pᵢ. p.ⱼ,
 * κ = (po − pe) / (1 − pe). Unweighted, or with weights (`weightsOf`: linear, quadratic). Units that one of them did not
 * rate are not in the matrix. The categories are all of the rubric’s, used or not.
 *
 * Its standard error is the large-sample one where κ is not 0: √[(Σ pᵢⱼ (wᵢⱼ − (w̄ᵢ. + w̄.ⱼ)(1 − κ))² − (κ − pe (1 − κ))²)
 * / (n (1 − pe)²)], w̄ᵢ. = Σⱼ p.ⱼ wᵢⱼ and w̄.ⱼ = Σᵢ pᵢ. wᵢⱼ.
 *
 * Source: Cohen, Educ Psychol Meas 20 (1960) 37–46; weighted: Psychol Bull 70 (1968) 213–220; error: Fleiss, Cohen &
 * Everitt, Psychol Bull 72 (1969) 323–327.
 *
 * @throws RangeError where the matrix is not square or holds what is no count
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  weights: Weights = weightsOf('identity', table.length),
): Coefficient {
  checkTable(table);
  checkedWeights(weights, table.length);
  const units = unitsOfTable(table);
  const identity = weightsOf('identity', table.length);
  const undefinedBecause = whyNotDefined(units, identity);
  if (undefinedBecause) return undefinedBecause;
  const n = sum(table.flat());
  const rows = table.map((row) => sum(row) / n);
  const columns = table.map((_, j) => sum(table.map((row) => row[j] ?? 0)) / n);
  const each = (entry: (i: number, j: number, weight: number) => number) =>
    sum(weights.flatMap((row, i) => row.map((weight, j) => entry(i, j, weight))));
  const share = (i: number, j: number) => (table[i]?.[j] ?? 0) / n;
  const observed = each((i, j, weight) => weight * share(i, j));
  const expected = each((i, j, weight) => weight * (rows[i] ?? 0) * (columns[j] ?? 0));
  const room = 1 - expected;
  if (isZero(room)) {
    const exact = observedAgreement(units, identity).agreement;
    return { defined: false, reason: 'no-variation', exact, units: n };
  }
  const value = (observed - expected) / room;
  const ofRow = weights.map((row) => sum(row.map((weight, j) => weight * (columns[j] ?? 0))));
  const ofColumn = weights.map((_, j) => sum(weights.map((row, i) => (row[j] ?? 0) * (rows[i] ?? 0))));
  const squares = each(
    (i, j, weight) => share(i, j) * (weight - ((ofRow[i] ?? 0) + (ofColumn[j] ?? 0)) * (1 - value)) ** 2,
  );
  const variance = (squares - (value - expected * (1 - value)) ** 2) / (n * room ** 2);
  return { defined: true, value, observed, expected, units: n, error: Math.sqrt(Math.max(0, variance)) };
}
