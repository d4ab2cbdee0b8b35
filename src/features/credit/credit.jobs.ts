import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { chaseApproval, listUnanswered } from './remind-approver.ts';
import { listEndingSoon, remindLicence } from './remind-licence.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'remind-licences': undefined;
    'remind-approvers': undefined;
  }
}

/** What credit does by itself. One licence that fails keeps no other from its reminder. */
export function creditJobs({ db, now, baseUrl, log }: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'log'>) {
  return {
    async 'remind-licences'(): Promise<void> {
      const licences = await listEndingSoon(db, now());
      const failures = await attemptEach(
        licences,
        (licence) => db.transaction().execute((trx) => remindLicence(trx, { ...licence, now: now(), baseUrl })),
        { log, what: 'reminding of the deadline of a licence' },
      );
      throwTogether(failures, 'remind-licences');
    },
    async 'remind-approvers'(): Promise<void> {
      const failures = await attemptEach(
        await listUnanswered(db, now()),
        (asked) => db.transaction().execute((trx) => chaseApproval(trx, { ...asked, now: now(), baseUrl })),
        { log, what: 'reminding of a claim that waits for approval' },
      );
      throwTogether(failures, 'remind-approvers');
    },
  };
}
