import sharp from 'sharp';

/** Bytes of a picture that somebody brings, and points of its edges. */
export const largestSignature = { bytes: 2_000_000, points: 4000 } as const;

export type SignatureRefusal = 'too-large' | 'not-a-picture' | 'too-many-points';

/** What it is drawn at: twice what print needs. */
const drawn = { width: 720, height: 240 } as const;

/**
 * A signature as we keep it: a small PNG, drawn anew from the points of what was brought, so that nothing else in the file comes
 * along. What it is says its content, not its name; SVG, which can hold programs and addresses, is not taken.
 */
export async function readSignature(
  bytes: Buffer,
): Promise<{ ok: true; png: Buffer } | { ok: false; reason: SignatureRefusal }> {
  if (bytes.length > largestSignature.bytes) return { ok: false, reason: 'too-large' };
  if (!isPng(bytes) && !isJpeg(bytes)) return { ok: false, reason: 'not-a-picture' };
  try {
    const { width, height } = await sharp(bytes).metadata();
    if (Math.max(width, height) > largestSignature.points) return { ok: false, reason: 'too-many-points' };
    const png = await sharp(bytes, { limitInputPixels: largestSignature.points ** 2, failOn: 'error' })
      .rotate()
      .resize({ ...drawn, fit: 'inside', withoutEnlargement: true })
      .png({ palette: true, colours: 64, compressionLevel: 9 })
      .toBuffer();
    return { ok: true, png };
  } catch {
    return { ok: false, reason: 'not-a-picture' };
  }
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
}

function isJpeg(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
