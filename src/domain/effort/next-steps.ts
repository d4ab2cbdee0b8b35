import type { Requirement } from '#domain/definition/schema.ts';
import type { TalkState } from '#domain/coaching/talk.ts';
import type { Finding, Work } from '#domain/evidence/finding.ts';
import type { RequirementProgress } from '#domain/attempt/progress.ts';
import { type Estimate, estimateMinutes } from './estimate.ts';

/**
 * Minutes that a step takes, and the estimate that they are a share of, where they are one; `undefined` where nobody can
 * say.
 */
export type Sized = { minutes: number; of?: Estimate } | undefined;

export type SizedStep =
  | { kind: 'mend'; requirement: Requirement; finding: Finding; size: Sized }
  | { kind: 'revise'; requirement: Requirement; size: Sized }
  | { kind: 'talk'; isAsked: boolean; size: Sized }
  | { kind: 'appeal'; size: Sized }
  | { kind: 'submit'; size: Sized };

/** What others took for a requirement, by its key. */
export type TakenByOthers = ReadonlyMap<string, { median: number; n: number }>;

/** What stands between the work and handing it in, beside the work itself. */
export type StandsBetween = { talk: TalkState; hasOpenAppeal: boolean };

/** Minutes to say when one could talk with a coach. */
const askingForTalk = 5;

/** Minutes to read everything through before handing it in. */
const readThrough = 10;

/** Revising builds on what is there: taken for a quarter of the work. */
const revisedShare = 0.25;

/**
 * Everything there is to do on one piece of work, the smallest step first: what blocks, then what was sent back and not
 * touched since, and the talk that comes before handing in. Handing in is the only step where nothing else is left, or
 * waiting for the answer to an appeal. Steps of no known size come last, in the definition’s order, as do steps of one size.
 */
export function nextSteps(
  progress: readonly RequirementProgress[],
  others: TakenByOthers = new Map(),
  between: StandsBetween = { talk: 'not-due', hasOpenAppeal: false },
): [SizedStep, ...SizedStep[]] {
  const steps = progress.flatMap(({ requirement, state, findings }): SizedStep[] => {
    if (state === 'locked') return [];
    const estimate = estimateMinutes(requirement.minutes, others.get(requirement.id));
    const blocking = findings.filter((finding) => finding.level === 'blocking');
    if (blocking.length === 0 && state === 'to-revise')
      return [{ kind: 'revise', requirement, size: sized(estimate, { share: revisedShare }) }];
    return blocking.map((finding) => ({
      kind: 'mend',
      requirement,
      finding,
      size: sized(estimate, finding.work ?? { share: 1 }),
    }));
  });
  if (between.talk === 'needed') steps.push({ kind: 'talk', isAsked: false, size: { minutes: askingForTalk } });
  if (between.talk === 'asked') steps.push({ kind: 'talk', isAsked: true, size: { minutes: 0 } });
  if (steps.length === 0 && between.hasOpenAppeal) return [{ kind: 'appeal', size: { minutes: 0 } }];
  const [first, ...rest] = steps.sort((a, b) => minutesOf(a) - minutesOf(b));
  return first ? [first, ...rest] : [{ kind: 'submit', size: { minutes: readThrough } }];
}

/** Minutes of all steps together; `undefined` as soon as one of them has none. */
export function minutesLeft(steps: readonly SizedStep[]): number | undefined {
  let total = 0;
  for (const step of steps) {
    if (!step.size) return undefined;
    total += step.size.minutes;
  }
  return total;
}

function sized(estimate: Estimate | undefined, work: Work): Sized {
  if (work === 'wait') return { minutes: 0 };
  if ('minutes' in work) return { minutes: work.minutes };
  if (!estimate) return undefined;
  return { minutes: Math.max(1, Math.round(estimate.minutes * work.share)), of: estimate };
}

/** In the order of size; where it is somebody else’s turn there is nothing to do but what comes after. */
function minutesOf(step: SizedStep): number {
  if (step.kind === 'mend' && step.finding.work === 'wait') return Number.MAX_SAFE_INTEGER;
  if (step.kind === 'talk' && step.isAsked) return Number.MAX_SAFE_INTEGER;
  return step.size?.minutes ?? Number.MAX_SAFE_INTEGER - 1;
}
