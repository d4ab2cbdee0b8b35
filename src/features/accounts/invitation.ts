export type InvitationState = 'open' | 'accepted' | 'withdrawn' | 'expired';

/** How long an invitation can be accepted, in days. */
export const invitationDays = 14;

type InvitationTimes = { expires_at: Date; accepted_at: Date | null; withdrawn_at: Date | null };

/** Where an invitation stands. What was decided outlasts the date. */
export function invitationState(
  { expires_at, accepted_at, withdrawn_at }: InvitationTimes,
  now: Date,
): InvitationState {
  if (accepted_at) return 'accepted';
  if (withdrawn_at) return 'withdrawn';
  return now < expires_at ? 'open' : 'expired';
}
