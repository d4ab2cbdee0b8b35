import { PDFDict, type PDFDocument, PDFName, type PDFRawStream, decodePDFRawStream } from '@cantoo/pdf-lib';

/**
 * The text of a page as a reader copies it, without its spaces: what each font's ToUnicode map makes of the glyphs that
 * are shown. Reads what Typst writes (two bytes a glyph, in literal strings), not every PDF.
 */
export function pageText(pdf: PDFDocument, index = 0): string {
  const { node } = pdf.getPage(index);
  const fonts = new Map(
    node
      .Resources()!
      .lookup(PDFName.of('Font'), PDFDict)
      .entries()
      .map(([name, font]) => [
        name.asString(),
        readMap(read((pdf.context.lookup(font) as PDFDict).lookup(PDFName.of('ToUnicode')))),
      ]),
  );
  let font = new Map<number, string>();
  let text = '';
  for (const [, name, hex, literal] of read(node.Contents()).matchAll(tokens)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    const bytes = hex === undefined ? unescape(literal ?? '') : Buffer.from(hex, 'hex');
    for (let i = 0; i + 1 < bytes.length; i += 2) text += font.get(bytes[i]! * 256 + bytes[i + 1]!) ?? '';
  }
  return text.replace(/\s/g, '');
}

const plain = String.raw`\\[\s\S]|[^\\()]`;
/** A font, or a string: in hexadecimal, or as it is, where parentheses that match need no backslash. */
const tokens = new RegExp(
  String.raw`(/\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\(((?:${plain}|\((?:${plain}|\((?:${plain})*\))*\))*)\)`,
  'g',
);

function read(stream: unknown): string {
  return Buffer.from(decodePDFRawStream(stream as PDFRawStream).decode()).toString('latin1');
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescape(literal: string): Buffer {
  const plain = literal.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (escapes[escaped] ?? escaped),
  );
  return Buffer.from(plain, 'latin1');
}

function readMap(map: string): Map<number, string> {
  const pairs = [...map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gim)];
  return new Map(pairs.map(([, code = '', text = '']) => [parseInt(code, 16), utf16(text)]));
}

function utf16(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join('');
}
