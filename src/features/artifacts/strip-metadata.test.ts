import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeDocx, makeOpenDocument } from '../../../test/support/archives.ts';
import { box, makeFilm } from '../../../test/support/films.ts';
import { inspectFile } from './inspect-file.ts';
import { measureApart } from './measure-apart.ts';
import { readImageMetadata } from './metadata-image.ts';
import { stripMetadata } from './strip-metadata.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-strip-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function strip(content: Uint8Array, mediaType: string): Promise<string | undefined> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return stripMetadata(path, mediaType, folder);
}

const pixels = { create: { width: 40, height: 30, channels: 3, background: '#1d5c63' } } as const;
const exif = {
  IFD0: { Artist: 'Maya Okafor', Model: 'Pixel 8' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 36/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '122/1 19/1 0/1' },
};

it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
  'a %s loses place, maker and device, and keeps its colours and the way it is turned',
  async (format) => {
    const photo = await sharp(pixels)
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .withIccProfile('p3')
      .toFormat(format)
      .toBuffer();
    const path = (await strip(photo, `image/${format}`)) ?? '';
    expect((await readImageMetadata(join(folder, 'file'))).metadata).not.toEqual([]);
    expect((await readImageMetadata(path)).metadata).toEqual([]);
    const { exif: kept, xmp, icc, width, height } = await sharp(path).metadata();
    expect([kept, xmp, icc !== undefined, width, height]).toEqual([undefined, undefined, true, 30, 40]);
  },
);

it('a document loses its authors and keeps its text, whole and in place', async () => {
  const core = '<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:creator>Maya Okafor</dc:creator></cp:coreProperties>';
  const comments = '<w:comments><w:comment w:author="Maya Okafor" w:initials="MO"/></w:comments>';
  const document = await makeDocx(
    ['What we agreed on.'],
    { name: 'docProps/core.xml', content: core },
    { name: 'docProps/app.xml', content: '<Properties><Company>Hill School</Company><Pages>1</Pages></Properties>' },
    { name: 'word/comments.xml', content: comments },
    { name: 'word/media/image1.png', content: Buffer.alloc(300_000, 7) },
  );
  const mediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const path = (await strip(document, mediaType)) ?? '';
  expect(await inspectFile(path, 'a.docx', { scanner: undefined })).toMatchObject({ ok: true, mediaType });
  const found = await measureApart(path, mediaType);
  expect(found.text).toBe('What we agreed on.');
  expect(found.metadata?.filter(({ kind }) => kind === 'place')).toEqual([]);
  expect(found.metadata?.map(({ value }) => value).join()).not.toMatch(/Maya|MO/);
});

it('an OpenDocument text stays one', async () => {
  const meta = '<office:meta><meta:initial-creator>Maya Okafor</meta:initial-creator></office:meta>';
  const document = await makeOpenDocument('text', '<text:p>Hello.</text:p>', { name: 'meta.xml', content: meta });
  const path = (await strip(document, 'application/vnd.oasis.opendocument.text')) ?? '';
  expect(await inspectFile(path, 'a.odt', { scanner: undefined })).toMatchObject({ ok: true });
  expect(await measureApart(path, 'application/vnd.oasis.opendocument.text')).toMatchObject({
    text: 'Hello.',
    metadata: [],
  });
});

it('a film loses its place and its time; its pictures and sound stay where they are, byte by byte', async () => {
  const film = makeFilm(9);
  const path = (await strip(film, 'video/mp4')) ?? '';
  const cleaned = await readFile(path);
  expect(cleaned).toHaveLength(film.length);
  expect(cleaned.indexOf('+47.6062')).toBe(-1);
  expect(cleaned.subarray(-26)).toEqual(film.subarray(-26));
  expect(await measureApart(path, 'video/mp4')).toMatchObject({ measure: { seconds: 9 }, metadata: [] });
});

it.each<[string, string, Uint8Array]>([
  [
    'a film whose boxes reach past its end',
    'video/mp4',
    Buffer.concat([makeFilm(), Buffer.from([0xff, 0, 0, 0]), box('free', 'x')]),
  ],
  ['an image that is none', 'image/png', Buffer.from('nothing')],
  ['a document that is none', 'application/vnd.oasis.opendocument.text', Buffer.from('nothing')],
  ['a photo of a kind that can’t be written here', 'image/heic', Buffer.from('nothing')],
  ['a PDF', 'application/pdf', Buffer.from('%PDF-1.4')],
])('%s is left alone', async (_what, mediaType, content) => {
  expect(await strip(content, mediaType)).toBeUndefined();
});
