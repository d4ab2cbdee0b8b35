import { sql } from 'kysely';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Database } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

export type AdminIssuer = { id: string; slug: string; name: string };

export type AdminIssuerSummary = AdminIssuer & {
  statement: string;
  microCredentials: number;
  people: number;
  waiting: number;
};

/** The issuer of an admin page. The policy has let the viewer in; an operator may still have mistyped the address. */
export async function getIssuer(db: Database, slug: string): Promise<AdminIssuer> {
  const issuer = await db
    .selectFrom('issuers')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!issuer) throw new NotFoundError('issuer');
  return issuer;
}

/** The issuers that this person administers; an operator looks after all. */
export async function listIssuers(db: Database, { person, memberships }: Viewer): Promise<AdminIssuerSummary[]> {
  const ids = memberships.filter(({ role }) => role === 'issuer_admin').map(({ issuerId }) => issuerId);
  if (!person.isOperator && ids.length === 0) return [];
  return db
    .selectFrom('issuers as i')
    .select(['i.id', 'i.slug', 'i.name', 'i.statement'])
    .select([
      sql<number>`(select count(*) from micro_credentials mc where mc.issuer_id = i.id)`.as('microCredentials'),
      sql<number>`(select count(distinct m.person_id) from memberships m where m.issuer_id = i.id)`.as('people'),
      sql<number>`(select count(*) from enrolments e where e.issuer_id = i.id and e.state = 'submitted')`.as('waiting'),
    ])
    .$if(!person.isOperator, (query) => query.where('i.id', 'in', ids))
    .orderBy('i.name')
    .execute();
}

/** A search text as a pattern that finds it anywhere; its own wildcards count as letters. */
export function containing(search: string): string {
  return `%${search.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
