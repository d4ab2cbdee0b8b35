import type { RatingValue } from '#domain/assessment/standing.ts';

export const ratingValues: readonly RatingValue[] = ['yes', 'almost', 'no'];
export const ratingWords: Record<RatingValue, string> = { yes: 'Yes', almost: 'Almost', no: 'No' };

/** “80 %”; a dash where there is nothing to take a share of. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
}
