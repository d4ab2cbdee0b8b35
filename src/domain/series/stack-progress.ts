import type { Choice, StackRule } from '#domain/definition/stack-rule.ts';
import type { Ask, StackSeries } from './stack-series.ts';
import { choiceGroup, eachGroup, missingWords } from './stack-words.ts';

export type StackProgress = {
  met: boolean;
  /** The earned members that the rule looks at, in the series' order: what the stack award is made of. */
  pieces: string[];
  asks: Ask[];
  /** What is still to be earned, a sentence's part each: “1 of the strand “Leading learning””. Empty once it is met. */
  missing: string[];
};

/**
 * How far somebody is who has earned these micro-credentials (slugs). A series without a stack award is whole with all of its
 * members. Earning more never makes less of it, and all members always meet every rule that the checks let through.
 */
export function stackProgress(series: StackSeries, earned: ReadonlySet<string>): StackProgress {
  const asks = listAsks(series, earned);
  const counted = new Set(asks.flatMap(({ candidates }) => candidates));
  return {
    met: asks.every(({ met }) => met),
    pieces: slugsOf(series).filter((slug) => counted.has(slug) && earned.has(slug)),
    asks,
    missing: asks.flatMap((ask) => (ask.met ? [] : [missingWords(ask)])),
  };
}

/** The fewest micro-credentials with which the rule can be met: nobody with less needs to be looked at. */
export function fewestPieces(series: StackSeries): number {
  const rule = ruleOf(series);
  if (rule === 'all-members') return series.members.length;
  return Math.max(
    ...choicesOf(rule).map((choice) =>
      choice.choose === 'n-of' ? choice.atLeast : choice.atLeast * groupsOf(series, choice.each).length,
    ),
  );
}

/** The members that a choice looks at. */
export function candidatesOf(series: StackSeries, choice: Extract<Choice, { choose: 'n-of' }>): string[] {
  return series.members
    .filter(
      ({ microCredential, tier, strand }) =>
        (choice.tier === undefined || choice.tier === tier) &&
        (choice.strand === undefined || choice.strand === strand) &&
        (choice.members?.includes(microCredential) ?? true),
    )
    .map(({ microCredential }) => microCredential);
}

/** The choices of a rule that is not all members. */
export function choicesOf(rule: Exclude<StackRule, 'all-members'>): readonly Choice[] {
  return rule.choose === 'all-of' ? rule.rules : [rule];
}

function listAsks(series: StackSeries, earned: ReadonlySet<string>): Ask[] {
  const ask = (of: string, candidates: readonly string[], atLeast: number, words = `${atLeast} of ${of}`): Ask => {
    const count = candidates.filter((slug) => earned.has(slug)).length;
    return { words, of, earned: count, atLeast, candidates, met: count >= atLeast };
  };
  const rule = ruleOf(series);
  const all = slugsOf(series);
  if (rule === 'all-members') return [ask(`the ${all.length}`, all, all.length, `all ${all.length}`)];
  return choicesOf(rule).flatMap((choice) => {
    if (choice.choose === 'n-of') {
      const candidates = candidatesOf(series, choice);
      return [ask(choiceGroup(series, choice, candidates.length), candidates, choice.atLeast)];
    }
    return groupsOf(series, choice.each).map(({ id, title }) => {
      const candidates = series.members.filter((member) => member[choice.each] === id);
      return ask(
        eachGroup(choice, title),
        candidates.map(({ microCredential }) => microCredential),
        choice.atLeast,
      );
    });
  });
}

function ruleOf({ stackAward }: StackSeries): StackRule {
  return stackAward?.rule ?? 'all-members';
}

function groupsOf(series: StackSeries, each: 'strand' | 'tier') {
  return each === 'strand' ? series.strands : series.tiers;
}

function slugsOf({ members }: StackSeries): string[] {
  return members.map(({ microCredential }) => microCredential);
}
