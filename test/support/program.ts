import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/root.ts';

export type Program = {
  /** What it has printed so far, both streams. */
  output(): string;
  /** Resolves to the address that it prints once it answers; a worker answers nobody. */
  ready: Promise<string>;
  /** Resolves to the exit code; `null` after a signal. */
  exit: Promise<number | null>;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<number | null>;
};

/** The built server, or the worker, as a program of its own, with exactly these settings and nothing of this process's environment. */
export function startProgram(env: Record<string, string>, program: 'main' | 'worker' = 'main'): Program {
  const entry = `dist/server/${program}.js`;
  if (!existsSync(join(projectRoot, entry))) throw new Error('Build first: node scripts/build.ts');
  const child = spawn(process.execPath, ['--import', './scripts/preload.mjs', entry], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: string) => {
      output += chunk;
      const address = /Tessera is at (\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
    child.on('close', () => reject(new Error(`The program ended before it was ready:\n${output}`)));
  });
  ready.catch(() => undefined); // Whoever waits for it hears of it; a program that must refuse to start is not waited for.
  return {
    output: () => output,
    ready,
    exit,
    kill: () => end(child, exit, 'SIGKILL').then(() => undefined),
    stop: () => end(child, exit, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, exit: Promise<number | null>, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  return exit;
}

/** A data folder of its own that PostgreSQL's user can reach when the tests run as root. */
export async function makeDataDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'tessera-data-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
