/** A file that people have of an award, or take for one, and that never holds a credential. */
type OtherFile = 'pdf' | 'picture' | 'document';

/* eslint-disable no-control-regex -- the marks of these formats */
const marks: readonly [RegExp, OtherFile][] = [
  [/^\s*%PDF-/, 'pdf'],
  [/^\xff\xd8\xff/, 'picture'], // JPEG
  [/^GIF8[79]a/, 'picture'],
  [/^RIFF[^]{4}WEBP/, 'picture'],
  [/^(?:II\*\x00|MM\x00\*)/, 'picture'], // TIFF
  [/^[^]{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif)/, 'picture'],
  [/^BM[^]{4}\x00\x00\x00\x00/, 'picture'],
  [/^PK[\x03\x05]/, 'document'], // ZIP, and with it Word, Excel and OpenDocument
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, 'document'], // Word and Excel of old
  [/^\{\\rtf/, 'document'],
  [/^(?:\x1f\x8b|7z\xbc\xaf|Rar!)/, 'document'],
];
/* eslint-enable no-control-regex */

/** What a file is that is no badge, told by its first bytes; `undefined` for everything else. */
export function recogniseOther(bytes: Uint8Array): OtherFile | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  return marks.find(([pattern]) => pattern.test(start))?.[1];
}
