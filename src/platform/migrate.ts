import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { projectRoot } from './root.ts';

/** Any number that nothing else locks: programs that start at the same moment migrate one after the other. */
const advisoryLock = 7_355_608;

const silent = new Logger(() => () => undefined);

/**
 * Brings a database up to this version of the program: our own `migrations/NNNN_what.sql`, forward only, each in a transaction of
 * its own, then the queue's. Returns the names of those that were applied now. A file that changed after it was applied is refused.
 */
export async function migrate(connectionString: string, folder = join(projectRoot, 'migrations')): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    const applied = await migrateOwn(client, folder);
    await runMigrations({ connectionString, logger: silent });
    return applied;
  } finally {
    await client.end();
  }
}

async function migrateOwn(client: pg.Client, folder: string): Promise<string[]> {
  await client.query(`create table if not exists schema_migrations (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  )`);
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migrations');
  const known = new Map(rows.map((row) => [row.name, row.sha256]));
  const migrations = await readMigrations(folder);
  refuseHistoryThatChanged(known, migrations);

  const pending = migrations.filter(({ name }) => !known.has(name));
  for (const { name, text, sha256 } of pending) {
    try {
      await client.query('begin');
      await client.query(text);
      await client.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new Error(
        `Migration ${name} failed and changed nothing: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
  return pending.map(({ name }) => name);
}

type Migration = { name: string; text: string; sha256: string };

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

function refuseHistoryThatChanged(known: Map<string, string>, migrations: Migration[]): void {
  for (const [name, sha256] of known) {
    const migration = migrations.find((one) => one.name === name);
    if (!migration)
      throw new Error(
        `This database has migration ${name}, which this version lacks. Start the newer version that made it.`,
      );
    if (migration.sha256 !== sha256) {
      throw new Error(
        `Migration ${name} was changed after it had been applied to this database. Restore it, and put the change into a new file.`,
      );
    }
  }
  const last = [...known.keys()].sort().at(-1) ?? '';
  const late = migrations.find(({ name }) => !known.has(name) && name < last);
  if (late)
    throw new Error(`Migration ${late.name} comes before ${last}, which is already applied. Give it the next number.`);
}
