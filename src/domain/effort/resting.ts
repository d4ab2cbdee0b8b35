const day = 86_400_000;

/** Untouched for so long, work is taken for stalled. */
export const restingDays = 14;

/** Whole days since work was last touched, once they are enough to say something of it; time off is no failing. */
export function restingFor(touchedAt: Date, now: Date): number | undefined {
  const days = Math.floor((now.getTime() - touchedAt.getTime()) / day);
  return days >= restingDays ? days : undefined;
}
