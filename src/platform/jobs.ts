import { type Runner, type TaskList, Logger, run } from 'graphile-worker';
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

/** The handlers as the queue calls them. */
export function jobTasks(handlers: JobHandlers): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (payload: unknown) => (handler as (payload: unknown) => Promise<void>)(payload),
    ]),
  ) as TaskList;
}

/** The queue's own messages, without its chatter. */
export function quietJobLog(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
  });
}

/** Runs jobs until stopped; a job that fails is tried again, later and later. */
export async function runJobs(pool: pg.Pool, handlers: JobHandlers, log: Log): Promise<Runner> {
  return run({
    pgPool: pool,
    taskList: jobTasks(handlers),
    logger: quietJobLog(log),
    concurrency: 2,
    noHandleSignals: true,
  });
}
