import { z } from 'zod';
import type { ArtifactContext } from './kind.ts';

/** What a requirement may accept, in the words of the people who upload. */
export const FileType = z.enum(['document', 'pdf', 'slides', 'spreadsheet', 'image', 'video', 'audio', 'text', 'link']);
export type FileType = z.output<typeof FileType>;

const mediaTypes: Record<Exclude<FileType, 'link'>, readonly (string | RegExp)[]> = {
  pdf: ['application/pdf'],
  document: [
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.oasis.opendocument.text',
    'application/rtf',
    'text/plain',
    'text/markdown',
  ],
  slides: [
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.oasis.opendocument.presentation',
  ],
  spreadsheet: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.oasis.opendocument.spreadsheet',
    'text/csv',
  ],
  image: [/^image\/(png|jpeg|gif|webp|avif|heic|heif)$/],
  video: [/^video\/(mp4|webm|quicktime|x-m4v|ogg)$/],
  audio: [/^audio\/(mpeg|mp4|x-m4a|ogg|wav|vnd\.wave|webm|aac|flac)$/],
  text: ['text/plain', 'text/markdown'],
};

const names: Record<FileType, string> = {
  document: 'a document (PDF, Word, OpenDocument or text)',
  pdf: 'a PDF',
  slides: 'slides (PDF, PowerPoint or OpenDocument)',
  spreadsheet: 'a spreadsheet (Excel, OpenDocument or CSV)',
  image: 'an image (PNG, JPEG, WebP, GIF or HEIC)',
  video: 'a video (MP4, WebM or QuickTime)',
  audio: 'audio (MP3, M4A, Ogg or WAV)',
  text: 'plain text',
  link: 'a link',
};

/** Each in a word, for a file that is one and for a list to choose from. */
export const fileTypeWords: Record<FileType, string> = {
  document: 'document',
  pdf: 'PDF',
  slides: 'slides',
  spreadsheet: 'spreadsheet',
  image: 'image',
  video: 'video',
  audio: 'recording',
  text: 'text',
  link: 'link',
};

export function isAccepted(
  artifact: Pick<ArtifactContext, 'kind' | 'mediaType'>,
  accept: readonly FileType[],
): boolean {
  if (artifact.kind === 'link') return accept.includes('link');
  return accept.some((type) => type !== 'link' && isOfType(artifact.mediaType ?? '', type));
}

/** Whether any requirement at all could take a file of this media type. */
export function isKnownMediaType(mediaType: string): boolean {
  return FileType.options.some((type) => type !== 'link' && isOfType(mediaType, type));
}

function isOfType(mediaType: string, type: Exclude<FileType, 'link'>): boolean {
  return mediaTypes[type].some((pattern) =>
    typeof pattern === 'string' ? pattern === mediaType : pattern.test(mediaType),
  );
}

/** The media types of some file types as one regular expression, for those who can’t ask `isAccepted`: a database. */
export function mediaTypePattern(types: readonly FileType[]): string {
  const sources = types.flatMap((type) => (type === 'link' ? [] : mediaTypes[type])).map(sourceOf);
  return `^(${[...new Set(sources)].join('|')})$`;
}

function sourceOf(pattern: string | RegExp): string {
  if (typeof pattern === 'string') return pattern.replaceAll(/[.+]/g, '\\$&');
  return pattern.source.replaceAll('\\/', '/').replaceAll(/^\^|\$$/g, '');
}

/** "a PDF, an image or a link". */
export function describeFileTypes(accept: readonly FileType[]): string {
  const list = accept.map((type) => names[type]);
  return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} or ${list.at(-1) ?? ''}`;
}

/** 2.4 MB, in powers of ten as file browsers show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB'] as const;
  let value = bytes / 1000;
  let unit = 0;
  // Against what will be shown: 999.9 kB is 1.0 MB, not 1000 kB.
  while (Math.round(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? 'GB'}`;
}
