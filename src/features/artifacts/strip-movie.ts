import { type FileHandle, open } from 'node:fs/promises';
import { type MovieBox, movieBoxes } from './movie-boxes.ts';

/** Boxes of tags: user data, metadata (with places, devices and people), and what programs put in on their own. */
const tags = new Set(['udta', 'meta', 'uuid', 'XMP_']);
/** Boxes that say when a film, a track and its media were made. */
const heads = new Set(['mvhd', 'tkhd', 'mdhd']);

/**
 * Blots out the tags of a film or recording in place: each becomes free space of the same size, so that nothing else moves
 * and pictures and sound stay as they are, byte by byte. When it was made is blotted out as well.
 */
export async function stripMovie(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    for await (const box of movieBoxes(file)) {
      if (tags.has(box.type)) await blot(file, box);
      else if (heads.has(box.type)) await forgetTimes(file, box);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function blot(file: FileHandle, { at, from, to }: MovieBox): Promise<void> {
  await file.write('free', at + 4, 'latin1');
  const zeros = Buffer.alloc(Math.min(65_536, to - from));
  for (let next = from; next < to; next += zeros.length) {
    await file.write(zeros, 0, Math.min(zeros.length, to - next), next);
  }
}

/** The times of making and changing follow the version and flags; they are of eight bytes each in version 1. */
async function forgetTimes(file: FileHandle, { from, to }: MovieBox): Promise<void> {
  const version = Buffer.alloc(1);
  await file.read(version, 0, 1, from);
  const bytes = version[0] === 1 ? 16 : 8;
  if (to - from >= 4 + bytes) await file.write(Buffer.alloc(bytes), 0, bytes, from + 4);
}
