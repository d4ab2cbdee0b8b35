import sharp from 'sharp';
import type { BlobFacts } from './blob-facts.ts';
import { readImageMetadata } from './metadata-image.ts';

/** Most pixels that an image may unpack to: four times what the largest cameras take. */
const mostPixels = 400_000_000;

type ImageFacts = Pick<BlobFacts, 'measure' | 'metadata' | 'flags'>;

/** Size and what an image says of itself, from its head: nothing is unpacked. */
export async function inspectImage(path: string, mediaType: string): Promise<ImageFacts | 'bomb' | 'damaged'> {
  const head = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  // Not every HEIC can be read here; browsers and people may still.
  if (!head && !/hei[cf]/.test(mediaType)) return 'damaged';
  const pixels = (head?.width ?? 0) * (head?.height ?? 0) * (head?.pages ?? 1);
  if (pixels > mostPixels) return 'bomb';

  const { metadata, isTurned, flags } = await readImageMetadata(path);
  const { width, height } = head ?? {};
  if (!width || !height) return { measure: {}, metadata, flags };
  return { measure: isTurned ? { width: height, height: width } : { width, height }, metadata, flags };
}
