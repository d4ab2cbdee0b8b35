import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/**
 * Asks again for every award that is earned and not there, and returns how many: the queue gives up on a job that has
 * failed for some days, as it does under a wrong SECRET, and nothing else would come back to it. One that waits while its
 * decision can be recalled keeps its time.
 */
export async function askForMissingAwards(db: Database): Promise<number> {
  const { rows } = await sql`
    select graphile_worker.add_job('issue-award', json_build_object('attemptId', d.attempt_id),
      job_key := 'issue-award:' || d.attempt_id, job_key_mode := 'preserve_run_at')
    from decisions d left join appeals p on p.attempt_id = d.attempt_id and p.earns and p.state = 'decided'
    where (d.outcome = 'earned' or p.attempt_id is not null)
      and not exists (select from awards a where a.attempt_id = d.attempt_id)`.execute(db);
  return rows.length;
}
