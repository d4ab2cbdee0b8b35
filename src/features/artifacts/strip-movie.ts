import { type FileHandle, open } from 'node:fs/promises';

/** Boxes that hold other boxes on the way to the tags (ISO 14496-12, QuickTime File Format). */
const containers = new Set(['moov', 'trak', 'mdia', 'minf']);
/** Boxes of tags: user data, metadata (with places, devices and people), and what programs put in on their own. */
const tags = new Set(['udta', 'meta', 'uuid', 'XMP_', 'ilst']);
const mostBoxes = 100_000;

/**
 * Blots out the tags of a film or recording in place: each becomes free space of the same size, so that nothing else moves
 * and pictures and sound stay as they are, byte by byte. When it was made is blotted out as well.
 */
export async function stripMovie(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await walk(file, 0, size, { boxes: mostBoxes });
    await file.sync();
  } finally {
    await file.close();
  }
}

async function walk(file: FileHandle, from: number, to: number, left: { boxes: number }): Promise<void> {
  for (let at = from; at + 8 <= to;) {
    if (--left.boxes < 0) throw new Error('too many boxes');
    const head = Buffer.alloc(16);
    await file.read(head, 0, 16, at);
    const type = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - at : short;
    if (size < header || at + size > to) {
      // Four zero bytes may end a list of user data; anything else is no film that we know.
      if (type === '\0\0\0\0') return;
      throw new Error('a box reaches past its end');
    }
    if (tags.has(type)) await blot(file, at, header, size);
    else if (containers.has(type)) await walk(file, at + header, at + size, left);
    else if (/^(mvhd|tkhd|mdhd)$/.test(type)) await forgetTimes(file, at + header, size - header);
    at += size;
  }
}

async function blot(file: FileHandle, at: number, header: number, size: number): Promise<void> {
  await file.write('free', at + 4, 'latin1');
  const zeros = Buffer.alloc(Math.min(65_536, size));
  for (let done = header; done < size; done += zeros.length) {
    await file.write(zeros, 0, Math.min(zeros.length, size - done), at + done);
  }
}

/** The times of making and changing follow the version and flags; they are of eight bytes each in version 1. */
async function forgetTimes(file: FileHandle, at: number, size: number): Promise<void> {
  const version = Buffer.alloc(1);
  await file.read(version, 0, 1, at);
  const bytes = version[0] === 1 ? 16 : 8;
  if (size >= 4 + bytes) await file.write(Buffer.alloc(bytes), 0, bytes, at + 4);
}
