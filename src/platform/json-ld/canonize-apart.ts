import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CanonizeAnswer, CanonizeRequest } from './canonize-worker.ts';
import type { Canonize, Canonized, ToCanonize } from './canonize.ts';

type Waiting = { input: ToCanonize; caller: string | undefined; resolve: (canonized: Canonized) => void };

/** A thread, and what it works on. */
type Place = { worker?: Worker; isReady?: boolean; current?: Waiting & { id: number; deadline: NodeJS.Timeout } };

const usualLimits = {
  threads: 1,
  totalMs: 5000,
  startMs: 60_000,
  mostWaiting: 30,
  mostOfOne: 6,
  /** Of a thread’s memory, for documents of strangers; a bound costs a third of the speed. */
  megabytes: 256 as number | undefined,
};

export type CanonizeApart = Canonize & {
  /** The same for one caller of many: its documents take one thread at most, a few of them wait, and others’ have their turn between. */
  of(caller: string): Canonize;
  close(): Promise<void>;
};

/**
 * Canonicalises on threads apart, so that the server goes on meanwhile. A document that takes too long ends its thread, and the
 * next one gets a new one: strangers bring theirs. A thread starts with the first document that finds none free.
 */
export function createCanonizeApart(limits: Partial<typeof usualLimits> = {}): CanonizeApart {
  const { threads, totalMs, startMs, mostWaiting, mostOfOne, megabytes } = { ...usualLimits, ...limits };
  let waiting: Waiting[] = [];
  const places: Place[] = Array.from({ length: threads }, () => ({}));
  let asked = 0;

  function start(place: Place): Worker {
    const bundled = join(import.meta.dirname, 'canonize-worker.js');
    const started = new Worker(existsSync(bundled) ? bundled : join(import.meta.dirname, 'canonize-worker.ts'), {
      execArgv: [],
      env: {},
      ...(megabytes !== undefined && {
        resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32 },
      }),
    });
    started.unref();
    started.on('message', (answer: CanonizeAnswer) => {
      if (place.worker !== started) return;
      if (answer === 'ready') {
        place.isReady = true;
        // The document’s time begins now: a busy machine takes long to start a thread.
        if (place.current) {
          clearTimeout(place.current.deadline);
          place.current.deadline = limit(place, started, totalMs);
        }
      } else if (place.current?.id === answer.id) finish(place, answer.canonized);
    });
    // It ran out of memory, or over: either way the document was too much for it.
    const ended = () => {
      if (place.worker === started) giveUp(place);
    };
    started.on('error', ended);
    started.on('exit', ended);
    place.worker = started;
    place.isReady = false;
    return started;
  }

  function limit(place: Place, worker: Worker, milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      void worker.terminate();
      giveUp(place);
    }, milliseconds);
  }

  function giveUp(place: Place): void {
    delete place.worker;
    finish(place, { ok: false, reason: 'too-slow' });
  }

  function finish(place: Place, canonized: Canonized): void {
    if (!place.current) return;
    clearTimeout(place.current.deadline);
    const { resolve } = place.current;
    delete place.current;
    place.worker?.unref();
    resolve(canonized);
    next();
  }

  /** The first in line whose caller has no thread already; what else that caller has waits behind all others. */
  function take(): Waiting | undefined {
    const busy = new Set(places.map(({ current }) => current?.caller));
    const taken = waiting.find(({ caller }) => caller === undefined || !busy.has(caller));
    if (!taken) return undefined;
    const rest = waiting.filter((other) => other !== taken);
    const isOfCaller = ({ caller }: Waiting) => caller !== undefined && caller === taken.caller;
    waiting = [...rest.filter((other) => !isOfCaller(other)), ...rest.filter(isOfCaller)];
    return taken;
  }

  function next(): void {
    // One that is warm before one that has yet to start.
    const free = places.filter(({ current }) => !current).sort((a, b) => Number(!a.worker) - Number(!b.worker));
    for (const place of free) {
      const taken = take();
      if (!taken) return;
      const worker = place.worker ?? start(place);
      worker.ref();
      asked += 1;
      const deadline = limit(place, worker, place.isReady ? totalMs : startMs);
      place.current = { ...taken, id: asked, deadline };
      worker.postMessage({ ...taken.input, id: asked } satisfies CanonizeRequest);
    }
  }

  function canonize(input: ToCanonize, caller?: string): Promise<Canonized> {
    return new Promise((resolve) => {
      const ofOne = caller === undefined ? 0 : waiting.filter((other) => other.caller === caller).length;
      if (waiting.length >= mostWaiting || ofOne >= mostOfOne) {
        resolve({ ok: false, reason: 'busy' });
        return;
      }
      waiting.push({ input, caller, resolve });
      next();
    });
  }

  return Object.assign((input: ToCanonize) => canonize(input), {
    of:
      (caller: string): Canonize =>
      (input) =>
        canonize(input, caller),
    async close() {
      for (const { resolve } of waiting.splice(0)) resolve({ ok: false, reason: 'busy' });
      const ending = places.flatMap(({ worker }) => worker ?? []);
      places.forEach(giveUp);
      await Promise.all(ending.map((worker) => worker.terminate()));
    },
  });
}
