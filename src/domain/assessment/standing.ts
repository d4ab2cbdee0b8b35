import { listLookFors, listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { ConditionCode } from './conditions.ts';
import type { PlacedLocator } from './placed-locator.ts';

export type RatingValue = 'yes' | 'almost' | 'no';

/** What the earner hears of one look-for: a value, or the condition for which it could not be judged. */
export type Rating = {
  lookFor: string;
  value: RatingValue | null;
  condition?: ConditionCode | null;
  comment: string;
  /** Where in the evidence it points. */
  locators?: readonly PlacedLocator[];
  /** Where an appeal has changed or upheld it: what the answer to the appeal says. */
  onAppeal?: true;
};

/** The released ratings of one decided attempt; an attempt that was returned before anybody judged it has none. */
export type JudgedAttempt = { number: number; ratings: readonly Rating[] };

/** One rating in the life of a look-for. */
export type PastRating = { attempt: number } & Omit<Rating, 'lookFor'>;

/** Where a look-for stands after the attempts decided so far. Derived, never stored. */
export type Standing = {
  lookFor: string;
  state: 'open' | 'demonstrated';
  /** The attempt that demonstrated it. */
  demonstratedIn: number | undefined;
  /** Every rating of it, oldest first. */
  history: readonly PastRating[];
};

/**
 * Where every look-for of the definition stands, in the definition's order.
 *
 * What was demonstrated stays demonstrated: a Yes closes a look-for for good; Almost and No leave it open, and so does a
 * condition, which says nothing of it.
 */
export function standings(definition: Pick<Definition, 'guides'>, judged: readonly JudgedAttempt[]): Standing[] {
  const inOrder = [...judged].sort((a, b) => a.number - b.number);
  return listLookFors(definition).map(({ id }) => {
    const history = inOrder.flatMap(({ number, ratings }) =>
      ratings
        .filter((rating) => rating.lookFor === id)
        .map(({ lookFor: _, ...rating }): PastRating => ({ attempt: number, ...rating })),
    );
    const demonstratedIn = history.find((rating) => rating.value === 'yes')?.attempt;
    return { lookFor: id, state: demonstratedIn === undefined ? 'open' : 'demonstrated', demonstratedIn, history };
  });
}

export function openLookFors(all: readonly Standing[]): string[] {
  return all.filter((standing) => standing.state === 'open').map((standing) => standing.lookFor);
}

/** The requirements that a next attempt may change: those that an open look-for judges. */
export function openRequirements(definition: Pick<Definition, 'guides' | 'parts'>, all: readonly Standing[]): string[] {
  const open = new Set(openLookFors(all));
  const judged = new Set(listLookFors(definition).flatMap((lookFor) => (open.has(lookFor.id) ? lookFor.judges : [])));
  return listRequirements(definition).flatMap((requirement) => (judged.has(requirement.id) ? [requirement.id] : []));
}
