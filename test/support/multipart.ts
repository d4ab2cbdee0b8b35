import type { LightMyRequestResponse } from 'fastify';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { TestSite } from './app.ts';
import { ownFile } from './own-files.ts';

export type TestFile = { field?: string; name: string; content: Uint8Array | string; type?: string };

/** Posts a form with files, as a browser does. */
export async function postFiles(
  site: TestSite,
  url: string,
  fields: Record<string, string>,
  files: readonly TestFile[],
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { field = 'files', name, content, type = 'application/octet-stream' } of files) {
    form.append(field, new Blob([content as BlobPart], { type }), name);
  }
  const body = new Response(form);
  return site.app.inject({
    method: 'POST',
    url,
    headers: {
      accept: 'text/html',
      'content-type': body.headers.get('content-type') ?? '',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    payload: Buffer.from(await body.arrayBuffer()),
  });
}

/** A real PDF of so many pages; `packed` keeps its page tree in an object stream, as newer programs do. */
export async function makePdf(pages = 1, packed = true): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage([300, 400]);
  return ownFile(await document.save({ useObjectStreams: packed }));
}
