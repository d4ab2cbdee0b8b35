import { formatDate, formatMoment } from '#domain/text/format-date.ts';

/** A date, as people write it. */
export function Day({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{formatDate(at)}</time>;
}

/** A date with its time of day; UTC, and says so. */
export function Moment({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{formatMoment(at)}</time>;
}
