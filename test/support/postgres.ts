import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import './postgres-setup.ts';
import '#platform/database.ts';

export type TestDatabase = { url: string; pool: pg.Pool; drop(): Promise<void> };

/** A migrated, empty database of the caller's own. `drop()` ends the pool and removes it. */
export async function createDatabase(): Promise<TestDatabase> {
  const { serverUrl, template } = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = `${serverUrl}/${name}`;
  // Nobody writes to the template, and its files are copied in a third of the time that it takes page by page.
  await runAsAdmin(serverUrl, `create database ${name} template ${template} strategy file_copy`);
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  pool.on('error', () => undefined);
  const drop = async () => {
    if (!pool.ended) await pool.end();
    await runAsAdmin(serverUrl, `drop database if exists ${name} with (force)`);
  };
  return { url, pool, drop };
}

async function runAsAdmin(serverUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
