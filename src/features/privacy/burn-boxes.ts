import sharp from 'sharp';
import { type RegionBox, regionPixels } from '#domain/privacy/regions.ts';
import { encode, mostPixels } from '../artifacts/strip-image.ts';

/**
 * Writes an image anew, turned the way it is looked at, with solid boxes in the place of what stood there and nothing but
 * its pixels: what was under a box, and any small preview of it, is in no byte of the file. An animation has many
 * pictures, of which one box would have to fit all: it is not taken.
 */
export async function burnBoxes(
  from: string,
  to: string,
  mediaType: string,
  regions: readonly RegionBox[],
): Promise<'done' | 'animated'> {
  const {
    pages = 1,
    autoOrient,
    hasAlpha,
  } = await sharp(from, { limitInputPixels: mostPixels, animated: true }).metadata();
  if (pages > 1) return 'animated';
  const boxes = regions.map((region) => {
    const { left, top, width, height } = regionPixels(region, autoOrient);
    return { input: { create: { width, height, channels: 3 as const, background: '#000' } }, left, top };
  });
  const image = sharp(from, { limitInputPixels: mostPixels }).autoOrient().keepIccProfile().composite(boxes);
  // Laying boxes over a picture makes it one with transparency.
  await encode(hasAlpha ? image : image.removeAlpha(), mediaType).toFile(to);
  return 'done';
}
