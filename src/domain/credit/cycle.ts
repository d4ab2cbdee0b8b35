import type { CreditRule } from './rule-schema.ts';

/** From the first day to the last, both in it. `YYYY-MM-DD`. */
export type Cycle = { begins: string; ends: string };

const day = 86_400_000;

/** The day so many days later; earlier with a minus. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** How many days there are from one day to another; below 0 once it is over. */
export function daysUntil(date: string, today: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / day);
}

/** A cycle that begins on a day: it ends on the day before that day so many years later. */
export function cycleFrom(begins: string, years: number): Cycle {
  const later = new Date(`${begins}T00:00:00Z`);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return { begins, ends: addDays(later.toISOString().slice(0, 10), -1) };
}

/** Why the days of a cycle can’t be those of a rule. */
export type CycleRefusal = 'backwards' | 'wrong-length' | 'wrong-day';

/** Licences are renewed early and late: a cycle may be so much longer or shorter than the rule says, in days. */
export const cycleLeeway = 366;

export function checkCycle(rule: Pick<CreditRule, 'cycle'>, { begins, ends }: Cycle): CycleRefusal | undefined {
  if (ends <= begins) return 'backwards';
  if (rule.cycle.begins === 'on-a-day') {
    const { month, day: date } = rule.cycle;
    const at = new Date(`${begins}T00:00:00Z`);
    if (at.getUTCMonth() + 1 !== month || at.getUTCDate() !== date) return 'wrong-day';
  }
  const usual = cycleFrom(begins, rule.cycle.years);
  return Math.abs(daysUntil(ends, usual.ends)) > cycleLeeway ? 'wrong-length' : undefined;
}

/** The last day on which the agency must have it. */
export function deadlineOf(rule: Pick<CreditRule, 'deadline'>, { ends }: Cycle): string {
  return addDays(ends, -rule.deadline.daysBeforeEnd);
}

/** So many days before the deadline of a licence its holder is reminded; and an issuer before an approval of theirs ends. */
export const reminderDays = [90, 30, 7] as const;

/** Which reminder of a last day is due: the nearest whose time has come, and none once it is over. */
export function dueReminder(last: string, today: string): number | undefined {
  const left = daysUntil(last, today);
  return left < 0 ? undefined : reminderDays.findLast((days) => left <= days);
}
