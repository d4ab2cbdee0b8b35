const openXml = 'application/vnd.openxmlformats-officedocument.';
const openDocument = 'application/vnd.oasis.opendocument.';

/** The media types that a name's ending may stand for. */
const endings: Record<string, readonly string[]> = {
  pdf: ['application/pdf'],
  docx: [`${openXml}wordprocessingml.document`],
  pptx: [`${openXml}presentationml.presentation`],
  xlsx: [`${openXml}spreadsheetml.sheet`],
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

/**
 * Why a name and a content don't go together, or `undefined` when they do. A name without an ending says nothing, so
 * nothing in it can be wrong.
 */
export function checkName(name: string, mediaType: string): string | undefined {
  const ending = /\.([a-z][a-z0-9]{0,5}|[a-z0-9]{1,5}[a-z])$/iu.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  if (endings[ending]?.includes(mediaType)) return undefined;
  return `“${name}” is not what its name says: the name ends in .${ending}, but the content is ${describe(mediaType)}. Save it again under its right name, or as a PDF.`;
}

function describe(mediaType: string): string {
  const ending = Object.keys(endings).find((candidate) => endings[candidate]?.[0] === mediaType);
  return ending ? `that of a .${ending} file` : `of the type ${mediaType}`;
}

/** A name as we keep it: the last part of a path, without control characters, and of at most 200 characters. */
export function cleanName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/u).at(-1) ?? '';
  const name = last.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim();
  if (name === '') return 'file';
  if (name.length <= 200) return name;
  const ending = /\.[a-z0-9]{1,6}$/iu.exec(name)?.[0] ?? '';
  return name.slice(0, 200 - ending.length).toWellFormed() + ending;
}
