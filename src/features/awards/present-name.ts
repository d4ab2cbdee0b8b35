import { type RawBuilder, sql } from 'kysely';

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
