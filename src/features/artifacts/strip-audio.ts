import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, copyFile, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** The recordings whose tags can be taken out without touching the sound. */
export function isTaggedAudio(mediaType: string): boolean {
  return /^audio\/(mpeg|aac|wav|vnd\.wave|flac)$/.test(mediaType);
}

/** A copy of a recording without its tags; the sound stays as it is, byte by byte. Throws for one that can’t be read. */
export async function stripAudio(from: string, to: string, mediaType: string): Promise<void> {
  if (/mpeg|aac/.test(mediaType)) {
    const { start, end } = await soundOf(from);
    await pipeline(
      createReadStream(from, { start, end: end - 1 }),
      createWriteStream(to, { flags: 'wx', mode: 0o600 }),
    );
    return;
  }
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await (mediaType.endsWith('flac') ? blotFlac(file) : blotWave(file));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where the sound of an MP3 lies: between its tags in front (ID3v2) and behind (APEv2, ID3v1). */
async function soundOf(path: string): Promise<{ start: number; end: number }> {
  const file = await open(path, 'r');
  try {
    let start = 0;
    let { size: end } = await file.stat();
    for (;;) {
      const head = await bytesAt(file, start, 10);
      if (head.toString('latin1', 0, 3) !== 'ID3') break;
      const length = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (head[at]! & 127), 0);
      start += 10 + length + ((head[5]! & 16) > 0 ? 10 : 0);
    }
    if ((await bytesAt(file, end - 128, 3)).toString('latin1') === 'TAG') end -= 128;
    const foot = await bytesAt(file, end - 32, 32);
    if (foot.toString('latin1', 0, 8) === 'APETAGEX')
      end -= foot.readUInt32LE(12) + (foot.readUInt32LE(20) >>> 31) * 32;
    if (start >= end) throw new Error('There is no sound between its tags');
    return { start, end };
  } finally {
    await file.close();
  }
}

/** RIFF: every chunk but the sound and what it needs becomes junk of the same size. */
async function blotWave(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  for (let at = 12; at + 8 <= size;) {
    const head = await bytesAt(file, at, 8);
    const length = head.readUInt32LE(4);
    if (!['fmt ', 'data', 'fact'].includes(head.toString('latin1', 0, 4))) {
      await file.write('JUNK', at, 'latin1');
      await blot(file, at + 8, Math.min(length, size - at - 8));
    }
    at += 8 + length + (length % 2);
  }
}

/** FLAC: every block but the stream’s own and its seek table becomes padding of the same size. */
async function blotFlac(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  for (let at = 4, isLast = false; !isLast;) {
    const head = await bytesAt(file, at, 4);
    if (head.length < 4) throw new Error('Its blocks have no end');
    isLast = (head[0]! & 128) > 0;
    const length = head.readUIntBE(1, 3);
    if (![0, 3].includes(head[0]! & 127)) {
      await file.write(Buffer.from([(head[0]! & 128) | 1]), 0, 1, at);
      await blot(file, at + 4, Math.min(length, size - at - 4));
    }
    at += 4 + length;
  }
}

async function blot(file: FileHandle, from: number, length: number): Promise<void> {
  const zeros = Buffer.alloc(Math.min(65_536, Math.max(0, length)));
  for (let done = 0; done < length; done += zeros.length)
    await file.write(zeros, 0, Math.min(zeros.length, length - done), from + done);
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = at < 0 ? { bytesRead: 0 } : await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
