import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/support/postgres.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await database.pool.query('drop table schema_migrations');
  await writeFile(join(folder, '0001_first.sql'), 'create table first (id int)');
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const tableExists = async (name: string) =>
  (await database.pool.query<{ found: string | null }>('select to_regclass($1) as found', [name])).rows[0]?.found !==
  null;

const countBlocked = async () =>
  (
    await database.pool.query(
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    )
  ).rowCount;

test('applies what is new in order, and nothing twice', async () => {
  expect(await migrate(database.url, folder)).toEqual(['0001_first.sql']);
  await writeFile(join(folder, '0003_third.sql'), 'alter table second add column more int');
  await writeFile(join(folder, '0002_second.sql'), 'create table second (id int)');
  expect(await migrate(database.url, folder)).toEqual(['0002_second.sql', '0003_third.sql']);
  expect(await migrate(database.url, folder)).toEqual([]);
});

test('two programs that start at once apply each migration once', async () => {
  // The first stops in the middle of its migration until the second has come to its own wait.
  await writeFile(join(folder, '0001_first.sql'), 'select pg_advisory_xact_lock(1); create table first (id int)');
  const holder = await database.pool.connect();
  await holder.query('select pg_advisory_lock(1)');
  const both = Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
  await expect.poll(countBlocked).toBe(2);
  await holder.query('select pg_advisory_unlock(1)');
  holder.release();
  expect((await both).flat()).toEqual(['0001_first.sql']);
});

test('a migration that fails changes nothing and is named', async () => {
  await writeFile(join(folder, '0002_broken.sql'), 'create table half (id int); create table first (id int)');
  await expect(migrate(database.url, folder)).rejects.toThrow(
    /0002_broken\.sql failed and changed nothing: .*already exists/,
  );
  expect(await tableExists('first')).toBe(true);
  expect(await tableExists('half')).toBe(false);
});

test('a migration that cannot be recorded is not kept either', async () => {
  const recordsItself = "create table half (id int); insert into schema_migrations values ('0002_broken.sql', '')";
  await writeFile(join(folder, '0002_broken.sql'), recordsItself);
  await expect(migrate(database.url, folder)).rejects.toThrow(/changed nothing: duplicate key/);
  expect(await tableExists('half')).toBe(false);
});

test('a file that changed after it was applied is refused', async () => {
  await migrate(database.url, folder);
  await writeFile(join(folder, '0001_first.sql'), 'create table first (id bigint)');
  await expect(migrate(database.url, folder)).rejects.toThrow(/0001_first\.sql was changed/);
});

test('a database from a newer version is refused', async () => {
  await migrate(database.url, folder);
  await rm(join(folder, '0001_first.sql'));
  await expect(migrate(database.url, folder)).rejects.toThrow(/Start the newer version/);
});

test('a number below the last one applied is refused', async () => {
  await writeFile(join(folder, '0005_fifth.sql'), 'create table fifth (id int)');
  await migrate(database.url, folder);
  await writeFile(join(folder, '0004_late.sql'), 'create table late (id int)');
  await expect(migrate(database.url, folder)).rejects.toThrow(/0004_late\.sql comes before 0005_fifth\.sql/);
});
