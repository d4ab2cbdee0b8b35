import { countedAttempts } from '../assessment/counted-attempts.ts';

/** A talk with a coach between two attempts, from asked for to held. */
export type Talk = {
  id: string;
  state: 'asked' | 'booked' | 'held' | 'cancelled';
  /** The attempt before which it is held, counted without those that could not be judged. */
  beforeAttempt: number;
  startsAt: Date | null;
};

/** `needed`: nobody was asked; `asked`: a time is still to be found; `settled`: nothing more is wanted before handing in. */
export type TalkState = 'not-due' | 'needed' | 'asked' | 'settled';

/**
 * Whether a talk with a coach stands between the work and handing it in: from the attempt on that the definition names. One
 * talk is enough for that attempt and those after it, and booked is enough: nobody waits for a date that is fixed.
 */
export function talkState(
  coachBeforeAttempt: number | undefined,
  attempts: Parameters<typeof countedAttempts>[0],
  talks: readonly Pick<Talk, 'state' | 'beforeAttempt'>[],
): TalkState {
  const next = countedAttempts(attempts) + 1;
  if (coachBeforeAttempt === undefined || next < coachBeforeAttempt) return 'not-due';
  const of = talks.filter(({ beforeAttempt }) => beforeAttempt >= coachBeforeAttempt);
  if (of.some(({ state }) => state === 'booked' || state === 'held')) return 'settled';
  return talks.some(({ state }) => state === 'asked') ? 'asked' : 'needed';
}

/** Whether it keeps the work from being handed in. */
export function isTalkMissing(state: TalkState): boolean {
  return state === 'needed' || state === 'asked';
}
