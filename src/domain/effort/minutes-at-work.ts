const minute = 60_000;
/** A longer pause between two saves ends a sitting. */
const longestPause = 20 * minute;
/** What comes before the first save of a sitting and leaves no trace: reading, thinking, the first words. */
const leadIn = 2 * minute;

/**
 * Minutes that somebody was at work, from the times at which their draft was saved, in any order.
 *
 * Saves no more than 20 minutes apart belong to one sitting, which lasts from its first save to its last, and two minutes
 * before. Work away from the screen, in the classroom above all, is not in it.
 */
export function minutesAtWork(saves: readonly Date[]): number {
  const times = saves.map((at) => at.getTime()).sort((a, b) => a - b);
  let total = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    total += time - last > longestPause ? leadIn : time - last;
    last = time;
  }
  return Math.round(total / minute);
}
