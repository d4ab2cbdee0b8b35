import type { Deps } from '#platform/deps.ts';
import { issueAward } from './issue-award.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'issue-award': { attemptId: string };
  }
}

/** Trying again would not help where nothing was earned; anything else is thrown, and so tried again. */
export function awardJobs(deps: Deps) {
  return {
    'issue-award': async ({ attemptId }: { attemptId: string }) => {
      const result = await issueAward(deps, { attemptId });
      if (!result.ok) deps.log.warn({ attemptId, reason: result.reason }, 'no award was issued');
    },
  };
}
