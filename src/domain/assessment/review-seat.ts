import type { LapseReason } from './certification.ts';
import { type ObstacleReason, conflictReasons } from './obstacles.ts';

/** Whether the one who sits here is certified for it; `ended` by a lead assessor, `none` where they never were. */
export type SeatCertification = 'ok' | LapseReason | 'ended' | 'none';

export type SeatEnd = 'conflict' | 'lapsed' | 'away';

/** What is asked apart, or says only that they sit here. */
const others: ReadonlySet<ObstacleReason> = new Set<ObstacleReason>(['not-certified', 'lapsed', 'sat-already', 'away']);

/**
 * Why somebody must not keep what they have of an attempt, by what holds now; undefined lets them.
 *
 * A conflict ends it at once, also what was begun. What was given and not begun goes back where they may not score it or are
 * away. What was begun under a certification that holds no longer ends where the ratings themselves are in doubt: they fell
 * below the bar, or a lead assessor ended it. Who only scored too little for a while renews it by finishing, and a set that
 * came later asks nothing of what was begun before.
 */
export function reviewSeat({
  begun,
  obstacles,
  certification,
}: {
  begun: boolean;
  obstacles: readonly ObstacleReason[];
  certification: SeatCertification;
}): SeatEnd | undefined {
  if (obstacles.some((reason) => conflictReasons.has(reason))) return 'conflict';
  if (begun) return certification === 'below-bar' || certification === 'ended' ? 'lapsed' : undefined;
  // Whatever else would keep them from beginning it.
  if (obstacles.some((reason) => !others.has(reason))) return 'conflict';
  if (certification !== 'ok') return 'lapsed';
  return obstacles.includes('away') ? 'away' : undefined;
}
