import { type TaskList, Logger } from 'graphile-worker';
import { sql } from 'kysely';
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
