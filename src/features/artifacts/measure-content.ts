/**
 * A program of its own, run by `measure-apart.ts`: it takes apart what strangers made, so it may hang, fill its memory or
 * crash, and nothing else goes down with it. Says what it found as JSON; of a PDF to be stripped it gives the bytes.
 */
import { pathToFileURL } from 'node:url';
import type { Measured, TableRows } from './measured.ts';

// Each way of reading is loaded when it is needed: together they take two seconds.
async function measure(path: string, mediaType: string): Promise<Measured> {
  if (mediaType === 'application/pdf') return (await import('./measure-pdf.ts')).measurePdf(path);
  if (/openxmlformats|oasis\.opendocument/.test(mediaType))
    return (await import('./measure-office.ts')).measureOffice(path, mediaType);
  if (/^(video|audio)\//.test(mediaType)) return (await import('./measure-media.ts')).measureMedia(path, mediaType);
  if (mediaType.startsWith('text/') || mediaType === 'application/rtf')
    return (await import('./measure-text.ts')).measureText(path, mediaType);
  return {};
}

async function main([task, path = '', mediaType = '', sheet = '', more]: string[]): Promise<void> {
  if (task === 'strip') {
    process.stdout.write(await (await import('./strip-pdf.ts')).stripPdf(path));
    return;
  }
  if (task === 'cells') {
    const cells = await (await import('./measure-cells.ts')).readCells(path, sheet, headsOf(more));
    process.stdout.write(JSON.stringify(cells ?? null));
    return;
  }
  const found: Measured | TableRows =
    task === 'table'
      ? await (await import('./measure-table.ts')).readTable(path, mediaType, sheet, Number(more ?? '1'))
      : await measure(path, mediaType);
  process.stdout.write(JSON.stringify(found));
}

function headsOf(more: string | undefined): string[] | undefined {
  return more === undefined ? undefined : (JSON.parse(more) as string[]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
