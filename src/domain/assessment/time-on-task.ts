/**
 * Time on task: what an assessor spent on an attempt without the idle stretches, in seconds.
 *
 * While the page is in sight and its reader moved a key or the pointer within the last minute, its script sends a beat at
 * most every 30 seconds; a save counts as one. From beat to beat the elapsed time is credited up to a cap, so that a
 * stretch without beats counts as little more than one of them. Both ends are the server’s clock, and all tabs share one
 * last beat, so that two of them never count the same second twice.
 */
export const beatCap = 45;

/** Without the script only saves are seen: more time may honestly lie between two of them, in seconds. */
export const formCap = 300;

export type TimeOnTask = {
  seconds: number;
  /** Up to when time has been counted; `null` before the first beat. */
  countedTo: Date | null;
};

/** `return`: the first beat of a page after nothing moved there for a while, or after it was opened. */
export type Beat = { at: Date; from: 'script' | 'form' | 'return' };

/**
 * The time on task after a beat. The first one only starts the clock, and so does a return, unless another tab has been
 * beating all along; what is left of a second waits for the next.
 */
export function creditBeat({ seconds, countedTo }: TimeOnTask, { at, from }: Beat): TimeOnTask {
  if (countedTo === null) return { seconds, countedTo: at };
  const elapsed = (at.getTime() - countedTo.getTime()) / 1000;
  // A clock that was set back credits nothing, and gives nothing to be counted again.
  if (elapsed <= 0) return { seconds, countedTo };
  const cap = from === 'form' ? formCap : beatCap;
  if (elapsed > cap && from === 'return') return { seconds, countedTo: at };
  if (elapsed >= cap) return { seconds: seconds + cap, countedTo: at };
  const whole = Math.floor(elapsed);
  return { seconds: seconds + whole, countedTo: new Date(countedTo.getTime() + whole * 1000) };
}

/** “under a minute”, “24 minutes”, “1 hour 5 minutes”. */
export function sayTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return 'under a minute';
  const hours = Math.floor(minutes / 60);
  const of = (count: number, unit: string) => (count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`]);
  return [...of(hours, 'hour'), ...of(minutes % 60, 'minute')].join(' ');
}
