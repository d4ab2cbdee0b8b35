import type { Trx } from '#platform/database.ts';
import { addJob } from '#platform/jobs.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'sign-status-lists': { issuerId: string; number: number };
  }
}

/** Asks for the two lists of a number to be signed; asked for several times before it happens, it happens once. */
export async function askForSigning(
  trx: Trx,
  { issuerId, number }: { issuerId: string; number: number },
): Promise<void> {
  await addJob(trx, 'sign-status-lists', { issuerId, number }, `sign-status-lists:${issuerId}:${number}`);
}
