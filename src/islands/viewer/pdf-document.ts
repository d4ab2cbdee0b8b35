import { GlobalWorkerOptions, type PDFDocumentProxy, getDocument, version } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Where the build puts what the library reads by itself (`vite.config.ts`): the version makes a new address of each. */
const extras = `${import.meta.env.BASE_URL}assets/pdfjs-${version}/`;

/**
 * Opens a PDF, piece by piece as its pages are looked at. The content security policy allows no WebAssembly, so scans in
 * JPEG 2000 and JBIG2 are read by the library's plain scripts.
 */
export function openPdf(url: string) {
  return getDocument({
    url,
    cMapUrl: `${extras}cmaps/`,
    standardFontDataUrl: `${extras}standard_fonts/`,
    iccUrl: `${extras}iccs/`,
    wasmUrl: `${extras}wasm/`,
    useWasm: false,
    disableAutoFetch: true,
    disableStream: true,
    canvasMaxAreaInBytes: 64_000_000,
  });
}

/** Most pages whose text is searched for a quote. */
const mostSearched = 2000;

/** The page that a place in the whole text falls on. */
export async function searchPages(
  pdf: PDFDocumentProxy,
  find: (text: string) => { start: number } | undefined,
): Promise<number | undefined> {
  const starts: number[] = [];
  let text = '';
  for (let number = 1; number <= Math.min(pdf.numPages, mostSearched); number += 1) {
    starts.push(text.length);
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    text += `${items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')}\n`;
  }
  const found = find(text);
  return found && starts.findLastIndex((start) => start <= found.start) + 1;
}
