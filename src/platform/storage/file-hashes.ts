import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './hash-worker.ts';

/** SHA-256 of files that grow, made on another thread while they do. */
export type FileHashes = {
  /** Bytes up to there are written and will not change. */
  follow(path: string, upTo: number): void;
  /** Of a file that is whole, of so many bytes; what was not followed is read now. */
  digest(path: string, size: number): Promise<string>;
  forget(path: string): void;
  close(): Promise<void>;
};

/** One thread for a process; it starts with the first file. */
export function createFileHashes(): FileHashes {
  const waiting = new Map<number, { resolve: (sha256: string) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let asked = 0;

  const failAll = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const post = (message: HashRequest) => {
    if (!worker) {
      const bundled = join(import.meta.dirname, 'hash-worker.js');
      const started = new Worker(existsSync(bundled) ? bundled : join(import.meta.dirname, 'hash-worker.ts'), {
        execArgv: [],
        // It holds nothing but the states of hashes.
        resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
      });
      worker = started;
      started.unref();
      started.on('message', (answer: HashAnswer) => {
        const asker = waiting.get(answer.id);
        waiting.delete(answer.id);
        if (waiting.size === 0) started.unref();
        if ('sha256' in answer) asker?.resolve(answer.sha256);
        else asker?.reject(new Error(answer.problem));
      });
      started.on('error', (error) => {
        failAll(error instanceof Error ? error : new Error(String(error)));
      });
      started.on('exit', () => {
        if (worker === started) failAll(new Error('The thread that hashes files has ended.'));
      });
    }
    worker.postMessage(message);
  };
  return {
    follow: (path, upTo) => {
      post({ type: 'follow', path, upTo });
    },
    digest: (path, size) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        post({ type: 'digest', path, size, id: asked });
        worker?.ref();
      }),
    forget: (path) => {
      if (worker) post({ type: 'forget', path });
    },
    async close() {
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}
