import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type TestDatabase, createDatabase } from '../../test/support/postgres.ts';
import { createPool } from './database.ts';
import type { JobHandlers } from './jobs.ts';
import { silentLog } from './log.ts';
import { runJobs } from './run-jobs.ts';

let database: TestDatabase;
const undo: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await createDatabase();
  // The queue writes there what it logs as well.
  const trace = vi.spyOn(console, 'trace').mockReturnValue();
  undo.push(() => Promise.resolve(trace.mockRestore()));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  await database.drop();
});

const soon = { look: 10, sure: 10, again: 10 };

function poolOf(url: string): pg.Pool {
  const pool = createPool(url);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  undo.push(() => pool.end());
  return pool;
}

/** Runs the one job that these tests know. */
async function running(act: () => Promise<void>, { pool = poolOf(database.url), log = silentLog } = {}) {
  const jobs = await runJobs(pool, { 'scan-waiting': act } as unknown as JobHandlers, log, '', soon);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= jobs.stop());
  undo.push(stop);
  return { stop };
}

async function add(key: string): Promise<void> {
  await database.pool.query(`select graphile_worker.add_job('scan-waiting', job_key := $1)`, [key]);
}

async function left(): Promise<string[]> {
  const { rows } = await database.pool.query<{ key: string }>('select key from graphile_worker.jobs order by key');
  return rows.map(({ key }) => key);
}

it('a worker that lives on does what one had begun that is gone', async () => {
  await add('of the dead');
  await database.pool.query(`update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now()`);
  await running(() => Promise.resolve());
  await expect.poll(left).toEqual([]);
});

it('no job is begun before the worker that begins it is marked as living', async () => {
  const marks: unknown[] = [];
  await add('early');
  const pool = poolOf(database.url);
  // Those are open already; the mark, which needs a connection of its own, does not come about at the first go.
  const open = await Promise.all([1, 2, 3, 4].map(() => pool.connect()));
  for (const client of open) client.release();
  pool.options.connectionString = 'postgres://127.0.0.1:1/nowhere';
  const warn = () => {
    pool.options.connectionString = database.url;
  };
  const act = async () => {
    const { rows } = await database.pool.query(
      `select count(l.pid)::int as marks from graphile_worker._private_jobs j left join pg_locks l on l.locktype = 'advisory'
          and l.granted and l.classid::bigint << 32 | l.objid::bigint = hashtextextended('tessera-worker:' || j.locked_by, 0)
        where j.locked_by is not null group by j.id`,
    );
    marks.push(...rows);
  };
  await running(act, { pool, log: { ...silentLog, warn } });
  await expect.poll(left).toEqual([]);
  expect(marks).toEqual([{ marks: 1 }]);
});

it('where the database goes away as a job ends, the job is done again and the others after it', async () => {
  const way = await wayTo(database.url);
  let runs = 0;
  await add('first');
  await running(
    async () => {
      runs += 1;
      if (runs === 1) await way.close();
    },
    { pool: poolOf(way.url) },
  );
  await expect.poll(() => runs).toBe(1);
  await add('second');
  await way.open();
  await expect.poll(left).toEqual([]);
  expect(runs).toBe(3);
});

it('whoever is stopped leaves neither a session nor a mark, even while the database is away', async () => {
  const { stop } = await running(() => Promise.resolve());
  await add('done');
  await expect.poll(left).toEqual([]);
  await stop();
  const { rows } = await database.pool.query(
    `select 1 from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database() where locktype = 'advisory'`,
  );
  expect(rows).toEqual([]);

  const way = await wayTo(database.url);
  let ran = false;
  await add('cut');
  const away = await running(
    async () => {
      await way.close();
      ran = true;
    },
    { pool: poolOf(way.url) },
  );
  await expect.poll(() => ran).toBe(true);
  await away.stop();
  expect(await left()).toEqual(['cut']);
});

/** A way to the database that can be cut, as if it started anew, and opened again. */
async function wayTo(databaseUrl: string): Promise<{ url: string; close(): Promise<void>; open(): Promise<void> }> {
  const { host, port } = new pg.Client({ connectionString: databaseUrl });
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  };
  undo.push(() => (server.listening ? close() : Promise.resolve()));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${own}`;
  return { url: url.href, close, open: () => listen(own) };
}
