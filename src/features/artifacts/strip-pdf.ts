import { readFile } from 'node:fs/promises';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import { stripJpeg } from './strip-jpeg.ts';

/** What a PDF says of its makers beside its pages, wherever it stands; attached files say it in turn. */
const told = ['Metadata', 'PieceInfo', 'EmbeddedFiles', 'AF', 'LastModified'].map((name) => PDFName.of(name));
/** Who wrote a note in the margin, and when. */
const ofNotes = ['T', 'CreationDate', 'M', 'NM'].map((name) => PDFName.of(name));
/** Who signed, where and why; the signature with them, which holds the same in its certificate. */
const ofSignatures = ['Name', 'Location', 'Reason', 'ContactInfo', 'M', 'Contents', 'Cert'].map((name) =>
  PDFName.of(name),
);

/**
 * A PDF without its Info dictionary and XMP, and without the authors of its notes, its signatures, attachments and earlier
 * states. Its pages are as they were. Throws for one that is locked or can’t be read.
 */
export async function stripPdf(path: string): Promise<Uint8Array> {
  const document = await PDFDocument.load(await readFile(path), { updateMetadata: false });
  if (document.isEncrypted) throw new Error('It is locked');
  const { context } = document;
  delete context.trailerInfo.Info;
  delete context.trailerInfo.ID;
  for (const [, object] of context.enumerateIndirectObjects()) clean(object);
  document.catalog.delete(PDFName.of('Metadata'));
  forgetLost(document);
  return document.save({ addDefaultPage: false, updateFieldAppearances: false });
}

/** Takes out of an object, and of what is written within it, whatever tells. */
function clean(object: PDFObject | undefined): void {
  if (object instanceof PDFArray) {
    for (const one of object.asArray()) clean(one);
    return;
  }
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return;
  for (const key of told) dict.delete(key);
  const type = dict.get(PDFName.of('Type'));
  if (type === PDFName.of('Annot') && dict.get(PDFName.of('Subtype')) !== PDFName.of('Widget')) drop(dict, ofNotes);
  if (type === PDFName.of('Sig') || dict.has(PDFName.of('ByteRange'))) drop(dict, ofSignatures);
  if (object instanceof PDFRawStream && hasJpeg(dict)) {
    const stripped = stripJpeg(object.contents);
    (object as { contents: Uint8Array }).contents = stripped;
    dict.set(PDFName.of('Length'), dict.context.obj(stripped.length));
  }
  for (const value of dict.values()) clean(value);
}

function drop(dict: PDFDict, keys: readonly PDFName[]): void {
  for (const key of keys) dict.delete(key);
}

/** A photograph as the camera wrote it, and nothing packed around it. */
function hasJpeg(dict: PDFDict): boolean {
  const filter = dict.get(PDFName.of('Filter'));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.get(0) : filter;
  return only === PDFName.of('DCTDecode');
}

/** Whatever nothing leads to any more is left out: the old Info, XMP, attachments, and what an earlier state held. */
function forgetLost({ context }: PDFDocument): void {
  const reached = new Set<string>();
  const waiting: PDFObject[] = Object.values(context.trailerInfo).filter((one) => one !== undefined);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next instanceof PDFRef) {
      if (reached.has(next.tag)) continue;
      reached.add(next.tag);
      const object = context.lookup(next);
      if (object) waiting.push(object);
    } else if (next instanceof PDFArray) waiting.push(...next.asArray());
    else if (next instanceof PDFDict) waiting.push(...next.values());
    else if (next instanceof PDFStream) waiting.push(next.dict);
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref.tag)) context.delete(ref);
}
