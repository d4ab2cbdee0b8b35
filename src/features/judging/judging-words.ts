import type { HeldFor, JudgingSeat, JudgingStage } from './judging.queries.ts';
import type { DecisionProcess } from './release-decision.ts';
import type { SettledBy } from '#domain/assessment/merge-voices.ts';
import type { WhyDouble } from '#domain/assessment/policy.ts';

/** Where an attempt stands, for those who lead. */
export const stageWords: Record<JudgingStage, string> = {
  pre_check: 'Waits for its completeness check',
  scoring: 'Being scored',
  adjudication: 'With an adjudicator',
  held: 'Held for release',
  released: 'Released',
  returned: 'Returned as incomplete',
  withdrawn: 'Taken back by the earner',
};

export const heldWords: Record<HeldFor, string> = {
  policy: 'Every decision of this micro-credential is released by a lead assessor',
  concern: 'A concern was raised',
  recall: 'Recalled',
  unsettled: 'Nobody was there to settle what two are apart on',
};

const whyWords: Record<WhyDouble, string> = {
  policy: 'by the programme’s policy',
  'first-of-version': 'as one of the first attempts of its version',
  sample: 'as a part of the sample',
};

export const seatWords: Record<JudgingSeat, string> = { first: 'First', second: 'Second', adjudicator: 'Adjudicator' };

export const settledWords: Record<SettledBy, string> = {
  single: 'One assessor',
  agreed: 'Both alike',
  merged: 'Same side, both heard',
  adjudicated: 'Adjudicated',
  unsettled: 'Nobody was there to settle it: it stays open',
};

/** How an attempt is judged, in a sentence. */
export function planSentence(plan: {
  independent: 1 | 2;
  whyDouble: WhyDouble | null;
  isBlind: boolean;
  byCoach: boolean;
  waived?: { reason: string } | null;
}): string {
  if (plan.byCoach) return 'Scored by the earner’s own coach: a declared exception of this programme.';
  const how = plan.isBlind ? ', without names' : '';
  if (plan.whyDouble === null) return `Scored by one assessor${how}.`;
  return plan.waived
    ? `Scored by one assessor${how}; a second one, ${whyWords[plan.whyDouble]}, was waived: nobody else could.`
    : `Scored by two assessors, each without seeing the other${how}, ${whyWords[plan.whyDouble]}.`;
}

/** How a decision came about, in a few words. */
export function processWords({ independent, waived, adjudicated, merged, byCoach }: Partial<DecisionProcess>): string {
  if (byCoach) return 'by the coach';
  if (waived) return 'one assessor, the second waived';
  if (independent !== 2) return (adjudicated?.length ?? 0) > 0 ? 'one assessor, adjudicated' : 'one assessor';
  if ((adjudicated?.length ?? 0) > 0) return `two assessors, ${adjudicated?.length} adjudicated`;
  return (merged?.length ?? 0) > 0 ? `two assessors, ${merged?.length} merged` : 'two assessors';
}
