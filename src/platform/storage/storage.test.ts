import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3Server, startS3Server } from '../../../test/support/s3-server.ts';
import { DamagedFileError, type ReceivedFile, type Storage } from '../storage.ts';
import { identifyProcess } from '../process-identity.ts';
import { createDiskStorage } from './disk-storage.ts';
import { createS3Storage } from './s3-storage.ts';

type Place = {
  storage: Storage;
  root: string;
  /** What the log was told. */
  told: string[];
  /** Changes what is stored, behind the storage's back. */
  overwrite(name: string, content: Buffer): Promise<void>;
  close(): Promise<void>;
};

function listen(told: string[]) {
  const note = (_details: unknown, message = '') => void told.push(message);
  return { error: note, warn: note, info: note };
}

async function onDisk(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'tessera-storage-'));
  const told: string[] = [];
  return {
    root,
    told,
    storage: createDiskStorage(root, listen(told)),
    overwrite: (name, content) => writeFile(join(root, 'blobs', name.slice(0, 2), name), content),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

async function onS3(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'tessera-storage-'));
  const told: string[] = [];
  const server: S3Server = await startS3Server();
  const storage = createS3Storage(server.settings, root, listen(told));
  return {
    root,
    told,
    storage,
    async overwrite(name, content) {
      for (const path of await readdir(server.folder, { recursive: true })) {
        if (path.endsWith(`${name}._S3rver_object`)) await writeFile(join(server.folder, path), content);
      }
    },
    async close() {
      storage.close();
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe.each([
  ['on a disk', onDisk],
  ['in an S3-compatible store', onS3],
])('files kept %s', (_where, make) => {
  let place: Place;
  let storage: Storage;
  beforeAll(async () => {
    place = await make();
    storage = place.storage;
  });
  afterAll(() => place.close());

  const receive = async (content: Buffer): Promise<ReceivedFile> => {
    const received = await storage.receive(Readable.from([content]), content.length);
    if (received === 'too-large') throw new Error('It is just as large as it may be.');
    return received;
  };
  const keep = async (content: Buffer): Promise<string> => {
    const received = await receive(content);
    await received.prepare();
    await received.keep();
    await received.discard();
    return received.sha256;
  };
  const whole = (name: string) => buffer(storage.read(name));

  it('are found by the hash of their content, and read as they were', async () => {
    const content = randomBytes(300_000);
    const received = await receive(content);
    expect([received.sha256, received.size]).toEqual([hashOf(content), content.length]);
    expect(await readFile(received.path)).toEqual(content);
    expect(await storage.has(received.sha256)).toBe(false);
    await received.keep();
    await received.discard();

    expect(await storage.find(received.sha256)).toMatchObject({ name: received.sha256, size: content.length });
    expect((await storage.find(received.sha256))?.modifiedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect((await whole(received.sha256)).equals(content)).toBe(true);
    expect(await readdir(join(place.root, 'incoming'))).toEqual([]);
  });

  it('are read in parts', async () => {
    const name = await keep(Buffer.from('0123456789'));
    expect((await buffer(storage.read(name, { start: 2, end: 4 }))).toString()).toBe('234');
    expect((await buffer(storage.read(name, { start: 9, end: 9 }))).toString()).toBe('9');
  });

  it('are kept in parts where they are large', async () => {
    const content = randomBytes(40 * 2 ** 20 + 17);
    const name = await keep(content);
    expect((await storage.find(name))?.size).toBe(content.length);
    expect((await whole(name)).equals(content)).toBe(true);
    const start = 16 * 2 ** 20 - 5;
    const part = await buffer(storage.read(name, { start, end: start + 9 }));
    expect(part.equals(content.subarray(start, start + 10))).toBe(true);
  });

  it('are kept once, however often they come', async () => {
    const content = randomBytes(100);
    const [first, second] = [await keep(content), await keep(content)];
    expect(first).toBe(second);
    const names = [];
    for await (const { name } of storage.list()) names.push(name);
    expect(names.filter((name) => name === first)).toHaveLength(1);
  });

  it('are not kept where they are longer than is allowed', async () => {
    expect(await storage.receive(Readable.from([Buffer.alloc(11)]), 10)).toBe('too-large');
    expect(await readdir(join(place.root, 'incoming'))).toEqual([]);
  });

  it('are kept also where somebody removed the same content in between', async () => {
    const content = randomBytes(50);
    const received = await receive(content);
    await received.prepare();
    await storage.remove(received.sha256);
    await received.keep();
    await received.discard();
    expect((await whole(received.sha256)).equals(content)).toBe(true);
  });

  it('come from the staging folder, too', async () => {
    const content = randomBytes(5000);
    await mkdir(storage.stagingFolder, { recursive: true });
    const path = join(storage.stagingFolder, 'an-upload');
    await writeFile(path, content);
    const adopted = storage.adopt(path, { sha256: hashOf(content), size: content.length });
    await adopted.prepare();
    await adopted.keep();
    await adopted.discard();
    expect((await whole(adopted.sha256)).equals(content)).toBe(true);
    expect(await readdir(storage.stagingFolder)).toEqual([]);
  });

  it('can be opened by a program that needs a path', async () => {
    const content = randomBytes(1000);
    const { path, done } = await storage.openLocally(await keep(content));
    expect(await readFile(path)).toEqual(content);
    await done();
    await expect(storage.openLocally('f'.repeat(64))).rejects.toThrow();
    expect(await readdir(join(place.root, 'incoming'))).toEqual([]);
  });

  it('are listed, and gone once removed', async () => {
    const names = await Promise.all([1, 2, 3].map(() => keep(randomBytes(20))));
    const listed = new Map<string, number>();
    for await (const { name, size } of storage.list()) listed.set(name, size);
    expect(names.map((name) => listed.get(name))).toEqual([20, 20, 20]);

    await storage.remove(names[0]!);
    await storage.remove(names[0]!);
    expect(await Promise.all(names.map((name) => storage.has(name)))).toEqual([false, true, true]);
    await expect(whole(names[0]!)).rejects.toThrow();
  });

  it('that were changed are never read to their end, and the log says so', async () => {
    const content = randomBytes(700_000);
    const name = await keep(content);
    const changed = Buffer.from(content);
    changed[5] = content[5]! ^ 1;
    await place.overwrite(name, changed);
    place.told.length = 0;

    let got = 0;
    const reading = (async () => {
      for await (const piece of storage.read(name)) got += (piece as Buffer).length;
    })();
    await expect(reading).rejects.toThrow(DamagedFileError);
    expect(got).toBeLessThan(content.length);
    expect(place.told).toEqual(['a stored file is damaged']);

    // Of a part nobody can tell; the whole is looked at behind it.
    place.told.length = 0;
    await buffer(storage.read(name, { start: 0, end: 1 }));
    await expect.poll(() => place.told).toEqual(['a stored file is damaged']);
    await keep(content);
    expect((await whole(name)).equals(content)).toBe(true);
  });

  it('of a process that is gone are cleared away where they were not whole, and those of a living one are not', async () => {
    const incoming = join(place.root, 'incoming');
    const mine = `${identifyProcess(process.pid) ?? ''}.whole`;
    await writeFile(join(incoming, '999999999@1.half'), 'half');
    await writeFile(join(incoming, mine), 'still coming');
    await storage.removeAbandoned();
    expect(await readdir(incoming)).toEqual([mine]);
    await rm(join(incoming, mine));
    expect((await stat(incoming)).isDirectory()).toBe(true);
  });
});

describe('an S3-compatible store that is away', () => {
  it('refuses with a sentence for people, keeps nothing, and takes the same file when it is back', async () => {
    const server = await startS3Server();
    const root = await mkdtemp(join(tmpdir(), 'tessera-storage-'));
    const storage = createS3Storage(server.settings, root);
    try {
      const received = await storage.receive(Readable.from([Buffer.from('evidence')]), 100);
      if (received === 'too-large') throw new Error('It is small.');
      await server.stop();
      await expect(received.keep()).rejects.toThrow(
        'The place where files are kept can’t be reached just now. Nothing was stored.',
      );
      await expect(storage.has(received.sha256)).rejects.toThrow('can’t be reached');
      await server.start();
      const again = storage.adopt(received.path, received);
      await again.keep();
      expect((await buffer(storage.read(received.sha256))).toString()).toBe('evidence');
    } finally {
      storage.close();
      await server.close();
      await rm(root, { recursive: true, force: true });
    }
  });

  it('also says so where it refuses the keys, and never writes them anywhere', async () => {
    const server = await startS3Server();
    const root = await mkdtemp(join(tmpdir(), 'tessera-storage-'));
    const credentials = { accessKeyId: 'nobody', secretAccessKey: 'a-very-secret-key' };
    const storage = createS3Storage({ ...server.settings, credentials }, root);
    try {
      const received = await storage.receive(Readable.from([Buffer.from('evidence')]), 100);
      if (received === 'too-large') throw new Error('It is small.');
      const refused = await received.keep().catch((error: unknown) => error);
      expect(refused).toMatchObject({ statusCode: 503 });
      expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain('a-very-secret-key');
    } finally {
      storage.close();
      await server.close();
      await rm(root, { recursive: true, force: true });
    }
  });
});
