import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { type FileEnds, readEnds } from './inspect-ends.ts';

const inflateApart = promisify(inflate);

/** Past this size a PDF is not read for its pages. */
const largestRead = 80_000_000;
/** Most that is unpacked of one object stream, and of all: a small file may hold thousands of them. */
const largestObjectStream = 20_000_000;
const mostUnpacked = 60_000_000;
/** Most page-tree nodes, and most object streams, that are looked at: a book of 10,000 pages has a tenth of it. */
const mostMatches = 5000;

export type InspectedPdf = { encrypted: boolean; pages: number | null; flags: string[] };

/**
 * Whether a PDF is encrypted, and its pages, read from the page tree without drawing anything; `null` when unsure.
 *
 * The root of the page tree counts all pages below it (ISO 32000-2, 7.7.3.2), so the largest count of any node is the
 * number of pages; an edited file may keep an older, larger tree, which errs on the side of letting a locator pass.
 */
export async function inspectPdf(path: string, size: number): Promise<InspectedPdf> {
  if (size > largestRead) return inspectLarge(await readEnds(path, size));
  const text = (await readFile(path)).toString('latin1');
  if (encryption.test(text)) return { encrypted: true, pages: null, flags: [] };
  const flags = new Set(flagsIn(text));

  let pages = await largestCount(text);
  let left = mostUnpacked;
  let streams = 0;
  for (const packed of objectStreams(text)) {
    streams += 1;
    const objects = await unpack(packed, largestObjectStream);
    left -= objects?.length ?? largestObjectStream;
    if (left <= 0 || streams > mostMatches) return { encrypted: false, pages: null, flags: [...flags] };
    for (const flag of flagsIn(objects ?? '')) flags.add(flag);
    // Packed in another way: its pages stay unknown.
    if (objects !== undefined) pages = Math.max(pages, await largestCount(objects));
  }
  return { encrypted: false, pages: pages > 0 && pages < Infinity ? pages : null, flags: [...flags] };
}

/** The trailer names the encryption by its object, or holds it. */
const encryption = /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/;

/** Of a PDF too large to read: the trailer stands at an end, or at both where it is made for the web. */
function inspectLarge({ start, end }: FileEnds): InspectedPdf {
  const encrypted = [start, end].some((bytes) => encryption.test(bytes.toString('latin1')));
  return { encrypted, pages: null, flags: [] };
}

function flagsIn(text: string): string[] {
  const flags = [];
  if (/\/(?:JavaScript|JS|Launch)\b\s*[(<[\d/]/.test(text)) flags.push('scripts');
  if (/\/EmbeddedFiles\b/.test(text)) flags.push('embedded');
  return flags;
}

/**
 * The largest count of the page-tree nodes in a text of PDF objects, 0 without any, and infinite past any sensible number
 * of them. One pass, whatever the text: between objects stands `obj … endobj`, or within an object stream nothing but the
 * brackets of the dictionaries.
 */
async function largestCount(text: string): Promise<number> {
  let steps = 0;
  let nodes = 0;
  let largest = 0;
  let isNode = false;
  let count: number | undefined;
  for (const [found, digits] of text.matchAll(/ obj|endobj|>>\n?<<|\/Type\s*\/Pages\b|\/Count\s+(\d{1,6})\b/g)) {
    steps += 1;
    if (steps % 100_000 === 0) await setImmediate(); // Others have their turn.
    if (digits !== undefined) {
      count ??= Number(digits);
    } else if (found.startsWith('/')) {
      isNode = true;
      nodes += 1;
      if (nodes > mostMatches) return Infinity;
    } else {
      if (isNode) largest = Math.max(largest, count ?? 0);
      isNode = false;
      count = undefined;
    }
  }
  return isNode ? Math.max(largest, count ?? 0) : largest;
}

/** The object streams (ISO 32000-2, 7.5.7), in which newer files keep their page tree, one after the other. */
function* objectStreams(text: string): Generator<Buffer> {
  const type = /\/Type\s*\/ObjStm\b/g;
  for (let match = type.exec(text); match; match = type.exec(text)) {
    const start = /stream\r?\n/.exec(text.slice(match.index, match.index + 2000));
    if (!start) continue;
    const end = text.indexOf('endstream', match.index);
    if (end < 0) return;
    yield Buffer.from(text.slice(match.index + start.index + start[0].length, end), 'latin1');
    type.lastIndex = end;
  }
}

async function unpack(packed: Buffer, maxOutputLength: number): Promise<string | undefined> {
  try {
    return (await inflateApart(packed, { maxOutputLength })).toString('latin1');
  } catch {
    return undefined;
  }
}
