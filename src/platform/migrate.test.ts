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

test('applies what is new in order, and nothing twice', async () => {
  expect(await migrate(database.url, folder)).toEqual(['0001_first.sql']);
  await writeFile(join(folder, '0003_third.sql'), 'alter table second add column more int');
  await writeFile(join(folder, '0002_second.sql'), 'create table second (id int)');
  expect(await migrate(database.url, folder)).toEqual(['0002_second.sql', '0003_third.sql']);
  expect(await migrate(database.url, folder)).toEqual([]);
});

test('two programs that start at once apply each migration once', async () => {
  const applied = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
  expect(applied.flat()).toEqual(['0001_first.sql']);
});

test('a migration that fails changes nothing and is named', async () => {
  await writeFile(join(folder, '0002_broken.sql'), 'create table half (id int); create table first (id int)');
  await expect(migrate(database.url, folder)).rejects.toThrow(
    /0002_broken\.sql failed and changed nothing: .*already exists/,
  );
  expect(await tableExists('first')).toBe(true);
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
