import { addJob } from '#platform/jobs.ts';
import type { Trx } from '#platform/database.ts';

/** `link` signs in without a password; `reset` lets choose a new one. */
export type AccountMailRequest = { kind: 'link' | 'reset'; email: string; next: string };

declare module '#platform/jobs.ts' {
  interface Jobs {
    'mail-account-link': AccountMailRequest;
  }
}

/**
 * Asks for a mail with a link. Whether the address is known is looked up later, by the job: the answer to the form, and
 * the time that it takes, are the same for every address.
 */
export async function requestAccountMail(trx: Trx, request: AccountMailRequest): Promise<void> {
  await addJob(trx, 'mail-account-link', request);
}
