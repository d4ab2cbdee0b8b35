import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspectPdf } from './inspect-pdf.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-pdf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A PDF of three pages with so many object streams of so many bytes, unpacked. */
async function inspect(streams: number, bytes: number) {
  const packed = deflateSync(Buffer.alloc(bytes, ' ')).toString('latin1');
  const stream = `9 0 obj\n<</Type /ObjStm>>\nstream\n${packed}\nendstream\nendobj\n`;
  const tree = '2 0 obj\n<</Type /Pages /Count 3>>\nendobj\n';
  const content = Buffer.from(`%PDF-1.7\n${tree}${stream.repeat(streams)}%%EOF`, 'latin1');
  const path = join(folder, 'file.pdf');
  await writeFile(path, content);
  return inspectPdf(path, content.length);
}

it('looks into the object streams for the page tree', async () => {
  expect(await inspect(3, 1000)).toEqual({ encrypted: false, pages: 3 });
});

it.each([
  ['many large streams', 6, 15_000_000],
  ['streams that are larger than any should be', 4, 25_000_000],
])('stops at %s, however small the file', async (_what, streams, bytes) => {
  expect(await inspect(streams, bytes)).toEqual({ encrypted: false, pages: null });
});
