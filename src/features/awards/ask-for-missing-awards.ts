import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/**
 * Asks again for every award that is earned and not there, and returns how many: the queue gives up on a job that has
 * failed for some days, as it does under a wrong SECRET, and nothing else would come back to it.
 */
export async function askForMissingAwards(db: Database): Promise<number> {
  const { rows } = await sql`
    select graphile_worker.add_job('issue-award', json_build_object('attemptId', d.attempt_id), job_key := 'issue-award:' || d.attempt_id)
    from decisions d
    where d.outcome = 'earned' and not exists (select from awards a where a.attempt_id = d.attempt_id)`.execute(db);
  return rows.length;
}
