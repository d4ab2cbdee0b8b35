import type { Deps } from '#platform/deps.ts';
import { issueAward } from './issue-award.ts';
import { replaceCredentials } from './replace-credentials.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'issue-award': { attemptId: string };
    'replace-credentials': { keyId: string };
  }
}

/** Trying again would not help where nothing was earned; anything else is thrown, and so tried again. */
export function awardJobs(deps: Deps) {
  return {
    'issue-award': async ({ attemptId }: { attemptId: string }) => {
      const result = await issueAward(deps, { attemptId });
      if (!result.ok) deps.log.warn({ attemptId, reason: result.reason }, 'no award was issued');
    },
    'replace-credentials': async ({ keyId }: { keyId: string }) => {
      await replaceCredentials(deps, { keyId });
    },
  };
}
