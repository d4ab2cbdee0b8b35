const day = 24 * 3600 * 1000;

/** The moment that is so many business days (Monday to Friday, UTC) after another; from a weekend the count starts on Monday. */
export function addBusinessDays(from: Date, days: number): Date {
  let at = from.getTime();
  while (isWeekend(at)) at += day;
  for (let left = days; left > 0;) {
    at += day;
    if (!isWeekend(at)) left -= 1;
  }
  return new Date(at);
}

function isWeekend(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday === 0 || weekday === 6;
}
