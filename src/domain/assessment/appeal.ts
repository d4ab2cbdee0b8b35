import type { Outcome } from './decide.ts';

/** Longest reason that an earner gives, in characters. */
export const longestAppealReason = 10_000;

export type AppealRefusal =
  | 'not-decided'
  | 'earned'
  | 'returned'
  | 'not-last'
  | 'not-working'
  | 'unread'
  | 'too-late'
  | 'appealed-already'
  | 'no-look-fors'
  | 'foreign-look-for'
  | 'reason-missing'
  | 'reason-too-long';

/** What decides whether an attempt may be appealed against at all. */
export type AppealCase = {
  enrolmentState: 'working' | 'submitted' | 'earned' | 'withdrawn';
  isLast: boolean;
  decision:
    | {
        outcome: Outcome | 'incomplete';
        /** Whether somebody judged it: what a completeness check returned was never judged. */
        isAssessed: boolean;
        releasedAt: Date;
      }
    | undefined;
  /** When the earner first read it. */
  readAt: Date | undefined;
  /** Of this attempt, whatever became of it. */
  hasAppeal: boolean;
  /** Days that an earner has, counted from when they read it. */
  appealDays: number;
  now: Date;
};

const day = 86_400_000;

/** The last moment at which an appeal is taken. */
export function appealUntil(readAt: Date, appealDays: number): Date {
  return new Date(readAt.getTime() + appealDays * day);
}

/**
 * Whether the decision on an attempt may be appealed against: the last one, while it is the earner’s turn, once. The days
 * run from reading, since nobody can object to what they have not seen.
 */
export function mayAppeal(one: AppealCase): { ok: true; until: Date } | { ok: false; reason: AppealRefusal } {
  const { decision, readAt } = one;
  if (!decision) return { ok: false, reason: 'not-decided' };
  if (decision.outcome === 'earned' || one.enrolmentState === 'earned') return { ok: false, reason: 'earned' };
  if (!decision.isAssessed) return { ok: false, reason: 'returned' };
  if (!one.isLast) return { ok: false, reason: 'not-last' };
  if (one.enrolmentState !== 'working') return { ok: false, reason: 'not-working' };
  if (one.hasAppeal) return { ok: false, reason: 'appealed-already' };
  if (!readAt) return { ok: false, reason: 'unread' };
  const until = appealUntil(readAt, one.appealDays);
  return one.now > until ? { ok: false, reason: 'too-late' } : { ok: true, until };
}

/** What the earner says: which look-fors, of those that are not a Yes, and why. */
export function checkAppeal(
  appealable: readonly string[],
  { lookFors, reason }: { lookFors: readonly string[]; reason: string },
): { ok: true } | { ok: false; reasons: AppealRefusal[] } {
  const reasons: AppealRefusal[] = [];
  if (lookFors.length === 0) reasons.push('no-look-fors');
  if (lookFors.some((lookFor) => !appealable.includes(lookFor))) reasons.push('foreign-look-for');
  if (reason.trim() === '') reasons.push('reason-missing');
  if (reason.length > longestAppealReason) reasons.push('reason-too-long');
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons };
}

/** One look-for as whoever answers the appeal rates it; a condition says that it can’t be judged, and leaves it as it was. */
export type AppealRating = { lookFor: string; value: 'yes' | 'almost' | 'no' | null };

/**
 * What comes of an appeal. It changes the decision where a look-for is now a Yes, and earns where with it every look-for
 * that was open is one; a look-for that nobody appealed against stays as it was decided.
 */
export function settleAppeal(
  stillOpen: readonly string[],
  ratings: readonly AppealRating[],
): { outcome: 'changed' | 'upheld'; earns: boolean } {
  const yes = new Set(ratings.flatMap(({ lookFor, value }) => (value === 'yes' ? [lookFor] : [])));
  const changed = stillOpen.some((lookFor) => yes.has(lookFor));
  return { outcome: changed ? 'changed' : 'upheld', earns: changed && stillOpen.every((lookFor) => yes.has(lookFor)) };
}
