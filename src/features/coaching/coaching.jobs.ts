import type { Deps } from '#platform/deps.ts';
import { mailComments } from './mail-comments.ts';

export function coachingJobs({ db, now, baseUrl }: Pick<Deps, 'db' | 'now' | 'baseUrl'>) {
  return {
    'mail-comments': ({ enrolmentId }: { enrolmentId: string }) =>
      db.transaction().execute((trx) => mailComments(trx, { enrolmentId, now: now(), baseUrl })),
  };
}
