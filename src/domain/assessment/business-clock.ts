import { addDays, dayOf, isWeekend, localOf, momentOf, startOfDay } from './local-day.ts';

/** When an issuer works: Monday to Friday in its time zone (IANA), but not on its holidays (`YYYY-MM-DD`). */
export type BusinessClock = { timeZone: string; holidays: ReadonlySet<string> };

/** A while in which the clock stood still. */
export type Pause = { from: Date; to: Date };

/**
 * The moment so many working days after another: the same time of day by the clock on the wall, however daylight saving
 * moves it. From a weekend or a holiday the count starts on the next working day. Pauses move it by the working time that
 * they lasted.
 */
export function dueAfter(clock: BusinessClock, from: Date, days: number, pauses: readonly Pause[] = []): Date {
  const local = localOf(clock.timeZone, from);
  let day = nextWorkingDay(clock, local.day);
  for (let left = days; left > 0; left -= 1) day = nextWorkingDay(clock, addDays(day, 1));
  const due = day === local.day ? from : momentOf(clock.timeZone, day, local.milliseconds);
  const waited = merge(pauses)
    .map((pause) => businessTimeBetween(clock, pause.from < from ? from : pause.from, pause.to))
    .reduce((sum, time) => sum + time, 0);
  return addBusinessTime(clock, due, waited);
}

/** The time that passed on working days between two moments, in milliseconds; 0 when the second is not the later one. */
export function businessTimeBetween(clock: BusinessClock, from: Date, to: Date): number {
  let sum = 0;
  let at = from.getTime();
  const end = to.getTime();
  while (at < end) {
    const stretch = nextStretch(clock, at, end);
    if (!stretch) break;
    sum += stretch.to - stretch.from;
    at = stretch.to;
  }
  return sum;
}

/**
 * The moment by which so much working time has passed since another, in milliseconds. What would end at the last midnight
 * before a weekend ends when the next working day begins. No time at all moves nothing.
 */
export function addBusinessTime(clock: BusinessClock, from: Date, milliseconds: number): Date {
  if (milliseconds <= 0) return from;
  let left = milliseconds;
  let at = from.getTime();
  for (;;) {
    const day = nextWorkingDay(clock, dayOf(clock.timeZone, new Date(at)));
    const start = Math.max(at, startOfDay(clock.timeZone, day));
    const end = startOfDay(clock.timeZone, addDays(day, 1));
    if (left < end - start) return new Date(start + left);
    left -= end - start;
    at = end;
  }
}

/** Whether this day counts. */
export function isWorkingDay({ holidays }: Pick<BusinessClock, 'holidays'>, day: string): boolean {
  return !isWeekend(day) && !holidays.has(day);
}

function nextWorkingDay(clock: BusinessClock, day: string): string {
  let at = day;
  while (!isWorkingDay(clock, at)) at = addDays(at, 1);
  return at;
}

/** The next run of working days in a row, as far as it lies between two moments; each run costs two look-ups of the zone. */
function nextStretch(clock: BusinessClock, from: number, to: number): { from: number; to: number } | undefined {
  const first = nextWorkingDay(clock, dayOf(clock.timeZone, new Date(from)));
  let after = first;
  while (isWorkingDay(clock, after)) after = addDays(after, 1);
  const start = Math.max(from, startOfDay(clock.timeZone, first));
  return start >= to ? undefined : { from: start, to: Math.min(to, startOfDay(clock.timeZone, after)) };
}

/** Pauses without their overlaps, in order: two at the same time are one wait. */
function merge(pauses: readonly Pause[]): Pause[] {
  const merged: Pause[] = [];
  for (const pause of [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1);
    if (last && pause.from <= last.to) last.to = pause.to > last.to ? pause.to : last.to;
    else merged.push({ ...pause });
  }
  return merged;
}
