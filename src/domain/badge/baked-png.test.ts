import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { badgeLimits } from './badge-refusal.ts';
import { bakePng, unbakePng } from './baked-png.ts';
import { readPngChunks, writePngChunk } from './png-chunks.ts';

const text = JSON.stringify({ name: 'Señorita “Ñ” 𝄞', proof: [{}] });
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl';

let png: Buffer;
beforeAll(async () => {
  png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#2b7480' } })
    .png()
    .toBuffer();
});

function baked(...args: [text?: string, version?: '3.0' | '2.0']): Buffer {
  const result = bakePng(png, args[0] ?? text, args[1]);
  if (!result.ok) throw new Error(result.reason);
  return result.png;
}

/** The image with another chunk before its data. */
function withChunk(type: string, data: Uint8Array, image = png): Buffer {
  const at = image.indexOf('IDAT') - 4;
  return Buffer.concat([image.subarray(0, at), writePngChunk(type, data), image.subarray(at)]);
}

const latin1 = (value: string) => Buffer.from(value, 'latin1');
const compressed = (content: string, deflated = deflateSync(content)) =>
  Buffer.concat([latin1('openbadgecredential\0\u0001\0\0\0'), deflated]);

describe('bakePng', () => {
  it('puts the credential, uncompressed, into one iTXt chunk before the image data', () => {
    const chunks = readPngChunks(baked()) ?? [];
    const types = chunks.map(({ type }) => type);
    expect(types.indexOf('iTXt')).toBeLessThan(types.indexOf('IDAT'));
    const data = Buffer.from(chunks[types.indexOf('iTXt')]?.data ?? []);
    expect(data.toString('utf8')).toBe(`openbadgecredential\0\0\0\0\0${text}`);
  });

  it.each([
    ['a credential', text, 'json'],
    ['a JWT', jwt, 'jwt'],
  ])('is undone by unbakePng: %s', (_what, content, form) => {
    expect(unbakePng(baked(content))).toEqual({ ok: true, badge: { version: '3.0', form, text: content } });
  });

  it('replaces a credential that is there already', () => {
    const again = bakePng(baked(), jwt);
    expect(again.ok && unbakePng(again.png)).toMatchObject({ badge: { text: jwt } });
  });

  it('leaves the picture as it was', async () => {
    const pixels = (image: Buffer) => sharp(image).raw().toBuffer();
    expect(await pixels(baked())).toEqual(await pixels(png));
  });

  it('refuses what is no PNG', () => {
    expect(bakePng(latin1('GIF89a'), text)).toEqual({ ok: false, reason: 'damaged-png' });
  });
});

