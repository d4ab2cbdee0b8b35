import type { Readable } from 'node:stream';
import { type Entry, type ZipFile, fromBuffer, open } from 'yauzl';

export type { Entry, ZipFile } from 'yauzl';

const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true } as const;

/** A ZIP archive by its path, or one that is in memory. */
export function openArchive(from: string | Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, archive: ZipFile) => {
      if (error) reject(error);
      else resolve(archive);
    };
    if (typeof from === 'string') open(from, options, done);
    else fromBuffer(from, options, done);
  });
}

/** Everything in an archive, in order; refused past `most`. */
export function listEntries(archive: ZipFile, most: number): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > most) reject(new Error('too many entries'));
      else archive.readEntry();
    });
    archive.on('end', () => {
      resolve(entries);
    });
    archive.on('error', reject);
    archive.readEntry();
  });
}

export function openEntry(archive: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

/** One entry’s content; refused past `most` bytes. */
export async function readEntry(archive: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await openEntry(archive, entry)) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
