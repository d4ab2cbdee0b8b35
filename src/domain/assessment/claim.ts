/** How long a claim holds without a sign of work, in milliseconds: 8 hours. */
export const leaseMilliseconds = 8 * 3600 * 1000;

/** A place from which an attempt is judged, and who sits there or is to. */
export type Seat<Role extends string = string> = {
  role: Role;
  holder: { assessorId: string; state: 'claimed' | 'completed'; leaseExpiresAt: Date } | undefined;
  /** For whom it is kept. */
  assignedTo: string | undefined;
};

export type ClaimRefusal = 'not-waiting' | 'held-by-another' | 'kept-for-another' | 'sat-already';

export type SeatChoice<Role extends string> = { ok: true; seat: Seat<Role> } | { ok: false; reason: ClaimRefusal };

/**
 * The seat that an assessor takes of those that an attempt has now: their own, then the one that is kept for them, then one
 * that nobody holds, then one whose lease has run out. Nobody sits in two seats, and none is taken that is kept for another.
 */
export function chooseSeat<Role extends string>({
  assessorId,
  seats,
  now,
}: {
  assessorId: string;
  seats: readonly Seat<Role>[];
  now: Date;
}): SeatChoice<Role> {
  const own = seats.find(({ holder }) => holder?.assessorId === assessorId);
  if (own) return own.holder?.state === 'claimed' ? { ok: true, seat: own } : { ok: false, reason: 'sat-already' };
  const open = seats.filter(({ holder }) => holder?.state !== 'completed');
  if (open.length === 0) return { ok: false, reason: 'not-waiting' };
  const free = open.filter(({ holder }) => !holder || holder.leaseExpiresAt <= now);
  if (free.length === 0) return { ok: false, reason: 'held-by-another' };
  const mine = free.filter(({ assignedTo }) => assignedTo === undefined || assignedTo === assessorId);
  const seat =
    mine.find(({ assignedTo }) => assignedTo === assessorId) ?? mine.find(({ holder }) => !holder) ?? mine[0];
  return seat ? { ok: true, seat } : { ok: false, reason: 'kept-for-another' };
}

export function leaseUntil(now: Date): Date {
  return new Date(now.getTime() + leaseMilliseconds);
}
