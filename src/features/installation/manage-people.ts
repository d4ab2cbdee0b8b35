import type { Role } from '#domain/access/viewer.ts';
import { audit } from '#platform/audit.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { leaveDesk } from '../queue/clear-desk.ts';

/** What the command line does with people, where nobody is signed in who could do it on a page. */

type Outcome<Reason extends string> = { ok: true } | { ok: false; reason: Reason };

export async function addPerson(
  { db, auth }: Pick<Deps, 'db' | 'auth'>,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<Outcome<'taken'>> {
  if (await db.selectFrom('people').select('id').where('email', '=', email).executeTakeFirst()) {
    return { ok: false, reason: 'taken' };
  }
  const { user } = await auth.api.signUpEmail({ body: { name, email, password } });
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('sessions').where('person_id', '=', user.id).execute();
    await audit(trx, {
      issuerId: null,
      actorId: null,
      action: 'person.added',
      subject: { type: 'person', id: user.id },
    });
  });
  return { ok: true };
}

export type RoleChange = { email: string; role: Role; issuer: string; remove: boolean };

/** Gives a role at an issuer, or takes it away; what is so already stays so. */
export async function changeRole(
  db: Database,
  { email, role, issuer, remove }: RoleChange,
): Promise<Outcome<'no-person' | 'no-issuer'>> {
  return db.transaction().execute(async (trx) => {
    const person = await trx
      .selectFrom('people')
      .select('id')
      .where('email', '=', email)
      .forUpdate()
      .executeTakeFirst();
    if (!person) return { ok: false, reason: 'no-person' };
    const held = await trx.selectFrom('issuers').select('id').where('slug', '=', issuer).executeTakeFirst();
    if (!held) return { ok: false, reason: 'no-issuer' };

    const key = { issuer_id: held.id, person_id: person.id, role };
    const changed = remove
      ? await trx
          .deleteFrom('memberships')
          .where((eb) => eb.and(key))
          .returning('role')
          .execute()
      : await trx
          .insertInto('memberships')
          .values(key)
          .onConflict((conflict) => conflict.doNothing())
          .returning('role')
          .execute();
    if (changed.length > 0) {
      if (remove) await leaveDesk(trx, { issuerId: held.id, personId: person.id, actorId: null, now: new Date() });
      const action = remove ? 'role.removed' : 'role.granted';
      const subject = { type: 'person', id: person.id };
      await audit(trx, { issuerId: held.id, actorId: null, action, subject, details: { role } });
    }
    return { ok: true };
  });
}

/** Makes someone an operator, or takes that away. */
export async function changeOperator(
  db: Database,
  { email, remove }: { email: string; remove: boolean },
): Promise<Outcome<'no-person'>> {
  return db.transaction().execute(async (trx) => {
    const person = await trx
      .updateTable('people')
      .set({ is_operator: !remove })
      .where('email', '=', email)
      .returning('id')
      .executeTakeFirst();
    if (!person) return { ok: false, reason: 'no-person' };
    const action = remove ? 'operator.removed' : 'operator.granted';
    await audit(trx, { issuerId: null, actorId: null, action, subject: { type: 'person', id: person.id } });
    return { ok: true };
  });
}

export type ListedPerson = {
  name: string;
  email: string;
  isOperator: boolean;
  roles: { role: Role; issuer: string }[];
};

/** Everyone who holds a role, and operators; or whoever's address contains `search`. At most 200. */
export async function listPeople(db: Database, search?: string): Promise<ListedPerson[]> {
  const people = await db
    .selectFrom('people')
    .select(['id', 'name', 'email', 'is_operator as isOperator'])
    .where((eb) =>
      search === undefined
        ? eb.or([eb('is_operator', '=', true), eb('id', 'in', eb.selectFrom('memberships').select('person_id'))])
        : eb('email', 'like', `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`),
    )
    .orderBy('email')
    .limit(200)
    .execute();
  if (people.length === 0) return [];
  const roles = await db
    .selectFrom('memberships as m')
    .innerJoin('issuers as i', 'i.id', 'm.issuer_id')
    .select(['m.person_id', 'm.role', 'i.slug'])
    .where(
      'm.person_id',
      'in',
      people.map(({ id }) => id),
    )
    .orderBy('i.slug')
    .execute();
  return people.map(({ id, ...person }) => ({
    ...person,
    roles: roles.filter((role) => role.person_id === id).map(({ role, slug }) => ({ role, issuer: slug })),
  }));
}
