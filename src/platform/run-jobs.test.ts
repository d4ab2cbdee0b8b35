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

/** Runs the one job that these tests know, on a pool of its own. */
async function running(act: () => Promise<void>, url = database.url) {
  const pool = createPool(url);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  undo.push(() => pool.end());
  const jobs = await runJobs(pool, { 'scan-waiting': act } as unknown as JobHandlers, silentLog, '', soon);
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
  for (const key of ['a', 'b', 'c']) await add(key);
  await running(async () => {
    const { rows } = await database.pool.query(
      `select count(l.pid)::int as marks from graphile_worker._private_jobs j left join pg_locks l on l.locktype = 'advisory'
          and l.granted and l.classid::bigint << 32 | l.objid::bigint = hashtextextended('tessera-worker:' || j.locked_by, 0)
        where j.locked_by is not null group by j.id`,
    );
    marks.push(...rows);
  });
  await expect.poll(left).toEqual([]);
  expect(new Set(marks.map((mark) => JSON.stringify(mark)))).toEqual(new Set(['{"marks":1}']));
});

it('where the database goes away as a job ends, the job is done again and the others after it', async () => {
  const way = await wayTo(database.url);
  let runs = 0;
  await add('first');
  await running(async () => {
    runs += 1;
    if (runs === 1) await way.close();
  }, way.url);
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
  const away = await running(async () => {
    await way.close();
    ran = true;
  }, way.url);
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
