/** What a peer may confirm. */
export const attestationKinds = ['visit', 'role', 'authorship', 'permission'] as const;
export type AttestationKind = (typeof attestationKinds)[number];

/** A mailed link; or the earner’s own device, handed over. */
export type AttestationChannel = 'mail' | 'device';

/**
 * A request to a peer and what came of it, as far as rules and lists need it. Plain JSON, so that the same check runs in
 * the browser; times are ISO 8601, UTC.
 */
export type AttestationContext = {
  id: string;
  /** Of the definition’s request that it answers; `null` where the earner asked by themselves. */
  asked: string | null;
  kind: AttestationKind;
  statement: string;
  peerName: string;
  peerRole: string;
  channel: AttestationChannel;
  requestedAt: string;
  expiresAt: string | null;
  attestedAt: string | null;
  declinedAt: string | null;
  withdrawnAt: string | null;
  /** Whether the evidence is still what the peer was shown. */
  isCurrent: boolean;
};

/** `void`: confirmed, and the evidence changed afterwards. Computed, never stored. */
export type AttestationState = 'waiting' | 'expired' | 'declined' | 'withdrawn' | 'void' | 'valid';

/** How long a mailed request can be answered, in days. */
export const attestationDays = 30;

/** How long a device is handed over for, in minutes. */
export const handOverMinutes = 60;

/** Where a request stands. What a peer decided outlasts the date. */
export function attestationState(
  one: Pick<AttestationContext, 'attestedAt' | 'declinedAt' | 'withdrawnAt' | 'expiresAt' | 'isCurrent'>,
  now: string,
): AttestationState {
  if (one.withdrawnAt !== null) return 'withdrawn';
  if (one.declinedAt !== null) return 'declined';
  if (one.attestedAt !== null) return one.isCurrent ? 'valid' : 'void';
  return one.expiresAt !== null && one.expiresAt <= now ? 'expired' : 'waiting';
}
