import type { SeriesPerson } from './led-series.queries.ts';

/** Comma-separated, RFC 4180, with a mark by which spreadsheets know the encoding. */
export function peopleCsv(people: readonly SeriesPerson[], members: number): string {
  const lines = [
    ['Name', 'E-mail', 'Earned', 'Under way', 'Members', 'Stack award', 'Awarded'],
    ...people.map(({ name, email, earned, underWay, stack }) => [
      name,
      email,
      String(earned),
      String(underWay),
      String(members),
      stack?.state ?? '',
      stack?.awardedOn ?? '',
    ]),
  ];
  return `\ufeff${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that begins as a formula does is made text: spreadsheets run what stands in a file. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
