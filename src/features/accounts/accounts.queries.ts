import { sql } from 'kysely';
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

/** Where this person's day begins: at the desk for who assesses, in the admin for who runs an issuer and earns nothing. */
export async function findHome(db: Database, personId: string): Promise<'/desk' | '/admin' | '/work'> {
  const { rows } = await sql<{ assesses: boolean; administers: boolean; earns: boolean }>`select
    exists (select from memberships where person_id = p.id and role in ('assessor', 'lead_assessor')) as assesses,
    p.is_operator or exists (select from memberships where person_id = p.id and role = 'issuer_admin') as administers,
    exists (select from enrolments where person_id = p.id and state <> 'withdrawn') as earns
    from people p where p.id = ${personId}`.execute(db);
  const [person] = rows;
  if (person?.assesses) return '/desk';
  return person?.administers && !person.earns ? '/admin' : '/work';
}
