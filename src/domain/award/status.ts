/** What an award counts as now. */
export type AwardState = 'in-force' | 'suspended' | 'revoked' | 'expired';

/** What says what an award counts as: the last change of its status, and the end of the newest of its credentials. */
export type AwardSigns = {
  changed: { to: 'suspended' | 'revoked' | 'in-force'; at: Date } | null;
  validUntil: Date | null;
};

/** What an award counts as at a moment, and since when: revoked goes before suspended, suspended before expired. */
export function awardStateAt(
  { changed, validUntil }: AwardSigns,
  now: Date,
): { state: AwardState; since: Date | null } {
  if (changed && changed.to !== 'in-force') return { state: changed.to, since: changed.at };
  if (validUntil && validUntil <= now) return { state: 'expired', since: validUntil };
  return { state: 'in-force', since: changed?.at ?? null };
}

/** Why an award was revoked: a code for the public, beside the reason that only those concerned read. */
export const revocationCodes = [
  'plagiarism',
  'not-own-work',
  'issued-in-error',
  'evidence-withdrawn',
  'earner-asked',
  'other',
] as const;

export type RevocationCode = (typeof revocationCodes)[number];

/** What the two lists keep: one list of each purpose under one number. */
export const statusPurposes = ['revocation', 'suspension'] as const;

export type StatusPurpose = (typeof statusPurposes)[number];
