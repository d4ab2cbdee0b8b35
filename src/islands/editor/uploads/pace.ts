/** How fast something goes, smoothed, so that the time left doesn’t jump about. */
export type Pace = {
  /** Notes how much there is at a time (milliseconds). What was there before the first note does not count as speed. */
  note(bytes: number, at: number): void;
  /** Seconds until `total`, once enough was seen to tell. */
  secondsLeft(total: number): number | undefined;
  /** Forgets the last moment: what follows a break is not slow, it was not going. */
  pause(): void;
};

/** Milliseconds between two samples, at least: progress comes in bursts. */
const sampleEvery = 500;
/** Milliseconds after which an older speed counts for a third. */
const memory = 8000;
/** Milliseconds to have been seen before a guess is worth showing. */
const warmUp = 1500;

export function createPace(): Pace {
  let last: { bytes: number; at: number } | undefined;
  let current = 0;
  let perSecond: number | undefined;
  let seen = 0;
  return {
    note(bytes, at) {
      current = bytes;
      if (!last || bytes < last.bytes) {
        last = { bytes, at };
        return;
      }
      const passed = at - last.at;
      if (passed < sampleEvery) return;
      const speed = ((bytes - last.bytes) / passed) * 1000;
      const weight = perSecond === undefined ? 1 : 1 - Math.exp(-passed / memory);
      perSecond = (perSecond ?? 0) * (1 - weight) + speed * weight;
      seen += passed;
      last = { bytes, at };
    },
    secondsLeft(total) {
      if (perSecond === undefined || perSecond <= 0 || seen < warmUp) return undefined;
      return Math.max(0, (total - current) / perSecond);
    },
    pause() {
      last = undefined;
    },
  };
}

/** “about 4 minutes left”: no more exact than it can be known. */
export function describeTimeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 2) return 'about a minute left';
  if (minutes < 60) return `about ${minutes} minutes left`;
  const halves = Math.round(minutes / 30) / 2;
  if (halves === 1) return 'about an hour left';
  return `about ${halves % 1 === 0 ? halves : `${Math.floor(halves)}½`} hours left`;
}
