import type { AttestationChannel, AttestationKind, AttestationState } from '#domain/attestation/attestation.ts';
import type { StatusName } from '#ui/status.tsx';

/** What each kind confirms, as people choose it. */
export const kindWords: Record<AttestationKind, string> = {
  visit: 'A visit',
  role: 'My role in this work',
  authorship: 'That this is my own work',
  permission: 'Permission to use what is theirs',
};

/** A statement to begin with, in the peer’s words; the earner may change it. */
export const usualStatements: Record<AttestationKind, (earner: string) => string> = {
  visit: (earner) => `${earner} and I took part in the visits that are described here, on the days that are named.`,
  role: (earner) => `${earner} did the work described here, in the role that is described.`,
  authorship: (earner) => `What is shown here is ${earner}’s own work.`,
  permission: (earner) => `${earner} may use what is mine in the evidence shown here, and hand it in.`,
};

export const stateWords: Record<AttestationState, { name: StatusName; word: string }> = {
  valid: { name: 'complete', word: 'Confirmed' },
  waiting: { name: 'waiting', word: 'Not answered yet' },
  void: { name: 'overdue', word: 'No longer counts' },
  expired: { name: 'withdrawn', word: 'Ran out unanswered' },
  declined: { name: 'withdrawn', word: 'Declined' },
  withdrawn: { name: 'withdrawn', word: 'Taken back' },
};

/** How it was given, as every reader is told. */
export const channelWords: Record<AttestationChannel, string> = {
  mail: 'by a link sent to their own address',
  device: 'on the earner’s own device',
};
