import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createDatabase as createKysely } from '#platform/database.ts';
import { freePort } from '#platform/free-port.ts';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { createS3Storage } from '#platform/storage/s3-storage.ts';
import { type TestSite, createTestApp } from './support/app.ts';
import { insertEnrolment, signIn } from './support/factories.ts';
import { postFiles } from './support/multipart.ts';
import { createDatabase } from './support/postgres.ts';
import { makeDataDir, startProgram } from './support/program.ts';
import { startS3Server } from './support/s3-server.ts';
import { beginUpload, sendPiece, tusHeaders, tusMetadata } from './support/tus.ts';
import { type Desk, startWork } from './support/work.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-faults-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function ownSite(overrides: Parameters<typeof createTestApp>[0]): Promise<TestSite> {
  const site = await createTestApp(overrides);
  undo.push(() => site.close());
  return site;
}

/** A text of so many bytes that nobody else has. */
const text = (bytes: number) => Buffer.from(randomBytes(bytes / 2).toString('hex'));
const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** A network in between that can be cut. */
async function startNetwork(target: number, cutAfter: (connection: number) => number | undefined) {
  let connections = 0;
  let cuts = 0;
  const server = createServer((near: Socket) => {
    const limit = cutAfter((connections += 1));
    const far = connect(target, '127.0.0.1');
    let passed = 0;
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    far.pipe(near);
    near.on('data', (chunk) => {
      passed += chunk.length;
      if (limit === undefined || passed <= limit) return void far.write(chunk);
      cuts += 1;
      // What was on its way is lost with the connection.
      end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  return { port: (server.address() as AddressInfo).port, cuts: () => cuts };
}

/** Sends a file with the library that the uploader uses; the answer to its last piece. */
function sendWithLibrary(content: Buffer, options: Partial<UploadOptions>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    let last = { status: 0, body: '' };
    const upload = new Upload(content, {
      retryDelays: Array.from({ length: 40 }, () => 0),
      storeFingerprintForResuming: false,
      onAfterResponse(_request, response) {
        last = { status: response.getStatus(), body: response.getBody() };
      },
      onError: reject,
      onSuccess: () => {
        resolve(last);
      },
      ...options,
    });
    upload.start();
  });
}

async function keptOf(site: Pick<TestSite, 'db'>, enrolmentId: string) {
  return site.db
    .selectFrom('artifacts')
    .innerJoin('blobs', 'blobs.sha256', 'artifacts.blob_sha256')
    .select(['artifacts.id', 'artifacts.name', 'blobs.sha256', 'blobs.size'])
    .where('enrolment_id', '=', enrolmentId)
    .execute();
}

describe('a network that is cut 20 times in the middle of an upload', () => {
  it('costs nothing but time: the file arrives whole, once', async () => {
    const files = await ownFolder();
    const site = await ownSite({ overrides: { storage: createDiskStorage(files) } });
    const desk = await startWork(site);
    const address = new URL(await site.app.listen({ port: 0, host: '127.0.0.1' }));
    const content = text(12_000_000);
    // The first connection begins the upload; those that follow each carry half a megabyte and break.
    const network = await startNetwork(Number(address.port), (connection) => (connection > 41 ? undefined : 500_000));

    const { status, body } = await sendWithLibrary(content, {
      endpoint: `http://127.0.0.1:${network.port}/uploads`,
      headers: desk.headers,
      metadata: { filename: 'log.txt', enrolment: desk.id, requirement: 'tally' },
    });

    expect(network.cuts()).toBeGreaterThanOrEqual(20);
    expect(status).toBe(200);
    const { added } = JSON.parse(body) as { added: { id: string }[] };
    expect(await keptOf(site, desk.id)).toEqual([
      { id: added[0]?.id, name: 'log.txt', sha256: hashOf(content), size: content.length },
    ]);
    const name = hashOf(content);
    expect((await readFile(join(files, 'blobs', name.slice(0, 2), name))).equals(content)).toBe(true);
  });

  it('loses no answer either: the last one comes again when it is asked for', async () => {
    const site = await ownSite({});
    const desk = await startWork(site);
    const address = new URL(await site.app.listen({ port: 0, host: '127.0.0.1' }));
    const content = text(4000);
    const begun = await beginUpload(site, desk, { name: 'log.txt', requirement: 'tally', size: content.length });
    const url = String(begun.headers.location);
    const heard = await sendPiece(site, desk, url, 0, content); // And nobody heard it.

    const again = await sendWithLibrary(content, {
      uploadUrl: `http://127.0.0.1:${address.port}${url}`,
      headers: desk.headers,
    });

    expect(JSON.parse(again.body)).toEqual(heard.json());
    expect(await keptOf(site, desk.id)).toHaveLength(1);
  });
});

describe('a server that is killed in the middle of an upload', () => {
  it('goes on from what had come when it is there again', async () => {
    const database = await createDatabase();
    undo.push(() => database.drop());
    const dataDir = await makeDataDir();
    undo.push(() => dataDir.remove());
    const port = await freePort(30_000 + Math.floor(Math.random() * 10_000), '127.0.0.1');
    const secret = 'a secret for the faults tests, long enough';
    const baseUrl = `http://127.0.0.1:${port}`;
    const start = () => {
      const program = startProgram({
        LOG_LEVEL: 'error',
        NODE_ENV: 'production',
        DATABASE_URL: database.url,
        DATA_DIR: dataDir.path,
        SECRET: secret,
        BASE_URL: baseUrl,
        PORT: String(port),
      });
      undo.push(() => program.kill());
      return program;
    };
    const site = { db: createKysely(database.pool), deps: { now: () => new Date(), secret, baseUrl } };
    const program = start();
    await program.ready;
    const enrolment = await insertEnrolment(site);
    const headers = { ...tusHeaders({ headers: await signIn(site, enrolment.person) }), origin: baseUrl };
    const content = text(5_000_000);
    const metadata = tusMetadata({ filename: 'log.txt', enrolment: enrolment.id, requirement: 'tally' });
    const begun = await fetch(`${baseUrl}/uploads`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(content.length), 'upload-metadata': metadata },
    });
    const url = baseUrl + String(begun.headers.get('location'));
    const send = (offset: number, body: Buffer | ReadableStream) =>
      fetch(url, {
        method: 'PATCH',
        headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body,
        duplex: 'half',
      } as RequestInit);

    const half = new ReadableStream({ start: (stream) => stream.enqueue(content.subarray(0, 3_000_000)) });
    const sending = send(0, half).catch(() => 'broken off');
    const staging = join(dataDir.path, 'files/uploads');
    const stagedBytes = () => {
      const [name] = existsSync(staging) ? readdirSync(staging) : [];
      return name === undefined ? 0 : statSync(join(staging, name)).size;
    };
    await expect.poll(stagedBytes, { timeout: 20_000 }).toBeGreaterThan(1_000_000);
    await program.kill();
    expect(await sending).toBe('broken off');

    await start().ready;
    const offset = Number((await fetch(url, { method: 'HEAD', headers })).headers.get('upload-offset'));
    expect(offset).toBe(stagedBytes());
    const finished = await send(offset, content.subarray(offset));
    expect(finished.status).toBe(200);
    expect(await keptOf(site, enrolment.id)).toMatchObject([{ sha256: hashOf(content), size: content.length }]);
    expect(readdirSync(staging)).toEqual([]);
  });
});

