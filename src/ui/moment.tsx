const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** A date, as people write it. */
export function Day({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{dates.format(at)}</time>;
}

/** A date with its time of day; UTC, and says so. */
export function Moment({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{moments.format(at)} UTC</time>;
}
