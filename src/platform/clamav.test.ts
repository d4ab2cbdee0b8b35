import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Server, type Socket, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ScannerDownError, createScanner } from './clamav.ts';

/** The harmless file that every scanner knows (EICAR), put together here so that this file itself is not taken for it. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const hasClamd = spawnSync('clamd', ['--version']).status === 0;

describe.skipIf(!hasClamd)('with the real daemon (skipped where clamd is not installed)', () => {
  let folder: string;
  let stop: () => Promise<void>;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-clamd-'));
    await mkdir(join(folder, 'db'));
    // Real databases are downloaded; this one knows the one file.
    const hex = Buffer.from(eicar).toString('hex');
    await writeFile(join(folder, 'db', 'test.ndb'), `Eicar-Test-Signature:0:*:${hex}\n`);
    url = join(folder, 'clamd.sock');
    const lines = [`DatabaseDirectory ${folder}/db`, `LocalSocket ${url}`, 'Foreground yes', 'StreamMaxLength 2M'];
    await writeFile(join(folder, 'clamd.conf'), [...lines, `TemporaryDirectory ${folder}`, ''].join('\n'));
    const daemon = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
    stop = async () => {
      daemon.kill('SIGKILL');
      if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
    };
    const scanner = createScanner(url);
    await vi.waitFor(() => scanner.scan(Readable.from([Buffer.from('hello')])), { timeout: 50_000, interval: 200 });
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds a virus, also at the end of a large file', async () => {
    const scanner = createScanner(url);
    expect(await scanner.scan(Readable.from([Buffer.from(eicar)]))).toMatchObject({
      ok: false,
      signature: expect.stringContaining('Eicar-Test-Signature') as string,
    });
    const large = Readable.from([Buffer.alloc(1_500_000, 'a'), Buffer.from(eicar)]);
    expect(await scanner.scan(large)).toMatchObject({ ok: false });
  });

  it('takes what is clean, and says so when only the beginning was looked at', async () => {
    const scanner = createScanner(url, { maxBytes: 1_000_000 });
    expect(await scanner.scan(Readable.from([]))).toEqual({ ok: true, isWhole: true });
    expect(await scanner.scan(Readable.from([Buffer.alloc(3_000_000)]))).toEqual({ ok: true, isWhole: false });
  });

  it('does not take “too large” for “clean”', async () => {
    await expect(createScanner(url).scan(Readable.from([Buffer.alloc(5_000_000)]))).rejects.toThrow(ScannerDownError);
  });
});

describe('a daemon that', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
  });

  async function scanWith(answer: (socket: Socket) => void, content = Buffer.from('hello')) {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const scanner = createScanner(`tcp://127.0.0.1:${port}`, { idleMs: 300, totalMs: 2000 });
    return scanner.scan(Readable.from([content]));
  }

  const atOnce = (reply: string) => (socket: Socket) => {
    socket.once('data', () => socket.end(reply));
  };

  it('answers is understood', async () => {
    expect(await scanWith(atOnce('stream: OK\0'))).toMatchObject({ ok: true });
  });

  it('answers with an error before all is sent is believed', async () => {
    const answered = scanWith(atOnce('INSTREAM size limit exceeded. ERROR\0'), Buffer.alloc(20_000_000));
    await expect(answered).rejects.toThrow(/size limit exceeded/);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['hangs up at once', (socket) => socket.destroy()],
    ['hangs up in the middle of its answer', atOnce('stream: ')],
    ['never answers', (socket) => void socket.resume()],
    ['answers something else', atOnce('HTTP/1.1 200 OK\n')],
    ['answers without end', (socket) => socket.write('x'.repeat(100_000))],
    ['says error', atOnce('stream: Can’t allocate memory ERROR\0')],
  ])('%s leaves it open', async (_what, answer) => {
    await expect(scanWith(answer)).rejects.toThrow(ScannerDownError);
  });

  it('is not there leaves it open', async () => {
    const scan = createScanner('/nowhere/clamd.sock').scan(Readable.from([Buffer.from('hello')]));
    await expect(scan).rejects.toThrow(ScannerDownError);
  });

  it('waits for a file that can’t be read is not blamed', async () => {
    server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const broken = new Readable({
      read() {
        this.destroy(new Error('the disk is gone'));
      },
    });
    await expect(createScanner(`tcp://127.0.0.1:${port}`).scan(broken)).rejects.toThrow('the disk is gone');
  });
});
