import type { Deps } from '#platform/deps.ts';
import { refreshEffort } from './record-minutes.ts';
import { thinHistory } from './thin-history.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'refresh-effort': undefined;
    'thin-history': undefined;
  }
}

export function workJobs({ db, now }: Pick<Deps, 'db' | 'now'>) {
  return { 'refresh-effort': () => refreshEffort(db, now()), 'thin-history': () => thinHistory(db) };
}
