import type { Database } from '#platform/database.ts';
import type { DemoPerson } from './demo-people.ts';

/** The addresses of those who are there, whole: the account comes first, and the mark that all is done last. */
export async function listCompleteDemoPeople(db: Database, people: readonly DemoPerson[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('people')
    .select('email')
    .where(
      'email',
      'in',
      people.map(({ email }) => email),
    )
    .where('email_verified', '=', true)
    .execute();
  return new Set(rows.map(({ email }) => email));
}
