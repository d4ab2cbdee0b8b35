import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#platform/free-port.ts';
import { projectRoot } from '#platform/root.ts';
import type { S3Settings } from '#platform/storage/s3-storage.ts';

export type S3Server = {
  settings: S3Settings;
  folder: string;
  /** Ends the process, as a service that goes down does. */
  stop(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
  close(): Promise<void>;
};

const bucket = 'tessera-files';

/** An S3-compatible server in a process of its own, with one bucket. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-s3-'));
  const port = await freePort(20_000 + Math.floor(Math.random() * 10_000), '127.0.0.1');
  let child: ChildProcess | undefined;
  const start = async () => {
    const program = join(projectRoot, 'node_modules/s3rver/bin/s3rver.js');
    const options = ['-d', folder, '-a', '127.0.0.1', '-p', String(port), '--configure-bucket', bucket];
    const started = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (/listening/i.test(output)) resolve();
        });
      }
      started.on('exit', () => {
        reject(new Error(`The S3 server ended: ${output}`));
      });
    });
  };
  const stop = async () => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null) return;
    const gone = new Promise((resolve) => ending.on('exit', resolve));
    ending.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    settings: {
      url: `http://127.0.0.1:${port}/${bucket}/evidence`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    folder,
    start,
    stop,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
