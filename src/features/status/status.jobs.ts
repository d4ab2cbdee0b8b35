import type { Deps } from '#platform/deps.ts';
import { endRevocations } from './end-revocations.ts';
import { remindOfExpiry } from './remind-expiry.ts';
import { signStatusLists } from './sign-status-list.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'end-revocations': undefined;
    'remind-expiry': undefined;
  }
}

export function statusJobs(deps: Deps) {
  return {
    'end-revocations': () => endRevocations(deps),
    'remind-expiry': () => remindOfExpiry(deps),
    'sign-status-lists': (list: { issuerId: string; number: number }) => signStatusLists(deps, list),
  };
}
