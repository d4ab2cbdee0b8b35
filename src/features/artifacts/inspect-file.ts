import { open, stat } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { isKnownMediaType } from '#domain/evidence/file-types.ts';
import { checkName } from './check-name.ts';
import { inspectOffice } from './inspect-office.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { textTypeOf } from './text-type.ts';

export type Inspection = { ok: true; mediaType: string; pages: number | null } | { ok: false; message: string };

/** Other names for the same thing, as the sniffer gives them. */
const sameAs: Record<string, string> = {
  'application/illustrator': 'application/pdf',
  'video/x-m4v': 'video/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
};

/**
 * What a received file is, from its content; its name must agree. Refused with a reason: nothing in it, what no
 * requirement takes (programs, web pages, archives), what is locked by a password, what unpacks to far more than it is.
 */
export async function inspectFile(path: string, name: string): Promise<Inspection> {
  const { size } = await stat(path);
  if (size === 0) return refuse(`“${name}” is empty. Check the file and choose it again.`);

  const sniffed = await fileTypeFromFile(path).catch(() => undefined);
  const mime = sniffed?.mime.split(';')[0] ?? '';
  if (mime === 'application/x-cfb') {
    return refuse(
      `“${name}” is protected by a password or in an old Office format. Save it without a password, or as a PDF.`,
    );
  }
  const mediaType = sniffed ? (sameAs[mime] ?? mime) : textTypeOf(await readStart(path));
  if (mediaType === undefined || !isKnownMediaType(mediaType)) {
    return refuse(
      `“${name}” is not a kind of file that is taken here. Save it as a PDF, or as a document, slides, a spreadsheet, an image, a video or a recording.`,
    );
  }
  const wrongName = checkName(name, mediaType);
  if (wrongName) return refuse(wrongName);

  if (mediaType === 'application/pdf') {
    const { encrypted, pages } = await inspectPdf(path, size);
    if (encrypted) return refuse(`“${name}” is protected by a password. Save it without one and choose it again.`);
    return { ok: true, mediaType, pages };
  }
  if (/openxmlformats|oasis\.opendocument/.test(mediaType)) {
    const office = await inspectOffice(path, size);
    if (office === 'bomb')
      return refuse(`“${name}” unpacks to far more than such a file should hold, so it can’t be taken.`);
    if (office === 'encrypted')
      return refuse(`“${name}” is protected by a password. Save it without one and choose it again.`);
    if (office === 'damaged')
      return refuse(`“${name}” is damaged and can’t be opened. Save it anew and choose it again.`);
    return { ok: true, mediaType, pages: office.slides };
  }
  return { ok: true, mediaType, pages: null };
}

function refuse(message: string): Inspection {
  return { ok: false, message };
}

/** The first 64 kB. */
async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
