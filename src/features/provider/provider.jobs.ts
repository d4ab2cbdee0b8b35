import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { listEndingApprovals, remindApproval } from './remind-approval.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'remind-approvals': undefined;
  }
}

/** What being a provider does by itself. */
export function providerJobs({ db, now, baseUrl, log }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'log'>) {
  return {
    async 'remind-approvals'(): Promise<void> {
      const failures = await attemptEach(
        await listEndingApprovals(db, now()),
        ({ id }) => db.transaction().execute((trx) => remindApproval(trx, { id, now: now(), baseUrl })),
        { log, what: 'reminding of the end of an approval' },
      );
      throwTogether(failures, 'remind-approvals');
    },
  };
}
