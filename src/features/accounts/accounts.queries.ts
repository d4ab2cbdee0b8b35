import type { Database } from '#platform/database.ts';

/** Whether this person can sign in with a password. */
export async function hasPassword(db: Database, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  return row !== undefined;
}