describe('a disk that is full', () => {
  it('is said in a sentence, and the upload goes on when there is room again', async () => {
    const files = await ownFolder();
    const site = await ownSite({ overrides: { storage: createDiskStorage(files) } });
    const desk = await startWork(site);
    const content = text(3_000_000);
    const begun = await beginUpload(site, desk, { name: 'log.txt', requirement: 'tally', size: content.length });
    const url = String(begun.headers.location);
    // The system itself answers each write there with “no space left on device”.
    const staged = join(files, 'uploads', url.split('/').at(-1) ?? '');
    await rm(staged);
    await symlink('/dev/full', staged);

    const full = await sendPiece(site, desk, url, 0, content);

    expect([full.statusCode, full.json().detail]).toEqual([
      507,
      expect.stringMatching(/^There is no room left.*Nothing was stored/),
    ]);
    expect(full.body).not.toContain('ENOSPC');
    expect(await keptOf(site, desk.id)).toEqual([]);
    await rm(staged);
    expect((await sendPiece(site, desk, url, 0, content)).json().added).toHaveLength(1);
    expect(await keptOf(site, desk.id)).toMatchObject([{ sha256: hashOf(content) }]);
  });
});

describe('an S3-compatible store that refuses', () => {
  it('is said in a sentence, nothing is stored, and the last byte of the upload is enough once it is back', async () => {
    const s3 = await startS3Server();
    undo.push(() => s3.close());
    const storage = createS3Storage(s3.settings, await ownFolder());
    const site = await ownSite({ overrides: { storage } });
    const desk: Desk = await startWork(site);
    const content = text(100_000);
    const post = () =>
      postFiles(site, `${desk.home}/artifacts?requirement=tally`, {}, [{ name: 'form.txt', content: 'In a form.' }], {
        ...desk.headers,
        accept: 'application/json',
      });
    const begun = await beginUpload(site, desk, { name: 'log.txt', requirement: 'tally', size: content.length });
    const url = String(begun.headers.location);
    await s3.stop();

    for (const refused of [await sendPiece(site, desk, url, 0, content), await post()]) {
      expect([refused.statusCode, refused.json().detail]).toEqual([
        503,
        'The place where files are kept can’t be reached just now. Nothing was stored. Wait a few minutes, then try again.',
      ]);
    }
    expect(await keptOf(site, desk.id)).toEqual([]);
    expect(await site.db.selectFrom('blobs').select('sha256').execute()).toEqual([]);

    await s3.start();
    const head = await site.app.inject({ method: 'HEAD', url, headers: tusHeaders(desk) });
    const offset = Number(head.headers['upload-offset']);
    expect(offset).toBe(content.length - 1);
    expect((await sendPiece(site, desk, url, offset, content.subarray(offset))).json().added).toHaveLength(1);
    expect((await post()).json().added).toHaveLength(1);
    const [file] = await keptOf(site, desk.id);
    const opened = await site.app.inject({ url: `/artifacts/${file?.id ?? ''}`, headers: desk.headers });
    expect(opened.rawPayload.equals(content)).toBe(true);
    const part = { ...desk.headers, range: 'bytes=10-19' };
    const ranged = await site.app.inject({ url: `/artifacts/${file?.id ?? ''}`, headers: part });
    expect([ranged.statusCode, ranged.body]).toEqual([206, content.subarray(10, 20).toString()]);
  });
});
