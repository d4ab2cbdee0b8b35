import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { identifyProcess, isRunning } from './process-identity.ts';

export type StoredBlob = { sha256: string; size: number };

/** A file received and measured, not yet kept: `keep` or `discard` it. */
export type ReceivedFile = StoredBlob & { path: string; keep(): Promise<void>; discard(): Promise<void> };

/** Where files live, by the SHA-256 of their content. */
export type Storage = {
  /** Streams content to a place of its own while hashing it; stops past `maxBytes` and keeps nothing. */
  receive(content: Readable, maxBytes: number): Promise<ReceivedFile | 'too-large'>;
  read(sha256: string, range?: { start: number; end: number }): Readable;
  has(sha256: string): Promise<boolean>;
  /** Clears away what a process that was killed had half received. */
  removeAbandoned(): Promise<void>;
};

class TooLarge extends Error {}

/** Files on this machine's disk, under `root`. */
export function createDiskStorage(root: string): Storage {
  const receiver = identifyProcess(process.pid) ?? String(process.pid);
  const pathOf = (sha256: string) => join(root, 'blobs', sha256.slice(0, 2), sha256);
  return {
    async receive(content, maxBytes) {
      const path = join(root, 'incoming', `${receiver}.${randomUUID()}`);
      await mkdir(dirname(path), { recursive: true });
      const hash = createHash('sha256');
      let size = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          hash.update(chunk);
          done(size > maxBytes ? new TooLarge() : null, chunk);
        },
      });
      try {
        await pipeline(content, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        if (error instanceof TooLarge) return 'too-large';
        throw error;
      }
      const sha256 = hash.digest('hex');
      return {
        sha256,
        size,
        path,
        keep: () => moveDurably(path, pathOf(sha256)),
        discard: () => rm(path, { force: true }),
      };
    },
    read: (sha256, range) => createReadStream(pathOf(sha256), range),
    has: (sha256) =>
      stat(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    async removeAbandoned() {
      const incoming = join(root, 'incoming');
      for (const name of await readdir(incoming).catch(() => [])) {
        if (!isRunning(name.split('.')[0] ?? '')) await rm(join(incoming, name), { force: true });
      }
    },
  };
}

/** After this a crash or a power cut can't lose the file: its bytes and its name are on the disk. */
async function moveDurably(from: string, to: string): Promise<void> {
  await sync(from);
  const made = await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  await sync(dirname(to));
  // A folder made just now is itself a name that the one above has to keep: `blobs`, and the root that holds it.
  if (made === undefined) return;
  await sync(join(dirname(to), '..'));
  await sync(join(dirname(to), '../..'));
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
