import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDocx } from '../../../test/support/archives.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { makeWav } from '../../../test/support/sample-files.ts';
import { blindWay } from './blind-copy.ts';
import { UnmeasurableError, measureApart, stripPdfApart } from './measure-apart.ts';
import { listEntries, openArchive, readEntry } from './open-archive.ts';
import { stripAudio } from './strip-audio.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripMetadata } from './strip-metadata.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-blind-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const photo = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#1d5c63' } })
    .withExif({ IFD0: { Artist: 'Maya Okafor' } })
    .jpeg()
    .toBuffer();

/** Everything that a PDF can say of its makers beside its pages. */
async function tellingPdf(): Promise<Buffer> {
  const document = await PDFDocument.load(await makePdf('A plan', 2));
  document.setAuthor('Maya Okafor');
  document.setTitle('Plan of Maya');
  const { context, catalog } = document;
  const text = (value: string) => PDFString.of(value);
  const xmp = context.stream('<rdf:li>Okafor</rdf:li>', { Type: 'Metadata', Subtype: 'XML' });
  catalog.set(PDFName.of('Metadata'), context.register(xmp));
  const note = context.obj({ Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 9, 9] });
  note.set(PDFName.of('T'), text('Maya Okafor'));
  note.set(PDFName.of('Contents'), text('Look here.'));
  document.getPage(0).node.set(PDFName.of('Annots'), context.obj([context.register(note)]));
  const signature = context.obj({ Type: 'Sig' });
  signature.set(PDFName.of('Name'), text('Maya Okafor'));
  catalog.set(PDFName.of('Perms'), context.obj({ DocMDP: context.register(signature) }));
  await document.attach(Buffer.from('by Okafor'), 'okafor.txt', { mimeType: 'text/plain' });
  document.getPage(1).drawImage(await document.embedJpg(await photo()), { x: 0, y: 0 });
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

describe('a PDF', () => {
  it('keeps its pages and their text, and says nothing of who made it', async () => {
    const before = await tellingPdf();
    expect(before.toString('latin1')).toMatch(/Maya|Okafor/);
    await writeFile(path, before);
    const stripped = await stripPdfApart(path);
    await writeFile(path, stripped);
    const found = await measureApart(path, 'application/pdf');
    expect(found.metadata).toEqual([]);
    expect(found.text).toMatch(/A plan, page 1[^]*A plan, page 2/);
    // Unpacked, too: what nothing leads to any more is not in it.
    const again = await PDFDocument.load(stripped, { updateMetadata: false });
    const plain = Buffer.from(await again.save({ useObjectStreams: false })).toString('latin1');
    expect(plain).not.toMatch(/Maya|Okafor|okafor/);
    expect(plain).toContain('Look here.');
    expect(again.getPageCount()).toBe(2);
  });

  it.each(['nothing', '%PDF-1.4\ntrailer << /Root 1 0 R /Encrypt 2 0 R >>'])(
    'that can’t be read is left alone: %s',
    async (content) => {
      await writeFile(path, content);
      await expect(stripPdfApart(path)).rejects.toBeInstanceOf(UnmeasurableError);
    },
  );
});

it('a photograph keeps its pixels, byte by byte', async () => {
  const before = await photo();
  const after = Buffer.from(stripJpeg(before));
  expect(after.toString('latin1')).not.toContain('Maya');
  expect(await sharp(after).raw().toBuffer()).toEqual(await sharp(before).raw().toBuffer());
  expect(stripJpeg(Buffer.from('no JPEG'))).toEqual(Buffer.from('no JPEG'));
});

it('a document lets go of the people in it, its template’s folder, and what its photographs say', async () => {
  await writeFile(
    path,
    await makeDocx(
      ['Any.'],
      {
        name: 'word/people.xml',
        content: '<w15:person w15:author="Maya Okafor"><w15:presenceInfo w15:userId="mayaok"/></w15:person>',
      },
      { name: 'word/_rels/settings.xml.rels', content: '<Relationship Target="file:///C:\\Users\\mayaok\\a.dotx"/>' },
      { name: 'word/media/image1.jpg', content: await photo(), stored: true },
    ),
  );
  const cleaned = await stripMetadata(
    path,
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    folder,
  );
  const archive = await openArchive(cleaned ?? '');
  const parts = await Promise.all(
    (await listEntries(archive, 99)).map((entry) => readEntry(archive, entry, 1_000_000)),
  );
  archive.close();
  expect(Buffer.concat(parts).toString('latin1')).not.toMatch(/maya|okafor/i);
});

describe('a recording keeps its sound', () => {
  const id3 = (text: string) =>
    Buffer.concat([Buffer.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
  const sound = Buffer.alloc(400, 0x55);
  const to = () => join(folder, 'to');

  it('between the tags of an MP3', async () => {
    const tail = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 'Maya ')]);
    await writeFile(path, Buffer.concat([id3('TPE1 Maya Okafor'), sound, tail]));
    await stripAudio(path, to(), 'audio/mpeg');
    expect(await readFile(to())).toEqual(sound);
  });

  it('in a WAV, where the chunk with names is blotted out', async () => {
    const wav = makeWav(1);
    const list = Buffer.concat([Buffer.from('LIST\x0c\0\0\0'), Buffer.from('IARTMaya Oka')]);
    await writeFile(path, Buffer.concat([wav, list]));
    await stripAudio(path, to(), 'audio/wav');
    const stripped = await readFile(to());
    expect(stripped.subarray(0, wav.length)).toEqual(wav);
    expect(stripped.toString('latin1')).not.toContain('Maya');
  });

  it('in a FLAC, where the block with names becomes padding', async () => {
    const block = (type: number, content: Buffer) =>
      Buffer.concat([Buffer.from([type, 0, 0, content.length]), content]);
    const flac = Buffer.concat([
      Buffer.from('fLaC'),
      block(0, Buffer.alloc(34, 1)),
      block(0x84, Buffer.from('ARTIST=Maya')),
      sound,
    ]);
    await writeFile(path, flac);
    await stripAudio(path, to(), 'audio/flac');
    const stripped = await readFile(to());
    expect([stripped.length, stripped.toString('latin1').includes('Maya')]).toEqual([flac.length, false]);
    expect(stripped.subarray(-400)).toEqual(sound);
  });
});

describe('how a content is given out where names are hidden', () => {
  const says = (label: string) => [{ label, value: 'x', kind: 'other' as const }];
  it.each([
    ['text/plain', null, false, 'as-is'],
    ['application/pdf', null, false, 'copy'],
    ['audio/mpeg', null, false, 'copy'],
    ['video/webm', null, false, 'waiting'],
    ['video/webm', says('Made with'), true, 'as-is'],
    ['video/webm', says('Title'), true, 'never'],
    ['image/heic', says('Device'), true, 'never'],
  ] as const)('%s %o', (mediaType, metadata, isInspected, way) => {
    expect(blindWay({ sha256: '', mediaType, metadata, isInspected })).toBe(way);
  });
});
