import type { Deps } from '#platform/deps.ts';
import type { JobHandlers } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail.ts';
import { mailJobs } from '#platform/mail.jobs.ts';
import { accountJobs } from './features/accounts/accounts.jobs.ts';
import { awardJobs } from './features/awards/awards.jobs.ts';
import { coachingJobs } from './features/coaching/coaching.jobs.ts';
import { concernJobs } from './features/concerns/concerns.jobs.ts';
import { creditJobs } from './features/credit/credit.jobs.ts';
import { contentJobs } from './features/artifacts/content.jobs.ts';
import { fileJobs } from './features/artifacts/files.jobs.ts';
import { providerJobs } from './features/provider/provider.jobs.ts';
import { queueJobs } from './features/queue/queue.jobs.ts';
import { statusJobs } from './features/status/status.jobs.ts';
import { seriesJobs } from './features/series/series.jobs.ts';
import { walletJobs } from './features/wallets/wallets.jobs.ts';
import { workJobs } from './features/work/work.jobs.ts';

/**
 * Jobs that nobody asks for, by the hour (UTC); one that was missed while nothing ran is made up for. Those that come every
 * few minutes take the place of one that failed and waits to be tried again, so that a lasting fault heaps up nothing.
 */
export const dailyJobs = [
  '*/5 * * * * scan-waiting ?jobKey=scan-waiting',
  '*/5 * * * * release-leases ?jobKey=release-leases',
  '*/5 * * * * review-seats ?jobKey=review-seats',
  '*/5 * * * * assign-waiting ?jobKey=assign-waiting',
  '*/5 * * * * end-revocations ?jobKey=end-revocations',
  '11,41 * * * * send-digests ?jobKey=send-digests',
  '17 4 * * * empty-outbox ?fill=1d',
  '7 3 * * * clear-uploads ?fill=1d',
  '27 3 * * * collect-files ?fill=1d',
  '37 4 * * * refresh-effort ?fill=1d',
  '47 4 * * * thin-history ?fill=1d',
  '23 6 * * * remind-licences ?fill=1d',
  '27 6 * * * remind-approvers ?fill=1d',
  '33 6 * * * remind-approvals ?fill=1d',
  '7 13 * * * remind-expiry ?fill=1d',
  '57 4 * * * sweep-wallet-offers ?fill=1d',
].join('\n');

/** Every job's handler, by name. */
export function jobHandlers(deps: Deps, mailer: Mailer): JobHandlers {
  return {
    ...mailJobs(mailer, deps.db),
    ...accountJobs(deps.auth),
    ...awardJobs(deps),
    ...workJobs(deps),
    ...seriesJobs(deps),
    ...fileJobs(deps),
    ...contentJobs(deps),
    ...coachingJobs(deps),
    ...queueJobs(deps),
    ...concernJobs(deps),
    ...creditJobs(deps),
    ...providerJobs(deps),
    ...walletJobs(deps),
    ...statusJobs(deps),
  };
}
