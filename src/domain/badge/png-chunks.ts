import { crc32 } from 'node:zlib';

export type PngChunk = {
  type: string;
  data: Uint8Array;
  /** Where it begins in the file: at its length. */
  start: number;
};

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Length, type and checksum: what a chunk has beside its data. */
const overhead = 12;
const mostChunks = 20_000;

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/**
 * The chunks of a PNG file (ISO/IEC 15948), or `undefined` when it is not whole: every length within the file, every checksum
 * right, IHDR first, the palette before the image data, that in one run, IEND last and nothing after it.
 */
export function readPngChunks(bytes: Uint8Array): PngChunk[] | undefined {
  if (!isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let start = signature.length;
  while (start < bytes.length) {
    if (bytes.length - start < overhead || chunks.length >= mostChunks) return undefined;
    const length = view.getUint32(start);
    const end = start + overhead + length;
    if (length > 0x7fffffff || end > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) return undefined;
    if (crc32(bytes.subarray(start + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
    chunks.push({ type, data: bytes.subarray(start + 8, end - 4), start });
    start = end;
  }
  return isInOrder(chunks) ? chunks : undefined;
}

function isInOrder(chunks: readonly PngChunk[]): boolean {
  const types = chunks.map(({ type }) => type);
  const data = types.flatMap((type, index) => (type === 'IDAT' ? [index] : []));
  const [first] = data;
  const last = data.at(-1);
  if (first === undefined || last === undefined || last - first !== data.length - 1) return false;
  const once = (type: string, index: number) => types.indexOf(type) === index && types.lastIndexOf(type) === index;
  return (
    once('IHDR', 0) &&
    chunks[0]?.data.length === 13 &&
    once('IEND', chunks.length - 1) &&
    chunks.at(-1)?.data.length === 0 &&
    types.lastIndexOf('PLTE') < first
  );
}

/** A chunk as it stands in a file. */
export function writePngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(overhead + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}
