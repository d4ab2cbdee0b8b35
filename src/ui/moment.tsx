import { formatDate, formatMoment } from '#domain/text/format-date.ts';

/** A date, as people write it: in UTC where no time zone is named. */
export function Day({ at, timeZone }: { at: Date; timeZone?: string }) {
  return <time dateTime={at.toISOString()}>{formatDate(at, timeZone)}</time>;
}

/** A date with its time of day; UTC, and says so. */
export function Moment({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{formatMoment(at)}</time>;
}
