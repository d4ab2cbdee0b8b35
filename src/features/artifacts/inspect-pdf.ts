import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';

/** Past this size a PDF is not read for its pages. */
const largestRead = 80_000_000;
/** Most that is unpacked of one object stream, and of all: a small file may hold thousands of them. */
const largestObjectStream = 20_000_000;
const mostUnpacked = 60_000_000;

/**
 * Whether a PDF is encrypted, and its pages, read from the page tree without drawing anything; `null` when unsure.
 *
 * The root of the page tree counts all pages below it (ISO 32000-2, 7.7.3.2), so the largest count of any node is the
 * number of pages; an edited file may keep an older, larger tree, which errs on the side of letting a locator pass.
 */
export async function inspectPdf(path: string, size: number): Promise<{ encrypted: boolean; pages: number | null }> {
  if (size > largestRead) return { encrypted: false, pages: null };
  const text = (await readFile(path)).toString('latin1');
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) return { encrypted: true, pages: null };

  let pages = largest(pageTreeCounts(text));
  let left = mostUnpacked;
  for (const packed of objectStreams(text)) {
    const objects = unpack(packed, largestObjectStream);
    left -= objects?.length ?? largestObjectStream;
    if (left <= 0) return { encrypted: false, pages: null };
    // Packed in another way: its pages stay unknown.
    if (objects !== undefined) pages = Math.max(pages, largest(pageTreeCounts(objects)));
  }
  return { encrypted: false, pages: pages > 0 ? pages : null };
}

/** The counts of the page-tree nodes in a text of PDF objects. */
function pageTreeCounts(text: string): number[] {
  return [...text.matchAll(/\/Type\s*\/Pages\b/g)].flatMap(({ index }) => {
    // Between objects stands `obj … endobj`, or within an object stream nothing but the brackets of the dictionaries.
    const before = text.slice(Math.max(0, index - 100_000), index);
    const after = text.slice(index, index + 100_000);
    const start = Math.max(before.lastIndexOf(' obj'), before.lastIndexOf('>><<'), before.lastIndexOf('>>\n<<'), 0);
    const ends = [after.indexOf('endobj'), after.indexOf('>><<'), after.indexOf('>>\n<<')].filter((end) => end >= 0);
    const node = before.slice(start) + after.slice(0, ends.length > 0 ? Math.min(...ends) : undefined);
    const count = /\/Count\s+(\d{1,6})\b/.exec(node)?.[1];
    return count === undefined ? [] : [Number(count)];
  });
}

/** The object streams (ISO 32000-2, 7.5.7), in which newer files keep their page tree, one after the other. */
function* objectStreams(text: string): Generator<Buffer> {
  for (const { index } of text.matchAll(/\/Type\s*\/ObjStm\b/g)) {
    const start = /stream\r?\n/.exec(text.slice(index, index + 2000));
    const end = start ? text.indexOf('endstream', index) : -1;
    if (start && end >= 0) yield Buffer.from(text.slice(index + start.index + start[0].length, end), 'latin1');
  }
}

function unpack(packed: Buffer, maxOutputLength: number): string | undefined {
  try {
    return inflateSync(packed, { maxOutputLength }).toString('latin1');
  } catch {
    return undefined;
  }
}

function largest(counts: readonly number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
