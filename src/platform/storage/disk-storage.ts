import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Log, silentLog } from '../log.ts';
import { type ReceivedFile, type Storage, type StoredBlob, type StoredFile, explainDiskError } from '../storage.ts';
import { createAnteroom, sync } from './anteroom.ts';
import { createBackgroundChecks, readVerified } from './verify-content.ts';

/** Pieces in which files are read, in bytes. */
const pieceBytes = 256 * 1024;

/** Files on this machine's disk, under `root`. */
export function createDiskStorage(root: string, log: Log = silentLog): Storage {
  const anteroom = createAnteroom(root);
  const blobs = join(root, 'blobs');
  const pathOf = (name: string) => join(blobs, name.slice(0, 2), name);
  const noteDamage = (error: Error) => {
    log.error({ err: error }, 'a stored file is damaged');
  };
  const readWhole = (sha256: string) =>
    readVerified(createReadStream(pathOf(sha256), { highWaterMark: pieceBytes }), sha256, noteDamage);
  const checks = createBackgroundChecks(readWhole, log);

  const adopt = (path: string, blob: StoredBlob): ReceivedFile => {
    let prepared: Promise<void> | undefined;
    const prepare = () => (prepared ??= sync(path));
    return {
      ...blob,
      path,
      prepare,
      async keep() {
        await prepare();
        await moveDurably(path, pathOf(blob.sha256));
      },
      discard: () => rm(path, { force: true }),
    };
  };

  return {
    stagingFolder: anteroom.stagingFolder,
    async receive(content, maxBytes) {
      const received = await anteroom.receive(content, maxBytes);
      if (received === 'too-large') return received;
      const { path, ...blob } = received;
      return adopt(path, blob);
    },
    adopt,
    read(sha256, range) {
      if (!range) return readWhole(sha256);
      checks.checkSoon(sha256);
      return createReadStream(pathOf(sha256), { ...range, highWaterMark: pieceBytes });
    },
    openLocally: async (sha256) => {
      await stat(pathOf(sha256));
      return { path: pathOf(sha256), done: () => Promise.resolve() };
    },
    find: (sha256) => describeFile(pathOf(sha256), sha256),
    has: async (sha256) => (await describeFile(pathOf(sha256), sha256)) !== undefined,
    async *list() {
      for (const folder of await readdir(blobs).catch(() => [])) {
        for (const name of await readdir(join(blobs, folder)).catch(() => [])) {
          const file = await describeFile(join(blobs, folder, name), name);
          if (file) yield file;
        }
      }
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    removeAbandoned: () => anteroom.removeAbandoned(),
  };
}

async function describeFile(path: string, name: string): Promise<StoredFile | undefined> {
  try {
    const { size, mtime } = await stat(path);
    return { name, size, modifiedAt: mtime };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** After this a crash or a power cut can't lose the file: its bytes are on the disk already, and now its name is. */
async function moveDurably(from: string, to: string): Promise<void> {
  try {
    const made = await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await sync(dirname(to));
    // A folder made just now is itself a name that the one above has to keep: `blobs`, and the root that holds it.
    if (made === undefined) return;
    await sync(join(dirname(to), '..'));
    await sync(join(dirname(to), '../..'));
  } catch (error) {
    throw explainDiskError(error);
  }
}
