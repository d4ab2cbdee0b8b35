/** Most that one line may have, in quarters of an hour: a thousand hours. */
export const mostQuarters = 4000;

/** A product such as 0.1 × 3 falls a hair short of a quarter that it reaches. */
const hair = 1e-9;

/** Hours as whole quarters, the rest left out: credit is only ever rounded down. */
export function quartersOf(hours: number): number {
  return Math.floor(hours * 4 + hair);
}

/** Why typed hours can’t be taken. */
export type HoursRefusal = 'no-number' | 'between-quarters' | 'too-few' | 'too-many';

export const hoursRefusals: Record<HoursRefusal, string> = {
  'no-number': 'Write the hours as a number, such as 2.25',
  'between-quarters': 'Write the hours in quarters: .25, .5 or .75',
  'too-few': 'Write at least a quarter of an hour',
  'too-many': 'Write at most 1,000 hours',
};

/** Typed hours, with a point or a comma, in whole quarters; anything finer is asked about, never rounded in silence. */
export function readQuarters(text: string): number | HoursRefusal {
  // Three digits behind a comma are thousands where a point is decimal: nobody’s thousand hours become one.
  if (!/^\d{1,4}(\.\d{1,4}|,\d{1,2})?$/.test(text)) return 'no-number';
  const quarters = Number(text.replace(',', '.')) * 4;
  if (!Number.isInteger(quarters)) return 'between-quarters';
  if (quarters < 1) return 'too-few';
  return quarters > mostQuarters ? 'too-many' : quarters;
}

/** Quarters as decimal hours, which four quarters give exactly. */
export function hoursOf(quarters: number): number {
  return quarters / 4;
}

/** “2.25 hours”, “1 hour”, “−4 hours”. */
export function formatQuarters(quarters: number): string {
  const hours = new Intl.NumberFormat('en-US').format(Math.abs(hoursOf(quarters)));
  return `${quarters < 0 ? '−' : ''}${hours} ${Math.abs(quarters) === 4 ? 'hour' : 'hours'}`;
}

/** Credits of another kind as quarters of a clock hour, rounded down; `hours` is what one credit is worth. */
export function quartersOfCredits(credits: number, hours: number): number {
  return quartersOf(credits * hours);
}

/** Quarters of a clock hour as credits of another kind, rounded down to quarters of a credit. */
export function creditsOf(quarters: number, hours: number): number {
  return Math.floor((hoursOf(quarters) / hours) * 4 + hair) / 4;
}
