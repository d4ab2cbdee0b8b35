import type { Deps } from '#platform/deps.ts';
import { refreshEffort } from './record-minutes.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'refresh-effort': undefined;
  }
}

export function workJobs({ db, now }: Pick<Deps, 'db' | 'now'>) {
  return { 'refresh-effort': () => refreshEffort(db, now()) };
}
