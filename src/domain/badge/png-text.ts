import { inflateSync } from 'node:zlib';
import { type BadgeRefusal, badgeLimits } from './badge-refusal.ts';
import type { PngChunk } from './png-chunks.ts';

export type PngText = { ok: true; text: string } | { ok: false; reason: BadgeRefusal };

const damaged: PngText = { ok: false, reason: 'damaged-png' };

/** The keyword of a chunk of text, or `undefined` for any other chunk. */
export function keywordOf({ type, data }: PngChunk): string | undefined {
  if (type !== 'iTXt' && type !== 'tEXt') return undefined;
  const end = data.indexOf(0);
  return end < 1 || end > 79 ? undefined : Buffer.from(data.subarray(0, end)).toString('latin1');
}

/** An international text, uncompressed, as both versions of Open Badges ask; its language and translated keyword mean nothing to them. */
export function internationalText(keyword: string, text: string): Buffer {
  return Buffer.concat([Buffer.from(keyword, 'latin1'), Buffer.alloc(5), Buffer.from(text, 'utf8')]);
}

/** The text of a chunk that has a keyword. Others compress theirs although they must not: inflated within the limit. */
export function textOfChunk({ type, data }: PngChunk): PngText {
  const afterKeyword = data.indexOf(0) + 1;
  if (type === 'tEXt') return within(Buffer.from(data.subarray(afterKeyword)).toString('latin1'));
  const [flag, method] = data.subarray(afterKeyword, afterKeyword + 2);
  const language = data.indexOf(0, afterKeyword + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0 || method !== 0 || (flag !== 0 && flag !== 1)) return damaged;
  const text = data.subarray(translated + 1);
  if (flag === 0) return decode(text);
  try {
    return decode(inflateSync(text, { maxOutputLength: badgeLimits.credential }));
  } catch (error) {
    const isBomb = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return isBomb ? { ok: false, reason: 'credential-too-large' } : damaged;
  }
}

function decode(bytes: Uint8Array): PngText {
  if (bytes.length > badgeLimits.credential) return { ok: false, reason: 'credential-too-large' };
  try {
    return within(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, reason: 'not-utf-8' };
  }
}

function within(text: string): PngText {
  return text.length > badgeLimits.credential ? { ok: false, reason: 'credential-too-large' } : { ok: true, text };
}
