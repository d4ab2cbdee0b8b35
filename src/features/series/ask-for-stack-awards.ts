import { type Database, type Trx } from '#platform/database.ts';
import { sql } from 'kysely';
import { addJob } from '#platform/jobs.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'issue-stack-awards': { personId: string; microCredentialId: string };
    'review-stack-awards': { awardId: string };
    'sweep-stack-awards': { seriesId: string; after?: string };
  }
}

/** Asks, where an award is issued, for the stack awards that it may complete. */
export async function askForStackAwards(
  trx: Trx,
  { personId, microCredentialId }: { personId: string; microCredentialId: string },
): Promise<void> {
  await addJob(trx, 'issue-stack-awards', { personId, microCredentialId });
}

/** Asks, where an award's status changes, what that makes of the stack awards that it is or may become a piece of. */
export async function askToReviewStackAwards(trx: Trx, awardId: string): Promise<void> {
  await addJob(trx, 'review-stack-awards', { awardId });
}

/** Asks, where a version of a series is published, for the stack awards of everybody who meets its rule as it is now. */
export async function askToSweepStackAwards(trx: Trx, seriesId: string): Promise<void> {
  await addJob(trx, 'sweep-stack-awards', { seriesId }, `sweep-stack-awards:${seriesId}`);
}

/** Asks for a look at every series that has a stack award: at each start, for what a lost job left undone. Returns how many. */
export async function askForMissingStackAwards(db: Database): Promise<number> {
  const { rows } = await sql`
    select graphile_worker.add_job('sweep-stack-awards', json_build_object('seriesId', s.id),
      job_key := 'sweep-stack-awards:' || s.id)
    from series s join series_versions v on v.id = s.current_version_id
    where jsonb_typeof(v.document -> 'stackAward') = 'object'`.execute(db);
  return rows.length;
}
