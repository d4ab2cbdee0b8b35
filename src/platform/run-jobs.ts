import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Runner, type WorkerEvents, run } from 'graphile-worker';
import type pg from 'pg';
import { type JobHandlers, jobTasks, quietJobLog } from './jobs.ts';
import { type Marking, markWorker } from './living-workers.ts';
import type { Log } from './log.ts';

/** In milliseconds. */
const usualPauses = {
  /** Between two looks for workers that died. */
  look: 20_000,
  /** Until the look that makes sure: whoever lost its mark for a moment has it back by then. */
  sure: 3_000,
  /** Until jobs are run again after the queue gave up. */
  again: 1_000,
};

/** Runs jobs until stopped. One that fails is tried again, later and later; one that a killed process had begun is taken up. */
export async function runJobs(
  pool: pg.Pool,
  handlers: JobHandlers,
  log: Log,
  crontab = '',
  pauses = usualPauses,
): Promise<{ stop(): Promise<void> }> {
  const stopped = new AbortController();
  const wait = (ms: number) => pause(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
  const begin = () => beginShift(pool, handlers, log, crontab);
  // A first one that can’t begin ends the program, which says why.
  let shift: Shift | undefined = await begin();
  /** One that is ending by itself refuses to be stopped. */
  const stopShift = () => shift?.runner.stop().catch(() => undefined);

  /** The queue ends by itself when it can’t write down what became of a job, as while the database starts anew. */
  async function keepRunning(): Promise<void> {
    while (shift) {
      const ending: Shift = shift;
      await ending.runner.promise.catch(() => undefined);
      shift = undefined;
      await ending.marking.leave();
      while (!shift && !stopped.signal.aborted) {
        await wait(pauses.again);
        shift = await begin().catch((error: unknown) => {
          log.warn({ err: error }, 'running jobs ended by itself, and can’t begin again yet');
          return undefined;
        });
      }
      if (stopped.signal.aborted) await stopShift();
    }
  }

  async function keepLooking(): Promise<void> {
    await shift?.marking.marked();
    while (!stopped.signal.aborted) {
      const look = await shift?.marking.look().catch((error: unknown) => {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'looking for workers that died failed');
        return undefined;
      });
      if (look?.freed.length)
        log.warn({ workers: look.freed }, 'jobs that a process had begun before it died are free');
      await wait(look?.suspects.length ? pauses.sure : pauses.look);
    }
  }
  const kept = Promise.all([keepRunning(), keepLooking()]);

  return {
    async stop() {
      stopped.abort();
      await stopShift();
      await kept;
    },
  };
}

/** The queue at work in this process, and what shows others that it is. */
type Shift = { runner: Runner; marking: Marking };

async function beginShift(pool: pg.Pool, handlers: JobHandlers, log: Log, crontab: string): Promise<Shift> {
  const events: WorkerEvents = new EventEmitter();
  let marking: Marking | undefined;
  // Jobs are locked by the pool’s id, which it makes up itself.
  events.once('pool:create', ({ workerPool }) => {
    marking = markWorker(workerPool.id, { connection: pool.options, log });
  });
  events.once('pool:gracefulShutdown', () => marking?.stopWaiting());
  const runner = await run({
    pgPool: pool,
    taskList: jobTasks(handlers),
    crontab,
    logger: quietJobLog(log),
    concurrency: 2,
    noHandleSignals: true,
    events,
    // Asked before every job: what an unmarked worker begins would be taken from it.
    forbiddenFlags: async () => {
      await marking?.marked();
      return [];
    },
    // Without, a job’s end that can’t be written down would end the process: nobody waits for that promise.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  if (!marking) throw new Error('The queue began without a pool of workers.');
  return { runner, marking };
}
