import type { Definition } from '#domain/definition/schema.ts';

/** How an award is renewed, as its definition says. */
export type Renewal = NonNullable<Definition['award']['renewal']>;

const day = 86_400_000;

/** Days before the end of an award's validity at which its earner is reminded, once each. */
export const reminderDays = [90, 30, 7] as const;

export type ReminderDays = (typeof reminderDays)[number];

/**
 * The end of an award that counts from this moment, or `undefined` for one that does not expire. Months of the calendar, in UTC; where
 * the month has no such day, its last one.
 */
export function validUntilOf({ award }: Pick<Definition, 'award'>, from: Date): Date | undefined {
  if (award.validMonths === undefined) return undefined;
  const until = new Date(from);
  until.setUTCDate(1);
  until.setUTCMonth(until.getUTCMonth() + award.validMonths);
  const lastDay = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() + 1, 0)).getUTCDate();
  until.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return until;
}

/** From when until when an award can be renewed: some days before its end, and some after. */
export function renewalWindow(renewal: Renewal, validUntil: Date): { opens: Date; closes: Date } {
  return {
    opens: new Date(validUntil.getTime() - renewal.opensDays * day),
    closes: new Date(validUntil.getTime() + renewal.graceDays * day),
  };
}

export type RenewalRefusal =
  'does-not-expire' | 'no-renewal' | 'too-early' | 'too-late' | 'revoked' | 'suspended' | 'revocation-open';

export type RenewalCase = {
  definition: Pick<Definition, 'award'>;
  validUntil: Date | null;
  state: 'in-force' | 'suspended' | 'revoked' | 'expired';
  /** Whether a revocation is under way. */
  isRevocationOpen: boolean;
  now: Date;
};

/** Whether an award can be renewed now, and how. What is revoked or suspended can’t, nor what is about to be. */
export function mayRenew(
  award: RenewalCase,
): { ok: true; renewal: Renewal; closes: Date } | { ok: false; reason: RenewalRefusal; opens?: Date } {
  const { definition, validUntil, state, now } = award;
  if (state === 'revoked' || state === 'suspended') return { ok: false, reason: state };
  if (validUntil === null) return { ok: false, reason: 'does-not-expire' };
  const { renewal } = definition.award;
  if (!renewal) return { ok: false, reason: 'no-renewal' };
  if (award.isRevocationOpen) return { ok: false, reason: 'revocation-open' };
  const { opens, closes } = renewalWindow(renewal, validUntil);
  if (now < opens) return { ok: false, reason: 'too-early', opens };
  if (now > closes) return { ok: false, reason: 'too-late' };
  return { ok: true, renewal, closes };
}

/**
 * The new end: counted on from the old one while the award is in force, so that nobody loses by renewing early; from today where it
 * has expired.
 */
export function renewedUntil(definition: Pick<Definition, 'award'>, validUntil: Date, now: Date): Date | undefined {
  return validUntilOf(definition, now > validUntil ? now : validUntil);
}

/** The reminder that is due: the last whose day has come, or `undefined`. Earlier ones that were missed are not sent late. */
export function dueReminder(validUntil: Date, now: Date): ReminderDays | undefined {
  const left = validUntil.getTime() - now.getTime();
  if (left <= 0) return undefined;
  return [...reminderDays].reverse().find((days) => left <= days * day);
}
