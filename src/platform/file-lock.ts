import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { identifyProcess, isRunning } from './process-identity.ts';

/** Runs `work` while no other process does so with the same file. A holder that was killed holds nothing. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(file)) await wait(50);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  // Written beside and linked, so that the lock never exists without its holder's name in it.
  const mine = `${file}.${randomUUID()}`;
  writeFileSync(mine, identifyProcess(process.pid)!);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine);
  }
  const holder = readHolder(file);
  if (holder !== undefined && !isRunning(holder)) rmSync(file, { force: true });
  return false;
}

function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
