import { readFile } from 'node:fs/promises';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { MetadataItem } from './blob-facts.ts';
import { type Measured, cutText, item, longestText } from './measured.ts';

/** Most pages whose text is taken. */
const mostPages = 3000;

/** The text of a PDF page by page, and what it says of who made it. Nothing in it is run. */
export async function measurePdf(path: string): Promise<Measured> {
  const data = new Uint8Array(await readFile(path));
  const task = getDocument({
    data,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    const metadata = readInfo(await document.getMetadata());
    let text = '';
    for (let number = 1; number <= Math.min(document.numPages, mostPages) && text.length < longestText; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      text += `${items.map((one) => ('str' in one ? one.str + (one.hasEOL ? '\n' : '') : '')).join('')}\n\n`;
      page.cleanup();
    }
    return { metadata, ...cutText(text) };
  } finally {
    await task.destroy();
  }
}

type PdfMetadata = { info: object; metadata: { get(name: string): unknown } | null };

function readInfo({ info, metadata }: PdfMetadata): MetadataItem[] {
  const said = info as Record<string, unknown>;
  const creator = metadata?.get('dc:creator');
  return [
    ...item('Author', 'person', said.Author ?? (Array.isArray(creator) ? creator.join(', ') : creator)),
    ...item('Made with', 'other', [said.Creator, said.Producer].filter((one) => typeof one === 'string').join(', ')),
    ...item('Title', 'other', said.Title),
    ...item('Subject', 'other', said.Subject),
    ...item('Keywords', 'other', said.Keywords),
    ...item('Made', 'time', readDate(said.CreationDate)),
  ];
}

/** "D:20261122120000Z" (ISO 32000-2, 7.9.4) as a day. */
function readDate(date: unknown): string | undefined {
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(typeof date === 'string' ? date : '') ?? [];
  return year && `${year}-${month}-${day}`;
}
