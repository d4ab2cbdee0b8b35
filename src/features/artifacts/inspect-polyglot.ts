import { open } from 'node:fs/promises';
import type { FileEnds } from './inspect-ends.ts';

/**
 * What else a file is beside what it seems: a ZIP archive (and so a Java program) can stand behind anything, since its
 * directory is read from the end; a page or a script where a careless reader looks for one. `undefined` where it is only one thing.
 */
export async function findSecondFile(
  path: string,
  size: number,
  mediaType: string,
  ends: FileEnds,
): Promise<string | undefined> {
  const isZip = /openxmlformats|oasis\.opendocument/.test(mediaType);
  if (!isZip && (await endsAsZip(path, size, ends.end))) return 'an archive';
  if (mediaType.startsWith('text/')) return undefined; // `textTypeOf` has looked for a page in it.
  if (mediaType.startsWith('image/') || /^(video|audio)\//.test(mediaType)) {
    if (holdsPage(ends.start) || holdsPage(ends.end)) return 'a web page or a script';
    if (holdsPdf(ends.start)) return 'a PDF';
    if (mediaType.startsWith('image/')) return behindImage(mediaType, ends.end);
  }
  if (mediaType === 'application/pdf' && pageBeforeBody(ends.start)) return 'a web page or a script';
  return undefined;
}

/** Whether the end of a file is the end of a ZIP archive whose directory stands where it says (APPNOTE 4.3.16). */
async function endsAsZip(path: string, size: number, end: Buffer): Promise<boolean> {
  for (let at = end.lastIndexOf('PK\x05\x06', undefined, 'latin1'); at >= 0;) {
    if (at + 22 <= end.length) {
      const directorySize = end.readUInt32LE(at + 12);
      const directoryAt = size - end.length + at - directorySize;
      if (directorySize >= 46 && directoryAt >= 0 && (await startsWith(path, directoryAt, 'PK\x01\x02'))) return true;
      // In the long form (ZIP64) the size is elsewhere, and a locator stands right before this.
      if (at >= 20 && end.toString('latin1', at - 20, at - 16) === 'PK\x06\x07') return true;
    }
    if (at === 0) break;
    at = end.lastIndexOf('PK\x05\x06', at - 1, 'latin1');
  }
  return false;
}

async function startsWith(path: string, at: number, mark: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(mark.length), 0, mark.length, at);
    return buffer.toString('latin1') === mark;
  } finally {
    await file.close();
  }
}

/** Tags that begin a page or run something; what cameras write about themselves (XMP) has none of them. */
const page = /<(?:!doctype\s+html|html|script|iframe|body|svg|object|embed)[\s>/]|<\?php|<%@/i;

function holdsPage(bytes: Buffer): boolean {
  return page.test(bytes.toString('latin1'));
}

function holdsPdf(bytes: Buffer): boolean {
  return /%PDF-\d\.\d/.test(bytes.toString('latin1', 0, 1024));
}

/** A PDF’s comments right after its first line are where a page would hide that a browser could be made to see. */
function pageBeforeBody(start: Buffer): boolean {
  const text = start.toString('latin1', 0, 4096);
  const body = text.search(/\d+\s+\d+\s+obj\b/);
  return page.test(body < 0 ? text : text.slice(0, body));
}

/* eslint-disable no-control-regex -- the marks of these formats */
const marks: [RegExp, string][] = [
  [/^\s*MZ[^]{58}/, 'a program'],
  [/^\x7fELF/, 'a program'],
  [/^\s*#!/, 'a program'],
  [/^Rar!\x1a\x07/, 'an archive'],
  [/^7z\xbc\xaf\x27\x1c/, 'an archive'],
  [/^\x1f\x8b\x08/, 'an archive'],
  [/^\s*%PDF-/, 'a PDF'],
];
/* eslint-enable no-control-regex */

/** What begins right behind the end of an image; cameras put previews and films there, which is no harm. */
function behindImage(mediaType: string, end: Buffer): string | undefined {
  const endMarks: Record<string, string> = {
    'image/jpeg': '\xff\xd9',
    'image/png': 'IEND\xae\x42\x60\x82',
    'image/gif': '\x00;',
  };
  const mark = endMarks[mediaType];
  if (mark === undefined) return undefined;
  const text = end.toString('latin1');
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const behind = text.slice(at + mark.length, at + mark.length + 100);
    const found = marks.find(([pattern]) => pattern.test(behind));
    // In the middle of an image’s own bytes such a chance meeting of five and more bytes does not happen; “MZ” needs more.
    if (found && (found[1] !== 'a program' || isProgram(text.slice(at + mark.length)))) return found[1];
  }
  return undefined;
}

/** A Windows program says in its first lines where the real one starts; a Unix one is told by its first four bytes. */
function isProgram(text: string): boolean {
  if (/^\s*MZ/.test(text)) return text.slice(0, 4096).includes('PE\0\0');
  return true;
}
