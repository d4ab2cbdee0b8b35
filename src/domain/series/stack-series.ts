import type { Series } from '#domain/definition/schema.ts';
import type { StackRule } from '#domain/definition/stack-rule.ts';

/** What of a series the rules look at; published documents have it all. */
export type StackSeries = {
  tiers: readonly { id: string; title: string }[];
  strands: readonly { id: string; title: string }[];
  members: Series['members'];
  stackAward?: { rule: StackRule } | undefined;
};

/** One thing that the rule asks for, and how far it is. */
export type Ask = {
  /** “4 of all 6”. */
  words: string;
  /** What it is so many of: “the 6”, “the strand “Impact””. */
  of: string;
  /** Of those that count, how many are earned; may be more than asked for. */
  earned: number;
  atLeast: number;
  /** The members that count for it. */
  candidates: readonly string[];
  met: boolean;
};
