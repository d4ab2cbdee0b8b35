import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspectPdf } from './inspect-pdf.ts';

const tree = '2 0 obj\n<</Type /Pages /Count 3>>\nendobj\n';
const tiny = deflateSync(Buffer.from(' ')).toString('latin1');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-pdf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inspectText(text: string) {
  const path = join(folder, 'file.pdf');
  const content = Buffer.from(text, 'latin1');
  await writeFile(path, content);
  return inspectPdf(path, content.length);
}

/** A PDF of three pages with so many object streams of so many bytes, unpacked. */
function inspect(streams: number, bytes: number) {
  const packed = deflateSync(Buffer.alloc(bytes, ' ')).toString('latin1');
  const stream = `9 0 obj\n<</Type /ObjStm>>\nstream\n${packed}\nendstream\nendobj\n`;
  return inspectText(`%PDF-1.7\n${tree}${stream.repeat(streams)}%%EOF`);
}

it('looks into the object streams for the page tree', async () => {
  expect(await inspect(3, 1000)).toEqual({ encrypted: false, pages: 3, flags: [] });
});

it.each([
  ['many large streams', 6, 15_000_000],
  ['streams that are larger than any should be', 4, 25_000_000],
])('stops at %s, however small the file', async (_what, streams, bytes) => {
  expect(await inspect(streams, bytes)).toEqual({ encrypted: false, pages: null, flags: [] });
});

it('takes the first count of each node, and the largest of all nodes', async () => {
  const nodes = '1 0 obj\n<</Count 9 /Type /Outlines>>\nendobj\n2 0 obj\n<</Count 5 /Type /Pages>>\nendobj\n';
  expect(await inspectText(`${nodes}3 0 obj\n<</Type /Pages /Count 2 /A <</Count 8>> >>\nendobj`)).toEqual({
    encrypted: false,
    pages: 5,
    flags: [],
  });
});

it.each([
  ['page-tree nodes that never end', `${tree}${'/Type /Pages '.repeat(1_000_000)}`, null],
  ['more object streams than any file needs', `${tree}${`/Type /ObjStm stream\n${tiny}endstream `.repeat(6000)}`, null],
  ['object streams that never end', `${tree}${'/Type /ObjStm stream\n'.repeat(1_500_000)}`, 3],
  ['object streams that end far away', `${tree}${`/Type /ObjStm stream\n${tiny}`.repeat(400_000)}endstream`, 3],
  ['nothing but the ends of objects', `${tree}${'endobj'.repeat(5_000_000)}`, 3],
])(
  'reads %s in a moment',
  async (_what, text, pages) => {
    expect(await inspectText(text)).toEqual({ encrypted: false, pages, flags: [] });
  },
  5000,
);
