import type { Deps } from '#platform/deps.ts';
import { clearUploads } from './clear-uploads.ts';
import { collectFiles } from './collect-files.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'clear-uploads': undefined;
    'collect-files': undefined;
  }
}

/** What tidies up, by the clock. */
export function fileJobs(deps: Deps) {
  return {
    'clear-uploads': async () => {
      await clearUploads(deps);
    },
    'collect-files': async () => {
      const collected = await collectFiles(deps);
      if (collected.artifacts + collected.contents > 0)
        deps.log.info(collected, 'files that nobody needs were removed');
    },
  };
}
