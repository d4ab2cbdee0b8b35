import type { Readable } from 'node:stream';
import { type Entry, type ZipFile, open } from 'yauzl';

/** Most bytes that a document may unpack to, and how many times its own size once that is beyond `smallBytes`. */
const mostBytes = 2_000_000_000;
const smallBytes = 30_000_000;
const mostTimes = 60;
const mostEntries = 20_000;

type Office = { slides: number | null } | 'bomb' | 'encrypted' | 'damaged';

class Bomb extends Error {}

/**
 * Opens an Office document (a ZIP archive) and unpacks it without keeping anything: its parts must be as large as the
 * archive says, and together not out of proportion to the file.
 */
export async function inspectOffice(path: string, size: number): Promise<Office> {
  const limit = Math.min(mostBytes, Math.max(smallBytes, size * mostTimes));
  let archive: ZipFile | undefined;
  try {
    archive = await openArchive(path);
    if (archive.entryCount > mostEntries) return 'bomb';
    const entries = await listEntries(archive);
    if (entries.some((entry) => entry.isEncrypted())) return 'encrypted';
    if (entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0) > limit) return 'bomb';

    let left = limit;
    let slides = 0;
    for (const entry of entries) {
      const isManifest = entry.fileName === 'META-INF/manifest.xml';
      if (/^ppt\/slides\/slide\d+\.xml$/.test(entry.fileName)) slides += 1;
      const { bytes, text } = await unpack(await openEntry(archive, entry), left, isManifest);
      left -= bytes;
      if (isManifest && text.includes('encryption-data')) return 'encrypted';
    }
    return { slides: slides > 0 ? slides : null };
  } catch (error) {
    return error instanceof Bomb ? 'bomb' : 'damaged';
  } finally {
    archive?.close();
  }
}

function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, archive) => {
      if (error) reject(error);
      else resolve(archive);
    });
  });
}

function listEntries(archive: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.on('end', () => {
      resolve(entries);
    });
    archive.on('error', reject);
    archive.readEntry();
  });
}

function openEntry(archive: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

async function unpack(content: Readable, most: number, keep: boolean): Promise<{ bytes: number; text: string }> {
  let bytes = 0;
  let text = '';
  for await (const chunk of content as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw new Bomb();
    if (keep && text.length < 1_000_000) text += chunk.toString('utf8');
  }
  return { bytes, text };
}
