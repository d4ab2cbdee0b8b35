import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';

export type Reference = { table: string; column: string };

/**
 * Every column that forbids the removal of a row of this table, from the database's own foreign keys: a table that a later
 * feature adds (a library entry) counts from its first day, without a word of it here.
 */
export async function listReferences(db: Database | Trx, table: 'blobs' | 'artifacts'): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select k.conrelid::regclass::text as "table", a.attname as "column"
    from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = ${table}::regclass and k.confdeltype in ('a', 'r')
    order by 1, 2`.execute(db);
  return rows;
}

/** A condition: nothing refers to the row whose key is `key`. */
export function nothingRefersTo(references: readonly Reference[], key: string) {
  const parts = references.map(
    ({ table, column }) =>
      sql`not exists (select 1 from ${sql.table(table)} as referring where referring.${sql.ref(column)} = ${sql.ref(key)})`,
  );
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`;
}
