import type { RatingValue } from '../standing.ts';

/** The categories of a rating in their order, No < Almost < Yes. All statistics of ratings have these three, used or not. */
export const categories = ['no', 'almost', 'yes'] as const satisfies readonly RatingValue[];

/** A rating as a number of points for means and differences: No 0, Almost 1, Yes 2. */
export function scoreOf(value: RatingValue): number {
  return categories.indexOf(value);
}
