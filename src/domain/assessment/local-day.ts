/** Days (`YYYY-MM-DD`) and times of day in a time zone. Daylight saving comes from the zone’s own rules, by Intl. */

const dayMilliseconds = 24 * 3600 * 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day at a place, and the time on the wall there in milliseconds after midnight. */
export function localOf(timeZone: string, at: Date): { day: string; milliseconds: number } {
  const local = wallTime(timeZone, at.getTime());
  const midnight = Math.floor(local / dayMilliseconds) * dayMilliseconds;
  return { day: new Date(midnight).toISOString().slice(0, 10), milliseconds: local - midnight };
}

/** The day at a place. */
export function dayOf(timeZone: string, at: Date): string {
  return localOf(timeZone, at).day;
}

/** The weekday of a day, from 0 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export function isWeekend(day: string): boolean {
  return weekdayOf(day) % 6 === 0;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);
}

/** When a day begins at a place, in milliseconds since 1970: where clocks go forward at midnight, that is at one. */
export function startOfDay(timeZone: string, day: string): number {
  return momentOf(timeZone, day, 0).getTime();
}

/**
 * The moment at which the wall shows a time. One that daylight saving leaves out is as much later; of one that comes
 * twice, it is the first.
 */
export function momentOf(timeZone: string, day: string, milliseconds: number): Date {
  const local = Date.parse(`${day}T00:00:00Z`) + milliseconds;
  const before = offsetAt(timeZone, local - dayMilliseconds);
  const after = offsetAt(timeZone, local + dayMilliseconds);
  const fits = [local - before, local - after].filter((at) => wallTime(timeZone, at) === local);
  return new Date(fits.length > 0 ? Math.min(...fits) : local - before);
}

function offsetAt(timeZone: string, at: number): number {
  return wallTime(timeZone, at) - at;
}

/** What the wall shows, as if it were UTC. */
function wallTime(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}
