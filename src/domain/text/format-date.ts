/** Dates as people read them, the same on every server: in UTC, or in the time zone that is named. */
const days = new Map<string, Intl.DateTimeFormat>();
const minute = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const second = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });

/** "November 22, 2026", as the calendar on a wall in that time zone has it. */
export function formatDate(at: Date, timeZone = 'UTC'): string {
  return dayFormat('long', timeZone).format(at);
}

/** "Nov 22, 2026", for tables. */
export function formatShortDate(at: Date, timeZone = 'UTC'): string {
  return dayFormat('medium', timeZone).format(at);
}

function dayFormat(dateStyle: 'long' | 'medium', timeZone: string): Intl.DateTimeFormat {
  const key = `${dateStyle} ${timeZone}`;
  const format = days.get(key) ?? new Intl.DateTimeFormat('en-US', { dateStyle, timeZone });
  days.set(key, format);
  return format;
}

/** "November 22, 2026 at 12:00 PM UTC". */
export function formatMoment(at: Date): string {
  return `${minute.format(at)} UTC`;
}

/** "November 22, 2026 at 12:00:00 PM UTC". */
export function formatSecond(at: Date): string {
  return `${second.format(at)} UTC`;
}
