import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './tables.ts';

export type Database = Kysely<DB>;
export type Trx = Transaction<DB>;

// `tables.ts` counts on these two: a bigint (a count, a file's size) arrives as a number, exact up to 2^53; and a date stays
// 'YYYY-MM-DD', since midnight in the server's own time zone would move it.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
// A list of dates (`date[]`), of which the library knows no name.
pg.types.setTypeParser(1182 as typeof pg.types.builtins.DATE, (value) => value.slice(1, -1).split(',').filter(Boolean));

export function createPool(connectionString: string, options: { max?: number } = {}): pg.Pool {
  return new pg.Pool({ connectionString, max: options.max ?? 10, application_name: 'tessera' });
}

export function createDatabase(pool: pg.Pool): Database {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
