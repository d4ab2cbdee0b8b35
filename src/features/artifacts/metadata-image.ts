import exifr from 'exifr';
import sharp from 'sharp';
import type { MetadataItem } from './blob-facts.ts';

type Segments = Record<string, Record<string, unknown> | undefined>;

type Named = [label: string, kind: MetadataItem['kind'], names: readonly string[]];

/** What of EXIF, IPTC and XMP can tell on somebody, in the order in which it is shown. */
const named: readonly Named[] = [
  ['Made by', 'person', ['Artist', 'XPAuthor', 'creator', 'Byline', 'OwnerName', 'CameraOwnerName', 'Credit']],
  ['Copyright', 'person', ['Copyright', 'CopyrightNotice', 'rights']],
  ['People in it', 'person', ['PersonInImage', 'RegionInfo']],
  ['Place', 'place', ['City', 'Sublocation', 'Sub-location', 'State', 'Country', 'Location', 'LocationShown']],
  ['Device', 'device', ['Make', 'Model', 'HostComputer', 'LensModel']],
  ['Serial number', 'device', ['SerialNumber', 'BodySerialNumber', 'LensSerialNumber', 'ImageUniqueID']],
  ['Taken', 'time', ['DateTimeOriginal', 'CreateDate', 'DateCreated']],
  [
    'Description',
    'other',
    ['ImageDescription', 'Caption', 'Headline', 'ObjectName', 'title', 'description', 'UserComment', 'XPComment'],
  ],
  ['Keywords', 'other', ['Keywords', 'subject', 'XPKeywords']],
  ['Made with', 'other', ['Software', 'CreatorTool']],
];

const longestValue = 300;

/** What an image says of who, where and with what; nothing where it says nothing or can’t be read. */
export async function readImageMetadata(
  path: string,
): Promise<{ metadata: MetadataItem[]; isTurned: boolean; flags: string[] }> {
  const xmp = await readXmp(path);
  const isRead = xmp === undefined || isOrderly(xmp);
  const options = { tiff: true, exif: true, gps: true, iptc: true, xmp: isRead, ifd1: false, mergeOutput: false };
  const read = async (input: string | Buffer) =>
    (await exifr.parse(input, { ...options, translateValues: false }).catch(() => undefined)) as Segments | undefined;
  // A WebP or AVIF hands its EXIF out as a block of its own.
  const block = await sharp(path, { limitInputPixels: false })
    .metadata()
    .then(
      ({ exif }) => exif,
      () => undefined,
    );
  const segments: Segments = { ...(block && (await read(withoutPrefix(block)))), ...(await read(path)) };

  const metadata: MetadataItem[] = [];
  const { latitude, longitude } = segments.gps ?? {};
  if (typeof latitude === 'number' && typeof longitude === 'number') {
    metadata.push({
      label: 'Where it was taken',
      value: `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`,
      kind: 'place',
    });
  }
  const all = Object.values(segments).flatMap((segment) => Object.entries(segment ?? {}));
  for (const [label, kind, names] of named) {
    const values = all.filter(([name]) => names.includes(name)).map(([, value]) => plain(value));
    const value = [...new Set(values.filter((text) => text !== ''))].join(', ').slice(0, longestValue);
    if (value !== '') metadata.push({ label, value, kind });
  }
  if (!isRead)
    metadata.push({ label: 'Description', value: 'There is more in it than can be read here', kind: 'other' });
  const orientation = segments.ifd0?.Orientation;
  return { metadata, isTurned: typeof orientation === 'number' && orientation >= 5 && orientation <= 8, flags: [] };
}

/** What stands in an image as XMP, as it is. */
async function readXmp(path: string): Promise<string | undefined> {
  const found = (await exifr
    .parse(path, { tiff: false, iptc: false, icc: false, xmp: { parse: false }, mergeOutput: false })
    .catch(() => undefined)) as { xmp?: unknown } | undefined;
  return typeof found?.xmp === 'string' ? found.xmp : undefined;
}

const longestXmp = 300_000;
/** Elements of XMP stand about ten within one another where a list of lists is said of people and places. */
const deepestXmp = 32;

/**
 * Whether every element of an XMP text ends, in order and not too deep. The reader looks for the end of each from its
 * beginning on: of many that never end it would make hours, and nobody else would have a turn meanwhile.
 */
function isOrderly(xmp: string): boolean {
  if (xmp.length > longestXmp) return false;
  const open: string[] = [];
  let tags = 0;
  for (const [tag, end, name = '', empty] of xmp.matchAll(/<(\/?)([^<>\s/]*)[^<>]*?(\/?)>/g)) {
    tags += 1;
    if (/^<[?!]/.test(tag) || empty === '/') continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) return false;
    if (open.length > deepestXmp) return false;
  }
  return open.length === 0 && tags === xmp.split('<').length - 1;
}

function withoutPrefix(exif: Buffer): Buffer {
  return exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
}

/** A value as people read it; what is no text (a maker’s own bytes) is left out. */
function plain(value: unknown): string {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 16).replace('T', ' ');
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return String(value);
  if (ArrayBuffer.isView(value)) {
    // Windows writes its own fields in UTF-16.
    return clean(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf16le'));
  }
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(', ');
  if (typeof value === 'object' && value !== null) {
    const { value: inner, Name: name, RegionList: list } = value as Record<string, unknown>;
    return plain(inner ?? name ?? list ?? '');
  }
  return '';
}

function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}
