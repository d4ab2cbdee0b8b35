/** Dates as people read them, the same on every server: in UTC. */
const long = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const short = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const minute = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const second = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });

/** "November 22, 2026". */
export function formatDate(at: Date): string {
  return long.format(at);
}

/** "Nov 22, 2026", for tables. */
export function formatShortDate(at: Date): string {
  return short.format(at);
}

/** "November 22, 2026 at 12:00 PM UTC". */
export function formatMoment(at: Date): string {
  return `${minute.format(at)} UTC`;
}

/** "November 22, 2026 at 12:00:00 PM UTC". */
export function formatSecond(at: Date): string {
  return `${second.format(at)} UTC`;
}