describe('unbakePng', () => {
  it('prefers Open Badges 3.0 to an older assertion in the same image', () => {
    const both = bakePng(baked('{"type":"Assertion"}', '2.0'), text);
    expect(both.ok && unbakePng(both.png)).toMatchObject({ badge: { version: '3.0' } });
  });

  it.each([
    ['an iTXt assertion', 'iTXt', 'openbadges\0\0\0\0\0{"id":"x"}', { form: 'json', text: '{"id":"x"}' }],
    ['an iTXt signature', 'iTXt', `openbadges\0\0\0\0\0${jwt}`, { form: 'jws', text: jwt }],
    ['a tEXt address', 'tEXt', 'openbadges\0https://a.example/1', { form: 'address', text: 'https://a.example/1' }],
  ])('recognises Open Badges 1 and 2: %s', (_what, type, data, badge) => {
    expect(unbakePng(withChunk(type, latin1(data)))).toEqual({ ok: true, badge: { version: '2.0', ...badge } });
  });

  it('reads what others compressed', () => {
    expect(unbakePng(withChunk('iTXt', compressed(text)))).toMatchObject({ ok: true, badge: { text } });
  });

  it.each([
    ['nothing of a badge', () => png, 'no-credential'],
    ['text that is no credential', () => baked('hello'), 'no-credential'],
    [
      'two credentials',
      () => withChunk('iTXt', latin1(`openbadgecredential\0\0\0\0\0${jwt}`), baked()),
      'several-credentials',
    ],
    ['a bomb', () => withChunk('iTXt', compressed('{'.repeat(badgeLimits.credential + 1))), 'credential-too-large'],
    ['a credential without end', () => baked(`{${' '.repeat(badgeLimits.credential)}`), 'credential-too-large'],
    ['compressed rubbish', () => withChunk('iTXt', compressed('', latin1('rubbish'))), 'damaged-png'],
    [
      'an unknown compression',
      () => withChunk('iTXt', latin1('openbadgecredential\0\u0001\u0007\0\0x')),
      'damaged-png',
    ],
    ['a text without its parts', () => withChunk('iTXt', latin1('openbadgecredential\0\0\0en')), 'damaged-png'],
    ['no UTF-8', () => withChunk('iTXt', latin1('openbadgecredential\0\0\0\0\0{"\xff"}')), 'not-utf-8'],
    ['a length past its end', () => Buffer.from(baked()).fill(0x7f, 8, 12), 'damaged-png'],
    ['a length above what the format allows', () => Buffer.from(baked()).fill(0xff, 8, 12), 'damaged-png'],
    ['a wrong checksum', () => changed(baked(), baked().indexOf('openbadge'), 0x4f), 'damaged-png'],
    ['a type that is none', () => withChunk('i\0xt', latin1('x')), 'damaged-png'],
    ['no image data', () => without(png, 'IDAT'), 'damaged-png'],
    ['no beginning', () => without(png, 'IHDR'), 'damaged-png'],
    ['two beginnings', () => withChunk('IHDR', Buffer.alloc(13), baked()), 'damaged-png'],
    [
      'a palette after the data',
      () => Buffer.concat([baked().subarray(0, -12), writePngChunk('PLTE', Buffer.alloc(3)), baked().subarray(-12)]),
      'damaged-png',
    ],
    ['something after the end', () => Buffer.concat([baked(), latin1('<script>')]), 'damaged-png'],
    [
      'chunks without number',
      () =>
        Buffer.concat([
          baked().subarray(0, -12),
          ...Array.from({ length: 20_001 }, () => writePngChunk('teSt', Buffer.alloc(0))),
          baked().subarray(-12),
        ]),
      'damaged-png',
    ],
  ])('refuses %s', (_what, file, reason) => {
    expect(unbakePng(file())).toEqual({ ok: false, reason });
  });

  it('refuses the file cut short anywhere, with a reason and never an error', () => {
    const whole = baked();
    for (let end = 0; end < whole.length; end += 1) expect(unbakePng(whole.subarray(0, end)).ok, `${end}`).toBe(false);
  });

  it('refuses the file with any one byte changed, or reads another text', () => {
    const whole = baked();
    for (let at = 0; at < whole.length; at += 1)
      expect(unbakePng(changed(whole, at, whole[at]! ^ 0x20)).ok, `${at}`).toBe(false);
  });
});

const hasPngcheck = (() => {
  try {
    execFileSync('pngcheck', ['-h'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
})();

describe.skipIf(!hasPngcheck)('by pngcheck', () => {
  it('is a PNG without fault, whose text is where it belongs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-png-'));
    try {
      writeFileSync(join(folder, 'badge.png'), baked());
      const told = execFileSync('pngcheck', ['-v', join(folder, 'badge.png')], { encoding: 'utf8' });
      expect(told).toMatch(/iTXt[^\n]*\n?.*openbadgecredential[\s\S]*IDAT/);
      expect(told).toContain('No errors detected');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

function without(image: Buffer, type: string): Buffer {
  const chunk = readPngChunks(image)?.find((candidate) => candidate.type === type);
  if (!chunk) throw new Error(`No ${type}`);
  return Buffer.concat([image.subarray(0, chunk.start), image.subarray(chunk.start + chunk.data.length + 12)]);
}
