import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, createDatabase } from '../../../test/support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

it('every column that refers to a file or its content has an index, so that removing one reads no whole table', async () => {
  const { rows } = await database.pool.query(`
    select k.conrelid::regclass || '.' || a.attname as without
    from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid in ('blobs'::regclass, 'artifacts'::regclass) and not exists (
      select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = a.attnum
        and coalesce(pg_get_expr(i.indpred, i.indrelid), '') in ('', '(' || a.attname || ' IS NOT NULL)')
    )`);
  expect(rows).toEqual([]);
});
