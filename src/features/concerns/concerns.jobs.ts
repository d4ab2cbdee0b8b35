import type { Deps } from '#platform/deps.ts';
import { compareAttempt } from './compare-attempt.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'compare-attempt': { attemptId: string };
  }
}

/** Run once an attempt is handed in. */
export function concernJobs(deps: Pick<Deps, 'db' | 'now'>) {
  return { 'compare-attempt': ({ attemptId }: { attemptId: string }) => compareAttempt(deps, attemptId) };
}
