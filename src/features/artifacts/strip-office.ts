import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile as ZipWriter } from 'yazl';
import { largestPart } from './metadata-office.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { type ZipFile, listEntries, openArchive, openEntry, readEntry } from './open-archive.ts';

const mostEntries = 20_000;
/** Past this size, in bytes, a picture in a document stays as it is. */
const largestPicture = 60_000_000;

const emptyCore =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>';
const emptyCustom =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>';
const emptyMeta =
  '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>';

/** What is written in the place of a part, or how it is changed; parts that are not named here stay as they are. */
function changeFor(name: string): ((xml: string) => string) | undefined {
  if (name === 'docProps/core.xml') return () => emptyCore;
  if (name === 'docProps/custom.xml') return () => emptyCustom;
  if (name === 'meta.xml') return () => emptyMeta;
  if (name === 'docProps/app.xml') {
    return (xml) => xml.replace(/<(Company|Manager|HyperlinkBase|Template)>[^<]*<\/\1>/g, '');
  }
  // Who commented and who changed what: the marks stay, the names go.
  if (/^word\/[^/]+\.xml$/.test(name)) {
    return (xml) =>
      xml
        .replace(/\b(w\d*):author="[^"]*"/g, '$1:author="Author"')
        .replace(/\bw:initials="[^"]*"/g, 'w:initials="A"')
        .replace(/\b(w\d+):userId="[^"]*"/g, '$1:userId="A"');
  }
  // A template or another workbook lies in a folder that is often called by somebody.
  if (/\.rels$/.test(name)) return (xml) => xml.replace(/\bTarget="file:[^"]*"/g, 'Target="file:///"');
  if (/^ppt\/(commentAuthors|authors)\.xml$/.test(name)) {
    return (xml) =>
      xml.replace(
        /\b(name|initials|userId)="[^"]*"/g,
        (_, field: string) => `${field}="${field === 'name' ? 'Author' : 'A'}"`,
      );
  }
  if (/^xl\/(persons\/[^/]+|workbook)\.xml$/.test(name)) {
    return (xml) =>
      xml
        .replace(/\bdisplayName="[^"]*"/g, 'displayName="Author"')
        .replace(/\buserId="[^"]*"/g, 'userId="A"')
        .replace(/\buserName="[^"]*"/g, 'userName="Author"')
        .replace(/<x15ac:absPath\b[^<>]*\/>/g, '');
  }
  if (/^xl\/comments[^/]*\.xml$/.test(name))
    return (xml) => xml.replace(/<author>[^<]*<\/author>/g, '<author>Author</author>');
  if (name === 'content.xml') {
    return (xml) => xml.replace(/<(dc:creator|meta:creator-initials)>[^<]*<\/\1>/g, '<$1>Author</$1>');
  }
  return undefined;
}

/** Writes a document anew without its authors; every part in its place and packed as it was. */
export async function stripOffice(from: string, to: string): Promise<void> {
  const archive = await openArchive(from);
  const writer = new ZipWriter();
  const output = writer.outputStream as Readable;
  const fail = (error: unknown) => output.destroy(error as Error);
  try {
    const written = pipeline(output, createWriteStream(to, { flags: 'wx', mode: 0o600 }));
    await Promise.all([fill(writer, archive, fail).catch(fail), written]);
  } finally {
    archive.close();
  }
}

async function fill(writer: ZipWriter, archive: ZipFile, fail: (error: unknown) => void): Promise<void> {
  for (const entry of await listEntries(archive, mostEntries)) {
    if (entry.fileName.endsWith('/')) continue;
    const options = { compress: entry.compressionMethod !== 0, mtime: new Date('1980-01-01T00:00:00'), mode: 0o100644 };
    const change = changeFor(entry.fileName);
    if (change) {
      const xml = (await readEntry(archive, entry, largestPart)).toString('utf8');
      writer.addBuffer(Buffer.from(change(xml)), entry.fileName, options);
      continue;
    }
    // A photograph in a document brings its own place and maker with it.
    if (/\.jpe?g$/i.test(entry.fileName) && entry.uncompressedSize <= largestPicture) {
      const picture = stripJpeg(await readEntry(archive, entry, largestPicture));
      writer.addBuffer(Buffer.from(picture), entry.fileName, options);
      continue;
    }
    writer.addReadStreamLazy(entry.fileName, options, (done) => {
      openEntry(archive, entry).then((stream) => {
        stream.on('error', fail);
        done(null, stream);
      }, fail);
    });
  }
  writer.end();
}
