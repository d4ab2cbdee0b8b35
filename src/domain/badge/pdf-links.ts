import { inflateSync } from 'node:zlib';

/** A small file may hold thousands of streams, and each far more than its size; they are unpacked while others wait. */
const most = { streams: 50, unpacked: 5_000_000, links: 200 };
/** What a byte unpacks to at most (RFC 1951: 258 bytes for two bits). */
const mostRatio = 1032;

/**
 * The addresses that a PDF links to (ISO 32000-2, 12.6.4.8), in the order of the file, each once. They stand in the open, or in
 * object streams. What is encrypted or packed in another way is passed over: nothing depends on a link that is not found.
 */
export function listPdfLinks(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  const links = new Set<string>();
  for (const objects of [text, ...unpackAll(objectStreams(text))]) {
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

/** One after the other, until what all of them together may unpack to is used up. */
function* unpackAll(streams: readonly Buffer[]): Generator<string> {
  let left = most.unpacked;
  for (const packed of streams) {
    if (left <= 0) return;
    const unpacked = unpack(packed, left);
    // What broke off or grew too large was work too: how much can’t be told, so it is charged for the most that it can have been.
    left -= unpacked?.length ?? packed.length * mostRatio;
    if (unpacked !== undefined) yield unpacked;
  }
}

function unpack(packed: Buffer, left: number): string | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: left }).toString('latin1');
  } catch {
    return undefined;
  }
}
