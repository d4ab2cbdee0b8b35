import { type Badge, readAssertionText, readCredentialText } from './badge.ts';
import type { BadgeRefusal } from './badge-refusal.ts';
import { type PngChunk, readPngChunks, writePngChunk } from './png-chunks.ts';
import { internationalText, keywordOf, textOfChunk } from './png-text.ts';

export type Unbaked = { ok: true; badge: Badge } | { ok: false; reason: BadgeRefusal };

/** Of Open Badges 3.0, and of 1 and 2. */
const keywords = { '3.0': 'openbadgecredential', '2.0': 'openbadges' } as const;

/**
 * Puts a credential (JSON with its proof, or a JWT) into a PNG, before its image data; one that is in it already is replaced.
 * Open Badges 3.0, “Baked Badge”: an uncompressed iTXt chunk, once.
 */
export function bakePng(
  png: Uint8Array,
  text: string,
  version: Badge['version'] = '3.0',
): { ok: true; png: Buffer } | { ok: false; reason: 'damaged-png' } {
  const chunks = readPngChunks(png);
  if (!chunks) return { ok: false, reason: 'damaged-png' };
  const keyword = keywords[version];
  const others = chunks.filter((chunk) => keywordOf(chunk) !== keyword);
  const firstData = others.findIndex(({ type }) => type === 'IDAT');
  const raw = ({ start, data }: PngChunk) => png.subarray(start, start + data.length + 12);
  return {
    ok: true,
    png: Buffer.concat([
      png.subarray(0, 8),
      ...others.slice(0, firstData).map(raw),
      writePngChunk('iTXt', internationalText(keyword, text)),
      ...others.slice(firstData).map(raw),
    ]),
  };
}

/** The badge in a PNG: that of Open Badges 3.0 where there is one, else that of Open Badges 1 or 2. */
export function unbakePng(png: Uint8Array): Unbaked {
  const chunks = readPngChunks(png);
  if (!chunks) return { ok: false, reason: 'damaged-png' };
  const credentials = chunks.filter((chunk) => chunk.type === 'iTXt' && keywordOf(chunk) === keywords['3.0']);
  if (credentials.length > 0) return onlyOne(credentials, readCredentialText);
  return onlyOne(
    chunks.filter((chunk) => keywordOf(chunk) === keywords['2.0']),
    readAssertionText,
  );
}

function onlyOne(chunks: readonly PngChunk[], read: (text: string) => Badge | undefined): Unbaked {
  const [chunk] = chunks;
  if (!chunk) return { ok: false, reason: 'no-credential' };
  if (chunks.length > 1) return { ok: false, reason: 'several-credentials' };
  const text = textOfChunk(chunk);
  if (!text.ok) return text;
  const badge = read(text.text);
  return badge ? { ok: true, badge } : { ok: false, reason: 'no-credential' };
}
