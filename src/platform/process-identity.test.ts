import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { identifyProcess, isRunning } from './process-identity.ts';

test('a process is known by its name until it ends', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = identifyProcess(child.pid!)!;
  expect(isRunning(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning(identity)).toBe(false);
});

test.runIf(process.platform === 'linux')('a later process with the same number is another', () => {
  expect(isRunning(`${process.pid}@1`)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'one that has ended but was not collected by its parent does not run',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30']);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await expect.poll(() => identifyProcess(pid)).toBeUndefined();
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    parent.kill('SIGKILL');
  },
);
