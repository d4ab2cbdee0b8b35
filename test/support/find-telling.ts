import { createHash } from 'node:crypto';
import exifr from 'exifr';
import type { LightMyRequestResponse } from 'fastify';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { listEntries, openArchive, readEntry } from '../../src/features/artifacts/open-archive.ts';

/** Everything in a response by which its reader could know something, as text: its headers and its body, unpacked and read. */
export async function readWhole(response: LightMyRequestResponse): Promise<string[]> {
  const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${decode(String(value))}`);
  return [...headers, ...(await readContent(response.rawPayload))];
}

/** The same files come again and again. */
const known = new Map<string, Promise<string[]>>();

function readContent(bytes: Buffer): Promise<string[]> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const read = known.get(sha256) ?? readNew(bytes);
  known.set(sha256, read);
  return read;
}

async function readNew(bytes: Buffer): Promise<string[]> {
  const plain = [decode(bytes.toString('utf8')), bytes.toString('latin1'), bytes.toString('utf16le')];
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return [...plain, ...(await readZip(bytes))];
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return [...plain, ...(await readPdf(bytes))];
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const told: unknown = await exifr.parse(bytes, true).catch(() => undefined);
    return [...plain, JSON.stringify(told ?? {})];
  }
  return plain;
}

async function readZip(bytes: Buffer): Promise<string[]> {
  const archive = await openArchive(bytes);
  const found: string[] = [];
  for (const entry of await listEntries(archive, 1000)) {
    found.push(entry.fileName, ...(await readContent(await readEntry(archive, entry, 50_000_000))));
  }
  archive.close();
  return found;
}

async function readPdf(bytes: Buffer): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false });
  try {
    const document = await task.promise;
    const { info, metadata } = await document.getMetadata();
    const found = [JSON.stringify(info), JSON.stringify(metadata ?? {})];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      found.push(items.map((one) => ('str' in one ? one.str : '')).join(' '));
    }
    return found;
  } finally {
    await task.destroy();
  }
}

/** As a reader of an address or of HTML has it, too. */
function decode(text: string): string {
  const unescaped = text.replace(/&#x?([\da-f]+);/gi, (whole, code: string) =>
    whole.startsWith('&#x') ? String.fromCodePoint(parseInt(code, 16)) : String.fromCodePoint(Number(code)),
  );
  const parts = unescaped.replace(/%[\da-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  return `${text}\n${unescaped}\n${parts}`;
}

/** Where in such a text something tells, with what stands around it. */
export function tellingIn(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    const hit = pattern.exec(text);
    if (hit) return text.slice(Math.max(0, hit.index - 80), hit.index + 80).replace(/\s+/gu, ' ');
  }
  return undefined;
}
