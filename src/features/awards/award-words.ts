const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });

export function formatDate(at: Date): string {
  return dates.format(at);
}

/** To the second, in UTC, which it says. */
export function formatMoment(at: Date): string {
  return `${moments.format(at)} UTC`;
}

export function formatHours(hours: number): string {
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}
