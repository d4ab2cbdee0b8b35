import type { FileEnds } from './inspect-ends.ts';

/** Why an OLE compound file is not taken: a modern document under a password is one, and every old Office document. */
export function inspectLegacyOffice({ start, end }: FileEnds): string {
  const isLocked = [start, end].some((bytes) => bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')));
  return isLocked
    ? 'is protected by a password. Save it without one and choose it again.'
    : 'is in an old Office format, which may be protected by a password or hold programs. Save it in today’s format (.docx, .pptx, .xlsx), or as a PDF.';
}
