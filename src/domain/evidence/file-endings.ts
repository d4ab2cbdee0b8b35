import { type FileType, isAccepted } from './file-types.ts';

const openXml = 'application/vnd.openxmlformats-officedocument.';
const openDocument = 'application/vnd.oasis.opendocument.';

/** The media types that a name's ending may stand for. */
export const endings: Record<string, readonly string[]> = {
  pdf: ['application/pdf'],
  docx: [`${openXml}wordprocessingml.document`],
  pptx: [`${openXml}presentationml.presentation`],
  xlsx: [`${openXml}spreadsheetml.sheet`],
  // With macros, which are never run here and are shown to whoever opens it.
  docm: [`${openXml}wordprocessingml.document`],
  pptm: [`${openXml}presentationml.presentation`],
  xlsm: [`${openXml}spreadsheetml.sheet`],
  odt: [`${openDocument}text`],
  odp: [`${openDocument}presentation`],
  ods: [`${openDocument}spreadsheet`],
  rtf: ['application/rtf'],
  txt: ['text/plain', 'text/csv'],
  md: ['text/plain', 'text/csv'],
  csv: ['text/csv', 'text/plain'],
  tsv: ['text/csv', 'text/plain'],
  png: ['image/png'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  jfif: ['image/jpeg'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  avif: ['image/avif'],
  heic: ['image/heic', 'image/heif'],
  heif: ['image/heic', 'image/heif'],
  mp4: ['video/mp4', 'audio/mp4', 'video/quicktime'],
  m4v: ['video/mp4'],
  mov: ['video/quicktime', 'video/mp4'],
  webm: ['video/webm', 'audio/webm'],
  ogv: ['video/ogg'],
  mp3: ['audio/mpeg'],
  m4a: ['audio/mp4', 'video/mp4'],
  ogg: ['audio/ogg', 'video/ogg'],
  oga: ['audio/ogg'],
  opus: ['audio/ogg'],
  wav: ['audio/wav'],
  aac: ['audio/aac'],
  flac: ['audio/flac'],
};

/** The ending of a name, in small letters, where it has one. */
export function endingOf(name: string): string | undefined {
  return /\.([a-z][a-z0-9]{0,5}|[a-z0-9]{1,5}[a-z])$/iu.exec(name)?.[1]?.toLowerCase();
}

/**
 * Whether a file of this name could be what is asked for. A name says little, so it is enough that one of its types would
 * do, and a name without an ending that is known may be anything: the content decides once it is here.
 */
export function couldBeAccepted(name: string, accept: readonly FileType[]): boolean {
  const types = endings[endingOf(name) ?? ''];
  return types?.some((mediaType) => isAccepted({ kind: 'file', mediaType }, accept)) ?? true;
}

/** What a file field offers to choose from: whole families where phones know them, else endings. */
export function acceptAttribute(accept: readonly FileType[]): string {
  const families = accept.filter((type) => type === 'image' || type === 'video' || type === 'audio');
  const files = accept.filter((type) => type !== 'link' && !families.includes(type as 'image'));
  const listed = Object.keys(endings).filter((ending) => couldBeAccepted(`a.${ending}`, files));
  return [...families.map((family) => `${family}/*`), ...listed.map((ending) => `.${ending}`)].join(',');
}
