/** What an award counts as now. */
export type AwardState = 'in-force' | 'suspended' | 'revoked' | 'expired';

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
