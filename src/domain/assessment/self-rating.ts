import { z } from 'zod';
import type { Rating, RatingValue } from './standing.ts';

/** How the earner sees a look-for; kinder in its words than the assessor’s No. */
export const SelfRatingValue = z.enum(['yes', 'almost', 'not_yet']);
export type SelfRatingValue = z.output<typeof SelfRatingValue>;

/** By look-for. */
export type SelfRatings = ReadonlyMap<string, SelfRatingValue>;

export const selfRatingWords: Record<SelfRatingValue, string> = { yes: 'Yes', almost: 'Almost', not_yet: 'Not yet' };

const asRated: Record<SelfRatingValue, RatingValue> = { yes: 'yes', almost: 'almost', not_yet: 'no' };

/** On how many look-fors the earner and the assessor said the same, of those that both have rated. */
export function agreement(own: SelfRatings, ratings: readonly Rating[]): { agreed: number; of: number } {
  const both = ratings.flatMap(({ lookFor, value }) => {
    const self = own.get(lookFor);
    return self === undefined ? [] : [asRated[self] === value];
  });
  return { agreed: both.filter(Boolean).length, of: both.length };
}

/** The field of a look-for in a posted form. */
export const selfRatingField = (lookFor: string) => `self.${lookFor}`;

/**
 * The ratings in a posted form. Fields of look-fors that are not asked for, and values that are none, make it unreadable:
 * no page of ours sends them.
 */
export function readSelfRatings(
  fields: Readonly<Record<string, string>>,
  lookFors: readonly string[],
): Map<string, SelfRatingValue> | undefined {
  const known = new Map(lookFors.map((lookFor) => [selfRatingField(lookFor), lookFor]));
  const ratings = new Map<string, SelfRatingValue>();
  for (const [field, value] of Object.entries(fields)) {
    if (!field.startsWith('self.')) continue;
    const lookFor = known.get(field);
    const parsed = SelfRatingValue.safeParse(value);
    if (lookFor === undefined || !parsed.success) return undefined;
    ratings.set(lookFor, parsed.data);
  }
  return ratings;
}
