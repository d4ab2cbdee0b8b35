import { localOf, momentOf } from '../assessment/local-day.ts';

/** Times as people of one place write them, by its IANA time zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Monday, November 23, 2026 at 3:00 PM CST". */
export function formatZoned(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
      ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
    });
    formats.set(timeZone, format);
  }
  // Some libraries put a narrow space before AM and PM, which tests and plain-text mails are better without.
  return format.format(at).replaceAll('\u202f', ' ');
}

const local =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,3})?)?$/u;

/** The moment that `2026-11-23T15:00` stands for at a place, as a field for date and time posts it; else `undefined`. */
export function readZoned(text: string, timeZone: string): Date | undefined {
  const [, day, hours, minutes] = local.exec(text.trim()) ?? [];
  if (day === undefined || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return undefined;
  return momentOf(timeZone, day, (Number(hours) * 60 + Number(minutes)) * 60_000);
}

/** The same the other way round: what the field shows. */
export function writeZoned(at: Date, timeZone: string): string {
  const { day, milliseconds } = localOf(timeZone, at);
  const minutes = Math.floor(milliseconds / 60_000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
