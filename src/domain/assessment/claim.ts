/** How long a claim holds without a sign of work, in milliseconds: 8 hours. */
export const leaseMilliseconds = 8 * 3600 * 1000;

export type ClaimRefusal = 'own-work' | 'coached' | 'not-waiting' | 'held-by-another';

export type ClaimResult = { ok: true } | { ok: false; reason: ClaimRefusal };

/** Whether an assessor may take an attempt. A claim whose lease has run out may be taken over. */
export function checkClaim(input: {
  assessorId: string;
  earnerId: string;
  /** Whether the assessor coaches this work, or has: nobody judges what they helped to make. */
  hasCoached: boolean;
  waiting: boolean;
  holder: { assessorId: string; leaseExpiresAt: Date } | undefined;
  now: Date;
}): ClaimResult {
  const { assessorId, earnerId, hasCoached, waiting, holder, now } = input;
  if (assessorId === earnerId) return { ok: false, reason: 'own-work' };
  if (hasCoached) return { ok: false, reason: 'coached' };
  if (!waiting) return { ok: false, reason: 'not-waiting' };
  if (holder && holder.assessorId !== assessorId && holder.leaseExpiresAt > now)
    return { ok: false, reason: 'held-by-another' };
  return { ok: true };
}

export function leaseUntil(now: Date): Date {
  return new Date(now.getTime() + leaseMilliseconds);
}
