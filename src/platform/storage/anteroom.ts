import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { identifyProcess, isRunning } from '../process-identity.ts';
import { type StoredBlob, explainDiskError } from '../storage.ts';

/** After so long without a byte nobody takes up an upload any more; its row ends a day before. */
const stagedMilliseconds = 8 * 24 * 3600_000;

class TooLarge extends Error {}

/**
 * Where files wait on this machine's disk until they are whole and looked at: `incoming` for what comes in one request,
 * `uploads` for what comes in several.
 */
export function createAnteroom(root: string) {
  const receiver = identifyProcess(process.pid) ?? String(process.pid);
  const incoming = join(root, 'incoming');
  const stagingFolder = join(root, 'uploads');
  /** A place that is cleared when this process is gone. */
  const newPath = async () => {
    await mkdir(incoming, { recursive: true });
    return join(incoming, `${receiver}.${randomUUID()}`);
  };
  return {
    stagingFolder,
    newPath,

    async receive(content: Readable, maxBytes: number): Promise<(StoredBlob & { path: string }) | 'too-large'> {
      const path = await newPath();
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
        throw explainDiskError(error);
      }
      return { sha256: hash.digest('hex'), size, path };
    },

    async removeAbandoned(): Promise<void> {
      for (const name of await readdir(incoming).catch(() => [])) {
        if (!isRunning(name.split('.')[0] ?? '')) await rm(join(incoming, name), { force: true });
      }
      for (const name of await readdir(stagingFolder).catch(() => [])) {
        const path = join(stagingFolder, name);
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
        if (mtimeMs < Date.now() - stagedMilliseconds) await rm(path, { force: true });
      }
    },
  };
}

/** Waits until what was written to a file, or the names in a folder, are on the disk. */
export async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } catch (error) {
    throw explainDiskError(error);
  } finally {
    await file.close();
  }
}
