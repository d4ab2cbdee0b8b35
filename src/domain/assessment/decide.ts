import type { RatingValue } from './standing.ts';

export type Outcome = 'earned' | 'not_yet';

/** What an assessor has so far for one look-for; `null` is not rated yet. */
export type DraftRating = { lookFor: string; value: RatingValue | null; comment: string };

export type DecisionRefusal = 'unrated' | 'comment-missing' | 'foreign-look-for';

export type DecisionResult =
  { ok: true; outcome: Outcome } | { ok: false; reason: DecisionRefusal; lookFors: string[] };

/**
 * The outcome of an attempt from the ratings of the look-fors that are open in it: all Yes earns, anything else is not
 * yet. Nothing adds up: a micro-credential attests every look-for on its own.
 *
 * Refused while a look-for is unrated, while an Almost or No lacks the comment that says what to do, and when a rating
 * is of a look-for that is not open in this attempt.
 */
export function decide(open: readonly string[], ratings: readonly DraftRating[]): DecisionResult {
  const foreign = ratings.filter((rating) => rating.value !== null && !open.includes(rating.lookFor));
  if (foreign.length > 0)
    return refuse(
      'foreign-look-for',
      foreign.map((rating) => rating.lookFor),
    );

  const byLookFor = new Map(ratings.map((rating) => [rating.lookFor, rating]));
  const unrated = open.filter((lookFor) => (byLookFor.get(lookFor)?.value ?? null) === null);
  if (unrated.length > 0) return refuse('unrated', unrated);

  const silent = open.filter(
    (lookFor) => needsComment(byLookFor.get(lookFor)?.value ?? null) && byLookFor.get(lookFor)?.comment.trim() === '',
  );
  if (silent.length > 0) return refuse('comment-missing', silent);

  return { ok: true, outcome: open.every((lookFor) => byLookFor.get(lookFor)?.value === 'yes') ? 'earned' : 'not_yet' };
}

/** Almost and No must say what would make it Yes. */
export function needsComment(value: RatingValue | null): boolean {
  return value === 'almost' || value === 'no';
}

function refuse(reason: DecisionRefusal, lookFors: string[]): DecisionResult {
  return { ok: false, reason, lookFors };
}
