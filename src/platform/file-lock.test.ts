import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from './file-lock.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('what holds the lock is finished before the next begins', async () => {
  const file = join(folder, 'lock');
  const events: string[] = [];
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const first = withFileLock(file, async () => {
    events.push('first in');
    await released;
    events.push('first out');
  });
  const second = withFileLock(file, async () => void events.push('second in'));
  release();
  await Promise.all([first, second]);
  expect(events).toEqual(['first in', 'first out', 'second in']);
});

test('it is given back when the work fails', async () => {
  const file = join(folder, 'lock');
  await expect(withFileLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await withFileLock(file, async () => 'free')).toBe('free');
});

test('a holder that was killed holds nothing', async () => {
  const file = join(folder, 'lock');
  writeFileSync(file, `${2 ** 22 + 1}@1`);
  expect(await withFileLock(file, async () => 'free')).toBe('free');
});
