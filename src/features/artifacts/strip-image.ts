import sharp, { type Sharp } from 'sharp';

/** Most pixels that are unpacked to be written anew. */
export const mostPixels = 150_000_000;

/**
 * Writes an image anew: the same pixels in the same colours, turned the way it is looked at, and nothing else. Whatever was
 * beside them (EXIF, GPS, IPTC, XMP, a small preview, a film behind the photo) is not in it.
 */
export async function stripImage(from: string, to: string, mediaType: string): Promise<void> {
  const isAnimated = /gif|webp/.test(mediaType);
  const image = sharp(from, { limitInputPixels: mostPixels, animated: isAnimated }).autoOrient().keepIccProfile();
  await encode(image, mediaType).toFile(to);
}

/** The writer of a media type, at a quality that nobody tells from the original. */
export function encode(image: Sharp, mediaType: string): Sharp {
  switch (mediaType) {
    case 'image/jpeg':
      return image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
    case 'image/png':
      return image.png();
    case 'image/gif':
      return image.gif();
    case 'image/webp':
      return image.webp({ quality: 92 });
    case 'image/avif':
      return image.avif({ quality: 70 });
    default:
      throw new Error(`${mediaType} can’t be written`);
  }
}
