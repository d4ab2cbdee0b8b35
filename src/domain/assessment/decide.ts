import type { ConditionCode } from './conditions.ts';
import type { RatingValue } from './standing.ts';

/** *incomplete*: nothing in it is not there yet, but a part could not be judged. */
export type Outcome = 'earned' | 'not_yet' | 'incomplete';

/** What there is so far for one look-for; neither a value nor a condition is not rated yet. */
export type DraftRating = {
  lookFor: string;
  value: RatingValue | null;
  condition?: ConditionCode | null;
  comment: string;
};

export type DecisionRefusal = 'unrated' | 'comment-missing' | 'foreign-look-for';

export type DecisionResult =
  { ok: true; outcome: Outcome } | { ok: false; reason: DecisionRefusal; lookFors: string[] };

/**
 * The outcome of an attempt from the ratings of the look-fors that are open in it: all Yes earns; one Almost or No is not
 * yet; Yes and conditions alone are incomplete. Nothing adds up: a micro-credential attests every look-for on its own.
 *
 * Refused while a look-for is unrated, while an Almost, a No or a condition lacks the comment that says what to do, and
 * when a rating is of a look-for that is not open here.
 */
export function decide(open: readonly string[], ratings: readonly DraftRating[]): DecisionResult {
  const foreign = ratings.filter((rating) => isRated(rating) && !open.includes(rating.lookFor));
  if (foreign.length > 0)
    return refuse(
      'foreign-look-for',
      foreign.map((rating) => rating.lookFor),
    );

  const byLookFor = new Map(ratings.map((rating) => [rating.lookFor, rating]));
  const unrated = open.filter((lookFor) => !isRated(byLookFor.get(lookFor)));
  if (unrated.length > 0) return refuse('unrated', unrated);

  const silent = open.filter((lookFor) => {
    const rating = byLookFor.get(lookFor);
    return rating && needsComment(rating.value, rating.condition) && rating.comment.trim() === '';
  });
  if (silent.length > 0) return refuse('comment-missing', silent);

  return { ok: true, outcome: outcomeOf(open.flatMap((lookFor) => byLookFor.get(lookFor) ?? [])) };
}

/** The outcome of look-fors that are all rated. */
export function outcomeOf(ratings: readonly Pick<DraftRating, 'value'>[]): Outcome {
  if (ratings.some(({ value }) => value === 'almost' || value === 'no')) return 'not_yet';
  return ratings.every(({ value }) => value === 'yes') ? 'earned' : 'incomplete';
}

export function isRated(rating: Pick<DraftRating, 'value' | 'condition'> | undefined): boolean {
  return rating !== undefined && (rating.value !== null || (rating.condition ?? null) !== null);
}

/** Almost and No must say what would make it Yes, and a condition what to hand in again. */
export function needsComment(value: RatingValue | null, condition: ConditionCode | null = null): boolean {
  return value === 'almost' || value === 'no' || condition !== null;
}

function refuse(reason: DecisionRefusal, lookFors: string[]): DecisionResult {
  return { ok: false, reason, lookFors };
}
