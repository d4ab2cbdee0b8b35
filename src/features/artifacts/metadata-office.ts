import type { MetadataItem } from './blob-facts.ts';
import { item } from './measured.ts';
import { type ZipFile, listEntries, openArchive, readEntry } from './open-archive.ts';
import { elementText } from './xml-text.ts';

const mostEntries = 20_000;
/** Largest part of a document that is read at once, unpacked, in bytes. */
export const largestPart = 60_000_000;

/** The parts of an Office document, by name. */
export type OfficeParts = { names: string[]; read: (name: string) => Promise<string | undefined>; close: () => void };

export async function openOffice(path: string): Promise<OfficeParts> {
  const archive: ZipFile = await openArchive(path);
  const entries = new Map((await listEntries(archive, mostEntries)).map((entry) => [entry.fileName, entry]));
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      return entry && (await readEntry(archive, entry, largestPart)).toString('utf8');
    },
    close() {
      archive.close();
    },
  };
}

/** Who wrote a document, for whom and with what, as it says itself. */
export async function readOfficeMetadata({ names, read }: OfficeParts): Promise<MetadataItem[]> {
  const core = (await read('docProps/core.xml')) ?? '';
  const app = (await read('docProps/app.xml')) ?? '';
  const meta = (await read('meta.xml')) ?? '';
  const comments = names.filter((name) =>
    /^(word|ppt)\/comments?[^/]*\.xml$|^ppt\/comments\/|^xl\/comments/i.test(name),
  );
  return [
    ...item('Author', 'person', elementText(core, 'dc:creator') || elementText(meta, 'meta:initial-creator')),
    ...item('Last changed by', 'person', elementText(core, 'cp:lastModifiedBy') || elementText(meta, 'dc:creator')),
    ...item('Manager', 'person', elementText(app, 'Manager')),
    ...item('School or company', 'place', elementText(app, 'Company')),
    ...item('Title', 'other', elementText(core, 'dc:title') || elementText(meta, 'dc:title')),
    ...item('Keywords', 'other', elementText(core, 'cp:keywords')),
    ...item(
      'Made',
      'time',
      (elementText(core, 'dcterms:created') || elementText(meta, 'meta:creation-date')).slice(0, 10),
    ),
    ...item('Made with', 'other', elementText(app, 'Application') || elementText(meta, 'meta:generator')),
    ...item(
      'Comments',
      'person',
      comments.length > 0 ? 'There are comments in it, with the names of who wrote them' : '',
    ),
  ];
}
