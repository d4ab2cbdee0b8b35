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
  const options = { tiff: true, exif: true, gps: true, iptc: true, xmp: true, ifd1: false, mergeOutput: false };
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
  const orientation = segments.ifd0?.Orientation;
  return { metadata, isTurned: typeof orientation === 'number' && orientation >= 5 && orientation <= 8, flags: [] };
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
