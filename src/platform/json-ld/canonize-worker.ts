import { parentPort } from 'node:worker_threads';
import { type Canonized, type ToCanonize, canonizeHere } from './canonize.ts';

/** The other side of `canonize-apart.ts`: one document at a time, on a thread that can be ended. */
export type CanonizeRequest = ToCanonize & { id: number };
export type CanonizeAnswer = { id: number; canonized: Canonized } | 'ready';

parentPort?.postMessage('ready' satisfies CanonizeAnswer);
parentPort?.on('message', ({ id, ...input }: CanonizeRequest) => {
  void canonizeHere(input).then((canonized) => {
    parentPort?.postMessage({ id, canonized } satisfies CanonizeAnswer);
  });
});
