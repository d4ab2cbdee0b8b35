import type { RatingValue } from '../standing.ts';
import { type RatedUnits, confusionMatrix, ratedUnits } from './rated-units.ts';

/** The categories of a rating in their order, No < Almost < Yes. All statistics of ratings have these three, used or not. */
export const categories = ['no', 'almost', 'yes'] as const satisfies readonly RatingValue[];

/**
 * A rating as a number of points for means and differences, and as a category number: No 0, Almost 1, Yes 2.
 *
 * @throws RangeError where it is none of the three
 */
export function scoreOf(value: RatingValue): number {
  const score = categories.indexOf(value);
  if (score < 0) throw new RangeError(`“${value}” is none of the ratings ${categories.join(', ')}`);
  return score;
}

/** A row for each look-for of an attempt, a column for each assessor in their order; null where there is no rating. */
export function unitsOfRatings(rows: readonly (readonly (RatingValue | null)[])[]): RatedUnits {
  return ratedUnits(
    rows.map((row) => row.map(scoreOrNull)),
    categories.length,
  );
}

/** The confusion matrix of two assessors: rows the first’s No, Almost, Yes, columns the second’s. */
export function matrixOfRatings(
  pairs: readonly (readonly [first: RatingValue | null, second: RatingValue | null])[],
): number[][] {
  return confusionMatrix(
    pairs.map(([first, second]) => [scoreOrNull(first), scoreOrNull(second)]),
    categories.length,
  );
}

function scoreOrNull(value: RatingValue | null): number | null {
  return value === null ? null : scoreOf(value);
}
