import { z } from 'zod';
import type { Verified } from './verify-anything.ts';
import { stepNames, stepReasons } from './verification.ts';

/** What a program asks: an address, a code of this installation, a JWT, or a credential as text or as it is. */
export const VerifyRequest = z.strictObject({
  award: z.union([z.string().trim().min(1).max(1_000_000), z.record(z.string(), z.unknown())]),
  email: z.email().max(320).optional(),
});

const Reason = z.enum(stepReasons);

/** The log of a verification, as the interface and the command line give it. */
export const VerificationLog = z.object({
  outcome: z.enum(['verified', 'failed', 'undecided']),
  reason: Reason,
  checkedAt: z.iso.datetime(),
  says: z
    .object({
      earner: z.string().optional(),
      achievement: z.string().optional(),
      issuer: z.string().optional(),
      issuerId: z.string().optional(),
      day: z.string().optional(),
      hours: z.string().optional(),
    })
    .optional(),
  /** The page of the award, where it is genuinely one of the installation that was asked. */
  page: z.string().optional(),
  steps: z.array(
    z.object({
      name: z.enum(stepNames),
      outcome: z.enum(['passed', 'failed', 'not-checkable']),
      reason: Reason,
      detail: z.string(),
    }),
  ),
});

export function logOf({ verification, claim, page }: Verified): z.output<typeof VerificationLog> {
  const { outcome, reason, steps, checkedAt } = verification;
  return VerificationLog.parse({
    outcome,
    reason,
    checkedAt: checkedAt.toISOString(),
    says: claim,
    page,
    steps: [...steps],
  });
}
