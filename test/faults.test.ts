import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createDatabase as createKysely } from '#platform/database.ts';
import { type TestDatabase, createDatabase } from './support/postgres.ts';
import { type Program, makeDataDir, startProgram } from './support/program.ts';

const secret = 'a secret for the faults tests, long enough';
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Starts the program, and sees to it that none outlives its test. */
function start(env: Record<string, string>): Program {
  const program = startProgram({ LOG_LEVEL: 'error', ...env });
  undo.push(() => program.kill());
  return program;
}

async function ownDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  undo.push(() => database.drop());
  return database;
}

async function ownDataDir(): Promise<string> {
  const folder = await makeDataDir();
  undo.push(() => folder.remove());
  return folder.path;
}

/** Holds a table against every write, on a connection of its own, until `release()`. */
async function holdTable(url: string, table: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let held = true;
  const release = async () => {
    if (held) await client.end();
    held = false;
  };
  undo.push(release);
  await client.query(`begin; lock table ${table} in exclusive mode`);
  return { release };
}

/** Resolves once a query of the program waits for a lock on this table: it stands in the middle of its transaction. */
async function untilHeldAt(pool: pg.Pool, table: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await pool.query('select 1 from pg_locks where relation = $1::regclass and not granted', [
          table,
        ]);
        return rows.length;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
}

describe('in production', () => {
  it('the program refuses to start without a secret and a base URL, and says how to set both', async () => {
    const { url } = await ownDatabase();
    const program = start({ NODE_ENV: 'production', DATABASE_URL: url, DATA_DIR: await ownDataDir() });

    expect(await program.exit).toBe(2);
    expect(program.output()).toContain('needs SECRET and BASE_URL');
    expect(program.output()).toContain('openssl rand -base64 48');
    expect(program.output()).not.toContain('at async'); // A sentence, not a stack.
  });

  it('it refuses a secret that is too short to be one', async () => {
    const { url } = await ownDatabase();
    const settings = { NODE_ENV: 'production', DATABASE_URL: url, DATA_DIR: await ownDataDir() };
    const program = start({ ...settings, SECRET: 'short', BASE_URL: 'https://learn.example.org' });

    expect(await program.exit).toBe(2);
    expect(program.output()).toContain('SECRET must have at least 32 characters');
  });

  it('with both it serves the programmes from the database that DATABASE_URL names, with nobody in it', async () => {
    const { url, pool } = await ownDatabase();
    const dataDir = await ownDataDir();
    const program = start({
      NODE_ENV: 'production',
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      SECRET: secret,
      BASE_URL: 'https://learn.example.org',
      PORT: '0',
    });

    expect(await program.ready).toBe('https://learn.example.org');
    const db = createKysely(pool);
    expect(await db.selectFrom('people').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('micro_credentials').select('slug').execute()).toHaveLength(22);
    expect(program.output()).not.toContain('password');
    expect(await program.stop()).toBe(0);
  });
});

describe('a server that is killed', () => {
  it('takes up the job that it had begun when it starts again', async () => {
    const { url, pool } = await ownDatabase();
    const settings = { DATABASE_URL: url, DATA_DIR: await ownDataDir(), NODE_ENV: 'production', SECRET: secret };
    const outbox = await holdTable(url, 'outbox_messages');
    const mail = { to: 'eve@example.org', subject: 'Earned', text: 'You did it.', html: '<p>You did it.</p>' };
    await pool.query(`select graphile_worker.add_job('send-mail', $1::json)`, [JSON.stringify(mail)]);
    const first = start({ ...settings, BASE_URL: 'http://127.0.0.1', PORT: '0' });
    await first.ready;
    await untilHeldAt(pool, 'outbox_messages');

    await first.kill();
    // The database notices a dead client only when it next speaks to it; until then what it was asked last would still be done.
    await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tessera' and datname = current_database()`,
    );
    await outbox.release();
    const second = start({ ...settings, BASE_URL: 'http://127.0.0.1', PORT: '0' });
    await second.ready;

    await expect
      .poll(async () => (await pool.query('select recipient from outbox_messages')).rows, { timeout: 20_000 })
      .toEqual([{ recipient: 'eve@example.org' }]);
    await expect.poll(async () => (await pool.query('select 1 from graphile_worker.jobs')).rows).toEqual([]);
  });
});
