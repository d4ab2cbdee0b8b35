import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, createDatabase } from '../../test/support/postgres.ts';
import { type Marking, markWorker } from './living-workers.ts';
import { silentLog } from './log.ts';

let database: TestDatabase;
const markings: Marking[] = [];

beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  for (const marking of markings.splice(0)) await marking.leave();
  await database.drop();
});

type Worker = Marking & { connection: { connectionString: string } };

/** A worker that is marked; it connects to wherever `connection` points when it does. */
async function living(id: string, options: { silence?: number } = {}): Promise<Worker> {
  const connection = { connectionString: database.url };
  const marking = markWorker(id, { connection, log: silentLog, ...options });
  markings.push(marking);
  await marking.marked();
  return { ...marking, connection };
}

/** A job that this worker has begun, in a queue of its own. */
async function begun(worker: string): Promise<void> {
  const added = `select graphile_worker.add_job('send-mail', '{}', queue_name := $1, job_key := $1)`;
  await database.pool.query(added, [worker]);
  const taken = 'set locked_by = $1, locked_at = now()';
  await database.pool.query(`update graphile_worker._private_jobs ${taken} where key = $1`, [worker]);
  await database.pool.query(`update graphile_worker._private_job_queues ${taken} where queue_name = $1`, [worker]);
}

/** Whose jobs, and whose queues, are begun still. */
async function stillBegun(): Promise<string[]> {
  const { rows } = await database.pool.query<{ worker: string }>(
    `select j.locked_by as worker from graphile_worker._private_jobs j
       join graphile_worker._private_job_queues q on q.id = j.job_queue_id and q.locked_by = j.locked_by order by 1`,
  );
  return rows.map(({ worker }) => worker);
}

/** The sessions that hold the mark of somebody, of one worker or of all. */
async function sessions(worker?: string): Promise<number[]> {
  const { rows } = await database.pool.query<{ pid: number }>(
    `select l.pid from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
      where l.locktype = 'advisory' and l.granted and ($1::text is null or
        l.classid::bigint << 32 | l.objid::bigint = hashtextextended('tessera-worker:' || $1, 0))`,
    [worker ?? null],
  );
  return rows.map(({ pid }) => pid);
}

/** Ends the connection that marks a worker, and waits until it is gone. */
async function cut(worker: string): Promise<void> {
  await database.pool.query('select pg_terminate_backend(pid, 10000) from unnest($1::int[]) pid', [
    await sessions(worker),
  ]);
}

const nowhere = 'postgres://127.0.0.1:1/nowhere';

it('what a worker that died had begun is free after two looks of a living one, and nothing else is', async () => {
  const looking = await living('pool-looking');
  await living('pool-other');
  for (const worker of ['pool-looking', 'pool-other', 'pool-dead']) await begun(worker);

  expect(await looking.look()).toEqual({ freed: [], suspects: ['pool-dead'] });
  expect(await stillBegun()).toEqual(['pool-dead', 'pool-looking', 'pool-other']);
  expect(await looking.look()).toEqual({ freed: ['pool-dead'], suspects: [] });
  expect(await stillBegun()).toEqual(['pool-looking', 'pool-other']);
  expect(await looking.look()).toEqual({ freed: [], suspects: [] });
});

it('a worker dies with its connection, and one that lost it for a moment keeps what it runs', async () => {
  const looking = await living('pool-looking');
  const other = await living('pool-other');
  await begun('pool-other');

  other.connection.connectionString = nowhere;
  await cut('pool-other');
  expect(await looking.look()).toEqual({ freed: [], suspects: ['pool-other'] });
  other.connection.connectionString = database.url;
  await expect.poll(() => sessions('pool-other')).toHaveLength(1);
  expect(await looking.look()).toEqual({ freed: [], suspects: [] });

  // What it was suspected of before counts no more.
  other.connection.connectionString = nowhere;
  await cut('pool-other');
  expect(await looking.look()).toEqual({ freed: [], suspects: ['pool-other'] });
  expect(await stillBegun()).toEqual(['pool-other']);
  expect(await looking.look()).toEqual({ freed: ['pool-other'], suspects: [] });
});

it('after its own connection was lost a worker begins its looks anew, for the marks of all may have been', async () => {
  const looking = await living('pool-looking');
  await begun('pool-dead');
  expect((await looking.look()).suspects).toEqual(['pool-dead']);

  const [before] = await sessions('pool-looking');
  looking.connection.connectionString = nowhere;
  await cut('pool-looking');
  await expect.poll(() => looking.look()).toEqual({ freed: [], suspects: [] });
  looking.connection.connectionString = database.url;
  await looking.marked();
  expect(await sessions('pool-looking')).not.toContain(before);

  expect(await looking.look()).toEqual({ freed: [], suspects: ['pool-dead'] });
  expect(await looking.look()).toEqual({ freed: ['pool-dead'], suspects: [] });
});

it('two that look at once free it once, and one that is marked again just then waits for them', async () => {
  const [one, two] = [await living('pool-one'), await living('pool-two')];
  await begun('pool-dead');
  for (const { look } of [one, two]) expect((await look()).suspects).toEqual(['pool-dead']);

  // Whoever comes first stands in the middle of freeing it.
  const holder = await database.pool.connect();
  await holder.query('begin; select 1 from graphile_worker._private_jobs for update');
  const first = one.look();
  await expect.poll(waiting).toBe(1);
  expect(await two.look()).toEqual({ freed: [], suspects: [] });
  const back = living('pool-dead');
  await expect.poll(waiting).toBe(2);
  await holder.query('commit');
  holder.release();

  expect(await first).toEqual({ freed: ['pool-dead'], suspects: [] });
  await back;
  expect(await two.look()).toEqual({ freed: [], suspects: [] });
});

async function waiting(): Promise<number> {
  const { rows } = await database.pool.query(
    `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows.length;
}

it('a connection that says nothing is ended by the database, as that of a machine without power; a living one comes back', async () => {
  const quiet = await living('pool-quiet', { silence: 150 });
  const seen = new Set(await sessions('pool-quiet'));
  await expect
    .poll(async () => {
      for (const pid of await sessions('pool-quiet')) seen.add(pid);
      return seen.size;
    })
    .toBeGreaterThan(1);
  await quiet.leave();
  expect(await sessions()).toEqual([]);
});

it('whoever leaves leaves nothing, and waits for no mark', async () => {
  const leaving = markWorker('pool-leaving', { connection: { connectionString: nowhere }, log: silentLog });
  const waited = leaving.marked();
  leaving.stopWaiting();
  await waited;
  await leaving.leave();

  // One that is in the middle of a look comes to its end first: cut off there, its session would outlive it.
  const stopping = await living('pool-stopping');
  await begun('pool-dead');
  await stopping.look();
  const holder = await database.pool.connect();
  await holder.query('begin; select 1 from graphile_worker._private_jobs for update');
  const look = stopping.look();
  await expect.poll(waiting).toBe(1);
  let hasLeft = false;
  const left = stopping.leave().then(() => (hasLeft = true));
  for (let turn = 0; turn < 5; turn += 1) expect(await sessions('pool-stopping')).toHaveLength(1);
  expect(hasLeft).toBe(false);
  await holder.query('commit');
  holder.release();
  await left;
  expect((await look).freed).toEqual(['pool-dead']);
  expect(await sessions()).toEqual([]);
});
