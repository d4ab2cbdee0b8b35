import { stat } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { isKnownMediaType } from '#domain/evidence/file-types.ts';
import type { Scanner } from '#platform/clamav.ts';
import type { BlobFacts } from './blob-facts.ts';
import { checkName } from './check-name.ts';
import { inspectImage } from './inspect-image.ts';
import { inspectLegacyOffice } from './inspect-legacy-office.ts';
import { inspectOffice } from './inspect-office.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { findSecondFile } from './inspect-polyglot.ts';
import { readEnds } from './inspect-ends.ts';
import { textTypeOf } from './text-type.ts';

export type Inspection =
  { ok: true; mediaType: string; pages: number | null; facts: BlobFacts } | { ok: false; message: string };

/** Other names for the same thing, as the sniffer gives them. */
const sameAs: Record<string, string> = {
  'application/illustrator': 'application/pdf',
  'video/x-m4v': 'video/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  // The same documents with macros allowed in them: those are found by their content, in these as in others.
  'application/vnd.ms-word.document.macroenabled.12':
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-powerpoint.presentation.macroenabled.12':
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const refusals = {
  encrypted: 'is protected by a password. Save it without one and choose it again.',
  bomb: 'unpacks to far more than such a file should hold, so it can’t be taken.',
  damaged: 'is damaged and can’t be opened. Save it anew and choose it again.',
  program: 'holds a program, so it can’t be taken. Save it anew without it, or as a PDF.',
} as const;
export type InspectionRefusal = keyof typeof refusals;

/**
 * What a received file is, from its content; its name must agree. Refused with a reason: nothing in it, what no
 * requirement takes (programs, web pages, archives), two kinds of file in one, what is locked by a password, what unpacks
 * to far more than it is. Macros and scripts are no reason: they are noted, shown to people and never run.
 */
export async function inspectFile(
  path: string,
  name: string,
  { scanner }: { scanner: Scanner | undefined },
): Promise<Inspection> {
  const refuse = (message: string): Inspection => ({ ok: false, message: `“${name}” ${message}` });
  const { size } = await stat(path);
  if (size === 0) return refuse('is empty. Check the file and choose it again.');

  const sniffed = await fileTypeFromFile(path).catch(() => undefined);
  const mime = sniffed?.mime.split(';')[0] ?? '';
  const ends = await readEnds(path, size);
  if (mime === 'application/x-cfb') return refuse(inspectLegacyOffice(ends));
  const mediaType = sniffed ? (sameAs[mime.toLowerCase()] ?? mime) : textTypeOf(ends.start);
  if (mediaType === undefined || !isKnownMediaType(mediaType)) {
    return refuse(
      'is not a kind of file that is taken here. Save it as a PDF, or as a document, slides, a spreadsheet, an image, a video or a recording.',
    );
  }
  const wrongName = checkName(name, mediaType);
  if (wrongName) return { ok: false, message: wrongName };
  const second = await findSecondFile(path, size, mediaType, ends);
  if (second) return refuse(`is two files in one: behind it hides ${second}. Save it anew and choose it again.`);

  const inspected = await inspectContent(path, size, mediaType);
  if (typeof inspected === 'string') return refuse(refusals[inspected]);
  const { pages = null, measure = {}, metadata = [], flags = [] } = inspected;
  const facts = { measure, metadata, flags, scan: scanner ? ('waiting' as const) : ('none' as const) };
  return { ok: true, mediaType, pages, facts };
}

type Inspected = Partial<Omit<BlobFacts, 'scan'>> & { pages?: number | null };

/** What must be known before a file is taken, and no more: what takes longer follows in a job. */
async function inspectContent(path: string, size: number, mediaType: string): Promise<Inspected | InspectionRefusal> {
  if (mediaType === 'application/pdf') {
    const { encrypted, pages, flags } = await inspectPdf(path, size);
    return encrypted ? 'encrypted' : { pages, flags };
  }
  if (/openxmlformats|oasis\.opendocument/.test(mediaType)) {
    const office = await inspectOffice(path, size);
    return typeof office === 'string' ? office : { pages: office.slides, flags: office.flags };
  }
  return mediaType.startsWith('image/') ? inspectImage(path, mediaType) : {};
}
