import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';

/** In milliseconds. */
const limits = {
  /** Until a mark that was lost is tried again. */
  retry: 500,
  /** Until a database that says nothing counts as lost. */
  answer: 10_000,
  /** Until the database ends a connection that says nothing: a machine without power closes none. Each look speaks. */
  silence: 60_000,
};

/** The lock of a worker; `$1` is what its jobs are locked by. */
const lock = `hashtextextended('tessera-worker:' || $1, 0)`;

export type Marking = {
  /** Resolves while this worker is marked as one that lives: until then it takes no job. Or once nothing more is begun. */
  marked(): Promise<void>;
  /** Lets go of those who wait for a mark: nothing more is begun. */
  stopWaiting(): void;
  /** One look at the others, over the connection that marks this one; without one nobody is looked at. */
  look(): Promise<Look>;
  /** Takes the mark away; what is still begun is free for others. */
  leave(): Promise<void>;
};

/** Whose jobs were freed, and who seems dead for the first time: another look has to come to the same. */
export type Look = { freed: readonly string[]; suspects: readonly string[] };

/**
 * Marks a worker as one that lives, and does so again as often as its connection is lost: it holds a lock of the database, on a
 * connection of its own. With the process ends the connection, and with the connection the lock, so that everybody can tell
 * whose jobs nobody runs any more. (A pooler between them has to pool sessions, not transactions: locks belong to a session.)
 */
export function markWorker(
  worker: string,
  { connection, log, silence = limits.silence }: { connection: pg.ClientConfig; log: Log; silence?: number },
): Marking {
  const left = new AbortController();
  let nothingMore = false;
  let marking = Promise.withResolvers<undefined>();
  let client: pg.Client | undefined;
  let suspects: readonly string[] = [];
  let underWay: Promise<unknown> = Promise.resolve();

  /** Marks, and resolves when the mark is gone. */
  async function mark(): Promise<void> {
    const next = new pg.Client({
      ...connection,
      keepAlive: true,
      connectionTimeoutMillis: limits.answer,
      query_timeout: limits.answer,
    });
    const ended = new Promise((resolve) => next.once('end', resolve));
    next.on('error', (error) => {
      log.warn({ err: error }, 'the connection that marks this process as one that runs jobs was lost');
    });
    try {
      await next.connect();
      await next.query(`select set_config('idle_session_timeout', $1, false)`, [String(silence)]);
      await next.query(`select pg_advisory_lock_shared(${lock})`, [worker]);
      client = next;
      marking.resolve(undefined);
      if (!left.signal.aborted) await ended;
    } finally {
      if (client) marking = Promise.withResolvers();
      client = undefined;
      // A new start of the database ends the marks of all: whoever seemed dead before is looked at anew.
      suspects = [];
      void next.end().catch(() => undefined);
    }
  }

  async function keepMarked(): Promise<void> {
    let told = false;
    while (!left.signal.aborted) {
      try {
        await mark();
        told = false;
      } catch (error) {
        if (!told)
          log.warn({ err: error }, 'this process can’t be marked as one that runs jobs, and begins none until it is');
        told = true;
      }
      await pause(limits.retry, undefined, { signal: left.signal }).catch(() => undefined);
    }
  }
  const kept = keepMarked();

  function stopWaiting(): void {
    nothingMore = true;
    marking.resolve(undefined);
  }

  return {
    async marked() {
      while (!client && !nothingMore) await marking.promise;
    },
    stopWaiting,
    async look() {
      const looking = client;
      if (!looking) return { freed: [], suspects: [] };
      try {
        const going = lookForDead(looking, { own: worker, suspects });
        underWay = going;
        const look = await going;
        suspects = look.suspects;
        return look;
      } catch (error) {
        // It may be half gone, which another one tells.
        void looking.end().catch(() => undefined);
        throw error;
      }
    },
    async leave() {
      stopWaiting();
      left.abort();
      // In the middle of a query only this side would be closed, and the mark gone a little later.
      await underWay.catch(() => undefined);
      await client?.end();
      await kept;
    },
  };
}

/**
 * Frees the jobs of those who were suspected and still hold no lock. Their locks are held meanwhile, so that none of them is
 * marked again at the same moment; where two look at once, one takes the other for a living worker, and frees nothing.
 */
async function lookForDead(
  client: pg.Client,
  { own, suspects }: { own: string; suspects: readonly string[] },
): Promise<Look> {
  await client.query('begin');
  const { rows } = await client.query<{ worker: string }>(
    `select distinct locked_by as worker from (
       select locked_by from graphile_worker._private_jobs union all select locked_by from graphile_worker._private_job_queues
     ) as begun where locked_by <> $1`,
    [own],
  );
  const dead: string[] = [];
  for (const { worker } of rows) {
    const taken = await client.query<{ taken: boolean }>(`select pg_try_advisory_xact_lock(${lock}) as taken`, [
      worker,
    ]);
    if (taken.rows[0]?.taken) dead.push(worker);
  }
  const freed = dead.filter((worker) => suspects.includes(worker));
  // Said to all who wait for jobs, as of new ones.
  const free = `select graphile_worker.force_unlock_workers($1), pg_notify('jobs:insert', '{"count": 2}')`;
  if (freed.length > 0) await client.query(free, [freed]);
  await client.query('commit');
  return { freed, suspects: dead.filter((worker) => !freed.includes(worker)) };
}
