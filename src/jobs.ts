import type { Deps } from '#platform/deps.ts';
import type { JobHandlers } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail.ts';
import { mailJobs } from '#platform/mail.jobs.ts';
import { accountJobs } from './features/accounts/accounts.jobs.ts';
import { awardJobs } from './features/awards/awards.jobs.ts';

/** Every job's handler, by name. */
export function jobHandlers(deps: Deps, mailer: Mailer): JobHandlers {
  return { ...mailJobs(mailer), ...accountJobs(deps.auth), ...awardJobs(deps) };
}
