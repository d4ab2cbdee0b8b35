import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';

/** Names that some system keeps for its devices, whatever their ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** A file system takes 255 bytes; the number in front and other scripts need some of them. */
const mostBytes = 150;

/**
 * Where each file of an attempt stands in its pack, by artifact id: numbered in the order of the attempt, so that no two
 * are the same, and by names that Windows, macOS and Linux all take.
 */
export function packPaths({ artifacts }: Pick<SealedAttempt, 'artifacts'>): Map<string, string> {
  const files = artifacts.filter(({ kind }) => kind === 'file');
  const digits = Math.max(2, String(files.length).length);
  return new Map(
    files.map(({ id, name }, index) => [id, `files/${String(index + 1).padStart(digits, '0')}-${safeName(name)}`]),
  );
}

/** The name with whatever a file system refuses, or a shell could trip over, left out. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- they are what must go
    .replace(/[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/gu, '');
  const [, stem = '', ending = ''] = /^(.*?)(\.[\p{L}\p{N}]{1,10})?$/su.exec(plain) ?? [];
  const cut = cutBytes(stem, mostBytes - ending.length).trimEnd() || 'file';
  return `${reserved.test(cut) ? '_' : ''}${cut}${ending}`;
}

/** As many whole characters as fit into so many bytes of UTF-8. */
function cutBytes(text: string, most: number): string {
  let bytes = 0;
  let cut = '';
  for (const char of text) {
    bytes += Buffer.byteLength(char);
    if (bytes > most) break;
    cut += char;
  }
  return cut;
}
