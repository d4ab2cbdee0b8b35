import { type ZipFile, listEntries, openArchive, openEntry } from './open-archive.ts';

/** Most bytes that a document may unpack to, and how many times its own size once that is beyond `smallBytes`. */
const mostBytes = 2_000_000_000;
const smallBytes = 30_000_000;
const mostTimes = 60;
/** Most parts of a document, those of documents inside it counted in. */
const mostEntries = 20_000;
/** Most documents within one another: a slide with a sheet with a chart has two inside. */
const mostNested = 3;
/** Largest archive inside that is looked into: a sheet behind a chart is small. */
const largestNested = 50_000_000;

type Office = { slides: number | null; flags: string[] };

class Bomb extends Error {}
class Refusal extends Error {
  readonly reason: 'encrypted' | 'program';
  constructor(reason: 'encrypted' | 'program') {
    super(reason);
    this.reason = reason;
  }
}

/** What is left of what may be unpacked, of the whole document with all that is in it. */
type Budget = { bytes: number; entries: number; flags: Set<string> };

/**
 * Opens an Office document (a ZIP archive) and unpacks it without keeping anything: its parts must be as large as the
 * archive says, and together, with what is packed inside them, not out of proportion to the file.
 */
export async function inspectOffice(
  path: string,
  size: number,
): Promise<Office | 'bomb' | 'encrypted' | 'damaged' | 'program'> {
  const bytes = Math.min(mostBytes, Math.max(smallBytes, size * mostTimes));
  const budget: Budget = { bytes, entries: mostEntries, flags: new Set() };
  try {
    const names = await walk(await openArchive(path), budget, 0);
    const slides = names.filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).length;
    return { slides: slides > 0 ? slides : null, flags: [...budget.flags].sort() };
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    return error instanceof Bomb ? 'bomb' : 'damaged';
  }
}

/** Goes through an archive and those inside it; the names in the outermost. */
async function walk(archive: ZipFile, budget: Budget, depth: number): Promise<string[]> {
  try {
    budget.entries -= archive.entryCount;
    if (budget.entries < 0 || depth > mostNested) throw new Bomb();
    const entries = await listEntries(archive, mostEntries);
    if (entries.some((entry) => entry.isEncrypted())) throw new Refusal('encrypted');
    if (entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0) > budget.bytes) throw new Bomb();
    const names = entries.map((entry) => entry.fileName);
    if (isProgram(names)) throw new Refusal('program');
    for (const flag of flagsOf(names)) budget.flags.add(flag);

    for (const entry of entries) {
      const isRead = /(^|\/)(META-INF\/manifest\.xml|\[Content_Types\]\.xml|[^/]+\.rels)$/i.test(entry.fileName);
      const { start, nested } = await unpack(archive, entry, budget, isRead);
      const text = isRead ? start.toString('utf8') : '';
      if (/manifest\.xml$/i.test(entry.fileName) && text.includes('encryption-data')) throw new Refusal('encrypted');
      for (const flag of flagsIn(text)) budget.flags.add(flag);
      if (nested) {
        const inner = await openArchive(nested).catch(() => undefined); // Two bytes alike are no archive yet.
        if (inner) await walk(inner, budget, depth + 1);
      }
    }
    return names;
  } finally {
    archive.close();
  }
}

/** Parts that Windows, Java or Android would run when somebody takes them out. */
function isProgram(names: readonly string[]): boolean {
  const hasClasses = names.some((name) => name.endsWith('.class'));
  return (
    (hasClasses && names.some((name) => /^META-INF\/MANIFEST\.MF$/i.test(name))) ||
    names.includes('AndroidManifest.xml') ||
    names.some((name) => /\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|jse|wsf|hta|jar|apk|msi|lnk)$/i.test(name))
  );
}

function flagsOf(names: readonly string[]): string[] {
  const flags = [];
  // VBA projects and old Excel macro sheets; OpenDocument’s Basic libraries and scripts.
  const isMacro =
    /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/.+|attachedToolbars\.bin)$|^(Basic|Scripts)\/.+/i;
  if (names.some((name) => isMacro.test(name) && !name.endsWith('/'))) flags.push('macros');
  if (names.some((name) => /(^|\/)(embeddings\/.+\.bin|activeX\/.+)$/i.test(name))) flags.push('embedded');
  return flags;
}

/** What relationships and the manifest say: a template with macros, or a picture, of another computer. */
function flagsIn(text: string): string[] {
  const flags = [];
  if (/vbaProject|macroEnabled|ms-office\.vba/i.test(text)) flags.push('macros');
  // Tag by tag: one expression for the whole would begin anew at each of many tags that never end, for hours.
  const external = (text.match(/<Relationship\b[^<>]*/gi) ?? []).filter((tag) => /TargetMode="External"/i.test(tag));
  if (external.some((tag) => !/relationships\/hyperlink"/i.test(tag))) flags.push('remote');
  return flags;
}

/** Unpacks a part: its beginning where it is to be read, and all of it where it is an archive itself. */
async function unpack(
  archive: ZipFile,
  entry: Parameters<typeof openEntry>[1],
  budget: Budget,
  keep: boolean,
): Promise<{ start: Buffer; nested: Buffer | undefined }> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isArchive = false;
  for await (const chunk of (await openEntry(archive, entry)) as AsyncIterable<Buffer>) {
    if (size === 0) isArchive = chunk.toString('latin1', 0, 4) === 'PK\x03\x04';
    size += chunk.length;
    budget.bytes -= chunk.length;
    if (budget.bytes < 0 || (isArchive && size > largestNested)) throw new Bomb();
    if (isArchive || (keep && size < 1_000_000)) chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  return { start: content, nested: isArchive ? content : undefined };
}
