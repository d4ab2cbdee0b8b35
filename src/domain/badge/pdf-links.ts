import { inflateSync } from 'node:zlib';

/** A small file may hold thousands of streams, and each far more than its size. */
const most = { streams: 500, unpacked: 20_000_000, links: 200 };

/**
 * The addresses that a PDF links to (ISO 32000-2, 12.6.4.8), in the order of the file, each once. They stand in the open, or in
 * object streams. What is encrypted or packed in another way is passed over: nothing depends on a link that is not found.
 */
export function listPdfLinks(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  const links = new Set<string>();
  let left = most.unpacked;
  for (const part of [text, ...objectStreams(text)]) {
    const objects = typeof part === 'string' ? part : unpack(part, left);
    left -= typeof part === 'string' ? 0 : objects.length;
    for (const [, literal, hex] of objects.matchAll(
      /\/URI\s*(?:\(((?:[^()\\]|\\.){1,2000})\)|<([0-9a-f\s]{2,4000})>)/gi,
    )) {
      const link =
        hex === undefined ? unescaped(literal ?? '') : Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('latin1');
      if (/^https?:\/\/[!-~]+$/.test(link) && links.size < most.links) links.add(link);
    }
  }
  return [...links];
}

function unescaped(literal: string): string {
  return literal.replace(/\\(?:([0-7]{1,3})|(.))/g, (_, octal: string | undefined, character: string) =>
    octal === undefined ? character : String.fromCharCode(Number.parseInt(octal, 8) & 0xff),
  );
}

/** Object streams (ISO 32000-2, 7.5.7), in which newer programs keep what is no picture and no text of a page. */
function objectStreams(text: string): Buffer[] {
  const found: Buffer[] = [];
  const type = /\/Type\s*\/ObjStm\b/g;
  for (let match = type.exec(text); match && found.length < most.streams; match = type.exec(text)) {
    const start = /stream\r?\n/.exec(text.slice(match.index, match.index + 2000));
    const end = text.indexOf('endstream', match.index);
    if (end < 0) break;
    if (start) found.push(Buffer.from(text.slice(match.index + start.index + start[0].length, end), 'latin1'));
    type.lastIndex = end;
  }
  return found;
}

function unpack(packed: Buffer, left: number): string {
  try {
    return left <= 0 ? '' : inflateSync(packed, { maxOutputLength: left }).toString('latin1');
  } catch {
    return '';
  }
}
