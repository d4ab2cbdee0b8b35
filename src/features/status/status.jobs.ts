import type { Deps } from '#platform/deps.ts';
import { signStatusLists } from './sign-status-list.ts';

export function statusJobs(deps: Deps) {
  return {
    'sign-status-lists': (list: { issuerId: string; number: number }) => signStatusLists(deps, list),
  };
}
