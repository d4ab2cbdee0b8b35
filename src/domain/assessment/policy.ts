import type { Definition } from '#domain/definition/schema.ts';

/** Why two assessors score an attempt. */
export type WhyDouble = 'policy' | 'first-of-version' | 'sample';

export type JudgingPlan = {
  /** How many assessors score it, each without seeing the other. */
  independent: 1 | 2;
  whyDouble: WhyDouble | null;
  isBlind: boolean;
  /** The earner's own coach scores it: a declared exception. */
  byCoach: boolean;
};

/** What is left out of a definition. */
const usualSample = 0.1;
const usualFirstAttempts = 10;

/**
 * How an attempt is judged, once and for all when it is handed in.
 *
 * `earlier`: how many attempts of the same version were judged or are being judged. `draw`: a random number from 0 up to,
 * not including, 1. `hasCoach`: the earner's coach holds an assessor's role; without one any assessor scores it.
 */
export function planJudging(
  { policy, sample = usualSample, firstAttempts = usualFirstAttempts, blind }: Definition['assessment'],
  { earlier, draw, hasCoach }: { earlier: number; draw: number; hasCoach: boolean },
): JudgingPlan {
  const whyDouble = whyTwo();
  const byCoach = policy === 'coach' && hasCoach;
  return {
    independent: whyDouble === null ? 1 : 2,
    whyDouble,
    // A coach knows whose work it is.
    isBlind: !byCoach && (blind ?? whyDouble !== null),
    byCoach,
  };

  function whyTwo(): WhyDouble | null {
    switch (policy) {
      case 'two-blind':
        return 'policy';
      case 'two-blind-then-sample':
        if (earlier < firstAttempts) return 'first-of-version';
        return draw < sample ? 'sample' : null;
      case 'single-plus-sample':
        return draw < sample ? 'sample' : null;
      case 'single':
      case 'coach':
        return null;
    }
  }
}

/** How many earlier attempts of a version it takes to plan the next: no more need be counted. */
export function earlierThatMatter({ policy, firstAttempts = usualFirstAttempts }: Definition['assessment']): number {
  return policy === 'two-blind-then-sample' ? firstAttempts : 0;
}
