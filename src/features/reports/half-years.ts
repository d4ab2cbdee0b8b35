/** Half a calendar year, UTC: reports of groups have these and no other stretches, none within another. */
export type HalfYear = { key: string; label: string; from: Date; until: Date; isRunning: boolean };

/** The half-years from the first moment to the last, the latest first. */
export function halfYearsBetween(first: Date, last: Date, now: Date): HalfYear[] {
  const all: HalfYear[] = [];
  for (let year = last.getUTCFullYear(), half = halfOf(last); ;) {
    const until = startOf(year, half + 1);
    if (until <= first) return all;
    all.push({
      key: `${year}-${half + 1}`,
      label: `${half === 0 ? 'January to June' : 'July to December'} ${year}`,
      from: startOf(year, half),
      until,
      isRunning: until > now,
    });
    if (half === 0) year -= 1;
    half = 1 - half;
  }
}

function halfOf(at: Date): number {
  return at.getUTCMonth() < 6 ? 0 : 1;
}

function startOf(year: number, half: number): Date {
  return new Date(Date.UTC(year, half * 6, 1));
}
