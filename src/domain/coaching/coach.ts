/** `invited`: the link has not been used yet; `expired`: it ran out unused; `active`: reads along now. */
export type CoachState = 'invited' | 'expired' | 'active' | 'ended';

/** How long an invitation can be accepted, in days. */
export const coachDays = 30;

/** Where a coach stands. What was decided outlasts the date. */
export function coachState(
  { acceptedAt, endedAt, expiresAt }: { acceptedAt: Date | null; endedAt: Date | null; expiresAt: Date },
  now: Date,
): CoachState {
  if (endedAt) return 'ended';
  if (acceptedAt) return 'active';
  return now < expiresAt ? 'invited' : 'expired';
}
