/** Segments that carry EXIF, XMP, IPTC and comments; APP0 (JFIF), APP2 (colours) and APP14 (Adobe’s colours) stay. */
const told = new Set([0xe1, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xef, 0xfe]);

/**
 * A JPEG without what it says beside its pixels, byte by byte the same otherwise (ITU-T T.81, annex B). What is no JPEG, or
 * has no end to its segments, comes back as it is.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    // From the start of the scan on, all is pixels.
    if (marker === 0xda) break;
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (end > bytes.length) return bytes;
    if (!told.has(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...kept, bytes.subarray(at)]);
}
