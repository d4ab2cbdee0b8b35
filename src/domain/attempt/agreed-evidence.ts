import type { SealedAttempt } from './sealed-attempt.ts';

export type SealedAgreementRow = NonNullable<SealedAttempt['agreements']>[number];

/** What is said of other evidence that was agreed on for a requirement, wherever an attempt is read: page, pack or PDF. */
export function agreementLines({
  reason,
  proposal,
  answer,
}: Pick<SealedAgreementRow, 'reason' | 'proposal' | 'answer'>): { label: string; text: string }[] {
  return [
    { label: 'Why it can’t be done again', text: reason },
    { label: 'Instead', text: proposal },
    ...(answer ? [{ label: 'Agreed with a lead assessor', text: answer }] : []),
  ];
}
