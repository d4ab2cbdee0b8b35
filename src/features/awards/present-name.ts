import { type RawBuilder, sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';

/**
 * The name that an award bears now: the one on its newest credential. `awards.recipient_name` is the one that it was issued in, which
 * may have been corrected since.
 */
export function presentName(alias: string): RawBuilder<string> {
  return sql<string>`coalesce(
    (select named.recipient_name from award_credentials named where named.award_id = ${sql.ref(`${alias}.id`)}
      order by named.number desc limit 1),
    ${sql.ref(`${alias}.recipient_name`)}
  )`;
}

/**
 * The name of somebody (`person` is the alias of their row) for what these issuers awarded them, all together: the one that was last
 * put on such an award in place of another, and else that of the account. What an issuer writes goes for its own awards alone.
 */
export function nameAmong(person: string, issuerIds: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`coalesce(
    (select named.recipient_name from awards given
      join award_credentials named on named.award_id = given.id
      join award_credentials former on former.award_id = given.id and former.number = named.number - 1
      where given.person_id = ${sql.ref(`${person}.id`)} and given.issuer_id = any(${issuerIds})
        and named.recipient_name <> former.recipient_name
      order by named.created_at desc, named.id desc limit 1),
    ${sql.ref(`${person}.name`)}
  )`;
}

/** The same for one person, who is there. */
export async function getNameAmong(
  db: Database | Trx,
  personId: string,
  issuerIds: readonly (string | null)[],
): Promise<string> {
  const ids = sql`${[...new Set(issuerIds.filter((id) => id !== null))]}::uuid[]`;
  const { name } = await db
    .selectFrom('people')
    .select(nameAmong('people', ids).as('name'))
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return name;
}
