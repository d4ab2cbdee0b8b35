import type { ConditionCode } from './conditions.ts';
import type { PlacedLocator } from './placed-locator.ts';
import type { RatingValue } from './standing.ts';

/** What one assessor says of one look-for: a value or a condition, never both. */
export type Voice = {
  value: RatingValue | null;
  condition: ConditionCode | null;
  comment: string;
  locators: readonly PlacedLocator[];
};

/** By look-for, what one assessor says. */
export type Voices = ReadonlyMap<string, Voice>;

/**
 * How two independent ratings of a look-for stand to each other: the same (`agreed`), on the same side (`merged`: both
 * comments are kept), or across Yes / not-Yes, which an adjudicator decides (`contested`).
 */
export type Comparison = 'agreed' | 'merged' | 'contested';

/**
 * Compares two ratings of one look-for. Only the line between Yes and not-Yes matters to what is earned, so Almost
 * against No needs nobody. A condition against a Yes is contested: one of the two could judge it after all. A condition
 * against an Almost or No is not: either way it is to be handed in again.
 */
export function compareVoices(a: Voice, b: Voice): Comparison {
  if (a.value === b.value && a.condition === b.condition) return 'agreed';
  return (a.value === 'yes') === (b.value === 'yes') ? 'merged' : 'contested';
}

/** The look-fors on which two assessors are apart, and how; in the order given. */
export function compareRatings(
  lookFors: readonly string[],
  first: Voices,
  second: Voices,
): { contested: string[]; merged: string[] } {
  const result = { contested: [] as string[], merged: [] as string[] };
  for (const lookFor of lookFors) {
    const comparison = compareVoices(voiceOf(first, lookFor), voiceOf(second, lookFor));
    if (comparison !== 'agreed') result[comparison].push(lookFor);
  }
  return result;
}

/** Throws when the look-for was not rated: an assessment that is complete has rated them all. */
export function voiceOf(voices: Voices, lookFor: string): Voice {
  const voice = voices.get(lookFor);
  if (!voice) throw new Error(`Look-for ${lookFor} was not rated`);
  return voice;
}
