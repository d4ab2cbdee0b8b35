import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConversionError, findOffice } from './office-converter.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-converter-'));
  await writeFile(join(folder, 'plan.rtf'), '{\\rtf1 What we agreed on.\\par And why.}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that stands in for LibreOffice; `$@` are its arguments. */
async function standIn(script: string, limits: { totalMs?: number; outputBytes?: number } = {}) {
  const path = join(folder, 'stand-in');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return findOffice(path, limits);
}

const readPdf = (pdf: string) => readFile(pdf, 'latin1');
const plan = () => join(folder, 'plan.rtf');
const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('tessera-office-'));

it('is not there where it is not installed, or not wanted', () => {
  expect(findOffice('none')).toBeUndefined();
  expect(findOffice('/nowhere/soffice')).toBeUndefined();
  expect(findOffice('no-such-program')).toBeUndefined();
});

it('is ended with all that it started when it takes too long', async () => {
  const mark = join(folder, 'pid');
  const office = await standIn(`sleep 600 &\necho $! > ${mark}\nwait`, { totalMs: 1500 });
  await expect(office?.toPdf(plan(), 'rtf', readPdf)).rejects.toThrow('It took too long.');
  const pid = (await readFile(mark, 'utf8')).trim();
  await expect
    .poll(() => spawnSync('ps', ['-o', 'stat=', '-p', pid]).stdout.toString().replace(/Z.*/s, '').trim())
    .toBe('');
});

it('can’t fill the disk', async () => {
  const office = await standIn('head -c 3000000 /dev/zero > out/document.pdf', { outputBytes: 1_000_000 });
  const size = await office?.toPdf(plan(), 'rtf', async (pdf) => (await readFile(pdf)).length).catch(() => 0);
  expect(size).toBeLessThanOrEqual(1_000_000);
});

it('sees none of our settings, and leaves nothing behind', async () => {
  const before = await leftovers();
  const office = await standIn('env > out/document.pdf');
  process.env.TESSERA_TEST_SECRET = 'secret';
  try {
    const env = await office?.toPdf(plan(), 'rtf', readPdf);
    expect(env).toMatch(/^HOME=.*tessera-office-/m);
    expect(env).not.toContain('TESSERA_TEST_SECRET');
  } finally {
    delete process.env.TESSERA_TEST_SECRET;
  }
  expect((await leftovers()).filter((name) => !before.includes(name))).toEqual([]);
});

it('that makes nothing says so', async () => {
  await expect((await standIn('exit 0'))?.toPdf(plan(), 'rtf', readPdf)).rejects.toThrow(ConversionError);
});

const real = findOffice('soffice');
describe.skipIf(!real)('the real LibreOffice (skipped where it is not installed)', () => {
  it('makes a PDF', async () => {
    expect(await real?.toPdf(plan(), 'rtf', async (pdf) => (await readPdf(pdf)).slice(0, 5))).toBe('%PDF-');
  }, 90_000);
});
