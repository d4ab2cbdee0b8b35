import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { listEntries, openArchive, readEntry } from '../../src/features/artifacts/open-archive.ts';

export type Part = { name: string; content: string | Uint8Array; stored?: boolean };

/** A ZIP archive with these parts, in order. */
export async function makeZip(parts: readonly Part[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content, stored = false } of parts) {
    zip.addBuffer(Buffer.from(content), name, { compress: !stored, mtime: new Date('2026-01-01T00:00:00Z') });
  }
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** Every file of a ZIP archive, by its path. */
export async function readZip(content: Buffer): Promise<Map<string, Buffer>> {
  const archive = await openArchive(content);
  const files = new Map<string, Buffer>();
  for (const entry of await listEntries(archive, 1000)) {
    files.set(entry.fileName, await readEntry(archive, entry, 100_000_000));
  }
  return files;
}

const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const openXml = 'application/vnd.openxmlformats-officedocument.';

function contentTypes(part: string, type: string): Part {
  const defaults = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`;
  return {
    name: '[Content_Types].xml',
    content: `<?xml version="1.0"?><Types xmlns="${types}">${defaults}<Override PartName="${part}" ContentType="${type}"/></Types>`,
  };
}

function relationship(name: string, target: string): Part {
  const one = `<Relationship Id="rId1" Type="${office}/${target.includes('sheet') ? 'worksheet' : 'officeDocument'}" Target="${target}"/>`;
  return { name, content: `<?xml version="1.0"?><Relationships xmlns="${relations}">${one}</Relationships>` };
}

/** A Word document with these paragraphs. */
export function makeDocx(paragraphs: readonly string[] = ['Hello.'], ...more: Part[]): Promise<Buffer> {
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
  return makeZip([
    contentTypes('/word/document.xml', `${openXml}wordprocessingml.document.main+xml`),
    relationship('_rels/.rels', 'word/document.xml'),
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?><w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    },
    ...more,
  ]);
}

/** PowerPoint slides that say these things; good for taking text out, not for showing. */
export function makePptx(slides: readonly string[], ...more: Part[]): Promise<Buffer> {
  return makeZip([
    contentTypes('/ppt/presentation.xml', `${openXml}presentationml.presentation.main+xml`),
    relationship('_rels/.rels', 'ppt/presentation.xml'),
    { name: 'ppt/presentation.xml', content: '<p:presentation/>' },
    ...slides.map((text, index) => ({
      name: `ppt/slides/slide${index + 1}.xml`,
      content: `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`,
    })),
    ...more,
  ]);
}

/** An Excel workbook with one sheet of these cells. */
export function makeXlsx(
  name: string,
  rows: readonly (readonly (string | number)[])[],
  ...more: Part[]
): Promise<Buffer> {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const cell = (value: string | number, row: number, column: number) => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    return typeof value === 'number'
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const data = rows
    .map((cells, row) => `<row r="${row + 1}">${cells.map((one, column) => cell(one, row, column)).join('')}</row>`)
    .join('');
  return makeZip([
    contentTypes('/xl/workbook.xml', `${openXml}spreadsheetml.sheet.main+xml`),
    relationship('_rels/.rels', 'xl/workbook.xml'),
    relationship('xl/_rels/workbook.xml.rels', 'worksheets/sheet1.xml'),
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`,
    },
    ...more,
  ]);
}

/** An OpenDocument file: 'text', 'presentation' or 'spreadsheet'. */
export function makeOpenDocument(kind: string, body: string, ...more: Part[]): Promise<Buffer> {
  return makeZip([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}`, stored: true },
    {
      name: 'content.xml',
      content: `<office:document-content><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    },
    ...more,
  ]);
}
