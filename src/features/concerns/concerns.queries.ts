import type { Database, Trx } from '#platform/database.ts';

/** Whether something raised about an attempt is unsettled: its decision waits for that, whatever the kind. */
export async function hasOpenConcern(trx: Database | Trx, attemptId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('concerns')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('resolved_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
