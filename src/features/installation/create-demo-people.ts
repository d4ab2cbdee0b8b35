import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { type DemoPerson, demoPassword, demoPeople } from './demo-people.ts';
import { listCompleteDemoPeople } from './list-complete-demo-people.ts';

/** Makes those of the demonstration's people who are missing, with their roles; returns whom it made. Refuses in production. */
export async function createDemoPeople({
  db,
  auth,
  production,
}: Pick<Deps, 'db' | 'auth' | 'production'>): Promise<DemoPerson[]> {
  if (production) throw new Error('Demo people are never made in production: their password is public.');
  const issuers = await db.selectFrom('issuers').select(['id', 'slug', 'name']).orderBy('name').execute();
  const people = demoPeople(issuers);
  // Held by a transaction of its own: two programs that start together make them one after the other.
  return db.transaction().execute(async (lock) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('demo-people', 0))`.execute(lock);
    const complete = await listCompleteDemoPeople(db, people);
    const made: DemoPerson[] = [];
    for (const person of people) {
      if (complete.has(person.email)) continue;
      await createAccount(db, auth, person);
      await db.transaction().execute((trx) => grantRoles(trx, person, issuers));
      made.push(person);
    }
    return made;
  });
}

async function createAccount(db: Database, auth: Deps['auth'], { name, email }: DemoPerson): Promise<void> {
  const found = await db.selectFrom('people').select('id').where('email', '=', email).executeTakeFirst();
  if (!found) await auth.api.signUpEmail({ body: { name, email, password: demoPassword } });
}

async function grantRoles(
  trx: Trx,
  person: DemoPerson,
  issuers: readonly { id: string; slug: string }[],
): Promise<void> {
  const { id } = await trx
    .updateTable('people')
    .set({ email_verified: true, is_operator: person.isOperator ?? false })
    .where('email', '=', person.email)
    .returning('id')
    .executeTakeFirstOrThrow();
  // Signing up opened a session that nobody holds.
  await trx.deleteFrom('sessions').where('person_id', '=', id).execute();
  const memberships = issuers
    .filter(({ slug }) => person.issuer === undefined || person.issuer === slug)
    .flatMap((issuer) => person.roles.map((role) => ({ issuer_id: issuer.id, person_id: id, role })));
  if (memberships.length > 0) {
    await trx
      .insertInto('memberships')
      .values(memberships)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await audit(trx, { issuerId: null, actorId: null, action: 'demo-person.created', subject: { type: 'person', id } });
}
