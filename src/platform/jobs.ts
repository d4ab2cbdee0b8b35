import { type TaskList, Logger, run } from 'graphile-worker';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Trx } from './database.ts';
import type { Log } from './log.ts';

/** Every job and its payload. A feature adds its own by declaration merging beside its handler. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled in by the features
export interface Jobs {}

export type JobName = keyof Jobs;

export type JobHandlers = { [Name in JobName]: (payload: Jobs[Name]) => Promise<void> };

/**
 * Adds a job in the transaction of the change that asks for it: a crash can lose neither one without the other.
 * Jobs with the same `key` that have not started yet become one.
 */
export async function addJob<Name extends JobName>(
  trx: Trx,
  name: Name,
  payload: Jobs[Name],
  key?: string,
): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, job_key := ${key ?? null})`.execute(
    trx,
  );
}

/**
 * The same for a job that waits a while first. One with the same `key` that waits already stays as it is: what came later
 * is done with it.
 */
export async function addJobLater<Name extends JobName>(
  trx: Trx,
  name: Name,
  payload: Jobs[Name],
  { key, seconds }: { key: string; seconds: number },
): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, job_key := ${key},
    job_key_mode := 'preserve_run_at', run_at := now() + make_interval(secs => ${seconds}::float8))`.execute(trx);
}

/** Takes back a job that waits under this key, if there is one. */
export async function removeJob(trx: Trx, key: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${key})`.execute(trx);
}

/** The handlers as the queue calls them. */
export function jobTasks(handlers: JobHandlers): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (payload: unknown) => (handler as (payload: unknown) => Promise<void>)(payload),
    ]),
  );
}

/** The queue's own messages, without its chatter. */
export function quietJobLog(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
  });
}

/** Runs jobs until stopped; a job that fails is tried again, later and later. */
export async function runJobs(
  pool: pg.Pool,
  handlers: JobHandlers,
  log: Log,
  crontab = '',
): Promise<{ stop(): Promise<void> }> {
  const leave = await joinWorkers(pool, log);
  const runner = await run({
    pgPool: pool,
    taskList: jobTasks(handlers),
    crontab,
    logger: quietJobLog(log),
    concurrency: 2,
    noHandleSignals: true,
  });
  return {
    async stop() {
      await runner.stop();
      leave();
    },
  };
}

/**
 * Whoever runs jobs holds a shared lock for as long as it lives. A process that finds no other holder frees the jobs that a
 * killed one had begun, which would else wait four hours for somebody to take them up.
 */
async function joinWorkers(pool: pg.Pool, log: Log): Promise<() => void> {
  const client = await pool.connect();
  client.on('error', (error) => {
    log.warn({ err: error }, 'the connection that marks this process as one that runs jobs was lost');
  });
  const key = `hashtextextended('tessera-workers', 0)`;
  const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${key}) as alone`);
  if (rows[0]?.alone) {
    await client.query(
      `select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker.jobs where locked_by is not null))`,
    );
  }
  await client.query(`select pg_advisory_lock_shared(${key})`);
  if (rows[0]?.alone) await client.query(`select pg_advisory_unlock(${key})`);
  return () => {
    client.release(true);
  };
}
