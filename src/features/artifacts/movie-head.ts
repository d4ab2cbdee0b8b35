import { open } from 'node:fs/promises';
import { movieBoxes } from './movie-boxes.ts';

export type MovieHead = { seconds?: number; width?: number; height?: number; place?: string };

/** A place as phones write it (ISO 6709): +47.6062-122.3321/ */
const place = /[+-]\d{2}\.\d{2,}[+-]\d{3}\.\d{2,}(?:[+-]\d+(?:\.\d+)?)?\//;

/** Length, size and place of a film from its head (`mvhd` and `tkhd`, ISO 14496-12, 8.2.2 and 8.3.2), each where it is known. */
export async function readMovieHead(path: string): Promise<MovieHead> {
  const file = await open(path);
  const found: MovieHead = {};
  try {
    for await (const { type, from, to } of movieBoxes(file)) {
      if (!/^(mvhd|tkhd|udta|meta)$/.test(type)) continue;
      const content = Buffer.alloc(Math.min(1_000_000, to - from));
      await file.read(content, 0, content.length, from);
      if (type === 'udta' || type === 'meta') {
        const said = place.exec(content.toString('latin1'))?.[0];
        if (said !== undefined) found.place = said;
        continue;
      }
      const isLong = content[0] === 1;
      if (type === 'mvhd' && content.length >= (isLong ? 32 : 20)) {
        const scale = content.readUInt32BE(isLong ? 20 : 12);
        const duration = isLong ? Number(content.readBigUInt64BE(24)) : content.readUInt32BE(16);
        if (scale > 0 && duration > 0 && duration / scale < 1e6) found.seconds = duration / scale;
      } else if (type === 'tkhd' && content.length >= (isLong ? 96 : 84)) {
        const [width, height] = [
          content.readUInt32BE(isLong ? 88 : 76) >>> 16,
          content.readUInt32BE(isLong ? 92 : 80) >>> 16,
        ];
        if (width > 0 && height > 0) Object.assign(found, { width, height });
      }
    }
  } catch {
    // What has been read so far is as good as it was.
  } finally {
    await file.close();
  }
  return found;
}
