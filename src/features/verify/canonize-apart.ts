import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CanonizeAnswer, CanonizeRequest } from './canonize-worker.ts';
import type { Canonize, Canonized, ToCanonize } from './canonize.ts';

type Waiting = { input: ToCanonize; resolve: (canonized: Canonized) => void };

const usualLimits = { totalMs: 5000, mostWaiting: 30, megabytes: 256 };

export type CanonizeApart = Canonize & { close(): Promise<void> };

/**
 * Canonicalises documents of strangers on a thread apart, one after another: whatever is in one, the server goes on, and after
 * a while the thread is ended and the next document gets a new one. It starts with the first document.
 */
export function createCanonizeApart(limits: Partial<typeof usualLimits> = {}): CanonizeApart {
  const { totalMs, mostWaiting, megabytes } = { ...usualLimits, ...limits };
  const waiting: Waiting[] = [];
  let worker: Worker | undefined;
  let current: (Waiting & { id: number; deadline: NodeJS.Timeout }) | undefined;
  let asked = 0;

  function start(): Worker {
    const bundled = join(import.meta.dirname, 'canonize-worker.js');
    const started = new Worker(existsSync(bundled) ? bundled : join(import.meta.dirname, 'canonize-worker.ts'), {
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32 },
    });
    started.unref();
    started.on('message', ({ id, canonized }: CanonizeAnswer) => {
      if (current?.id === id) finish(canonized);
    });
    // It ran out of memory, or over: either way the document was too much for it.
    started.on('error', () => {
      end(started);
    });
    started.on('exit', () => {
      end(started);
    });
    return started;
  }

  function end(ended: Worker): void {
    if (worker !== ended) return;
    worker = undefined;
    finish({ ok: false, reason: 'too-complex' });
  }

  function finish(canonized: Canonized): void {
    if (!current) return;
    clearTimeout(current.deadline);
    const { resolve } = current;
    current = undefined;
    worker?.unref();
    resolve(canonized);
    next();
  }

  function next(): void {
    if (current) return;
    const taken = waiting.shift();
    if (!taken) return;
    worker ??= start();
    worker.ref();
    asked += 1;
    const deadline = setTimeout(() => {
      const stuck = worker;
      worker = undefined;
      void stuck?.terminate();
      finish({ ok: false, reason: 'too-complex' });
    }, totalMs);
    current = { ...taken, id: asked, deadline };
    worker.postMessage({ ...taken.input, id: asked } satisfies CanonizeRequest);
  }

  const canonize: Canonize = (input) =>
    new Promise((resolve) => {
      if (waiting.length >= mostWaiting) {
        resolve({ ok: false, reason: 'busy' });
        return;
      }
      waiting.push({ input, resolve });
      next();
    });
  return Object.assign(canonize, {
    async close() {
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  });
}
