import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listPdfLinks } from './pdf-links.ts';

const link = (name: string | number) => `https://badges.example.org/verify/${name}`;
const action = (name: string | number) => `<< /S /URI /URI (${link(name)}) >>`;
const packed = (name: string | number) => deflateSync(action(name));

function pdfOf(...streams: Buffer[]): Buffer {
  const parts = streams.flatMap((stream) => [
    Buffer.from('1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n'),
    stream,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts]);
}

describe('listPdfLinks', () => {
  it('finds links in the open and in object streams, each once', () => {
    const bytes = Buffer.concat([pdfOf(packed('b'), packed('a')), Buffer.from(action('a'))]);
    expect(listPdfLinks(bytes)).toEqual([link('a'), link('b')]);
  });

  it.each([
    ['unpacks to more than is looked into', deflateSync(Buffer.alloc(5_000_001))],
    // A sum that is wrong is told at the end, when all has been unpacked.
    ['breaks off after as much', deflateSync(Buffer.alloc(4_999_999)).subarray(0, -4)],
  ])('stops at a stream that %s', (_what, bomb) => {
    expect(listPdfLinks(pdfOf(packed('before'), bomb, packed('behind')))).toEqual([link('before')]);
  });

  it('goes on behind a short stream that can’t be unpacked', () => {
    expect(listPdfLinks(pdfOf(Buffer.from('packed in another way'), packed('behind')))).toEqual([link('behind')]);
  });

  it('unpacks no more of all streams together than of one', () => {
    const half = deflateSync(Buffer.alloc(2_500_000));
    expect(listPdfLinks(pdfOf(half, half, packed('behind')))).toEqual([]);
  });

  it('looks into the first 50 streams', () => {
    const found = listPdfLinks(pdfOf(...Array.from({ length: 51 }, (_, index) => packed(index))));
    expect([found.length, found.at(-1)]).toEqual([50, link(49)]);
  });
});
