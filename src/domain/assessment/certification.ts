/** What an issuer asks of those who are certified. */
export type CertificationSettings = {
  /** A certification lapses after so many days without scoring. */
  lapseDays: number;
  /** Of how many of the latest look-fors on anchors the share is taken. */
  lapseWindow: number;
  /** The least exact share on them, from 0 to 1. */
  bar: number;
};

export const usualCertificationSettings: CertificationSettings = { lapseDays: 90, lapseWindow: 20, bar: 0.8 };

/** Look-fors on anchors, and on how many of them the rating was exactly the agreed one. */
export type ExactCount = { exact: number; lookFors: number };

export type LapseReason = 'not-scored' | 'below-bar';

export type CertificationState =
  { state: 'active'; scoreBy: Date; seeded: ExactCount } | { state: 'lapsed'; reason: LapseReason; seeded: ExactCount };

/** What whoever holds a lapsed certification is told. */
export const lapseMessages: Record<LapseReason, string> = {
  'not-scored':
    'This certification has lapsed, because nothing was scored with this guide for a while. Qualify again to score more.',
  'below-bar':
    'This certification has lapsed: the latest ratings were further from the agreed ones than the guide asks for. Read where they differ and why, then qualify again.',
};

const day = 24 * 3600_000;

/**
 * Whether a certification holds now. Derived from what was scored since it was given, never stored.
 *
 * `seeded` are the latest look-fors on anchors since then, at most `lapseWindow` of them: the share is judged only once
 * there are that many, so that nobody lapses by two bad marks.
 */
export function certificationState(input: {
  certifiedAt: Date;
  /** The latest of what was scored with this rubric; undefined where nothing was. */
  lastScoredAt: Date | undefined;
  seeded: ExactCount;
  settings: CertificationSettings;
  now: Date;
}): CertificationState {
  const { certifiedAt, lastScoredAt, seeded, settings, now } = input;
  if (seeded.lookFors >= settings.lapseWindow && !reachesBar(seeded, settings.bar))
    return { state: 'lapsed', reason: 'below-bar', seeded };
  const since = Math.max(certifiedAt.getTime(), lastScoredAt?.getTime() ?? 0);
  const scoreBy = new Date(since + settings.lapseDays * day);
  if (now > scoreBy) return { state: 'lapsed', reason: 'not-scored', seeded };
  return { state: 'active', scoreBy, seeded };
}

/** Whether the exact share reaches the bar. No look-fors reach none. The bar has three decimals, so whole numbers are compared. */
export function reachesBar({ exact, lookFors }: ExactCount, bar: number): boolean {
  return lookFors > 0 && exact * 1000 >= Math.round(bar * 1000) * lookFors;
}
