import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bakePng } from '#domain/badge/baked-png.ts';
import { bakeSvg } from '#domain/badge/baked-svg.ts';
import { writePngChunk } from '#domain/badge/png-chunks.ts';
import { internationalText } from '#domain/badge/png-text.ts';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPerson } from '../../../test/support/factories.ts';
import { fakeWeb, foreignCredential, signJwt } from '../../../test/support/foreign-issuer.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { didUrl, rsa, signed, usualDocument } from '../../../test/support/verifying.ts';
import { issueAward } from '../awards/issue-award.ts';

let site: TestSite;
let own: { png: Buffer; svg: string; email: string };
/** Pictures without anything in them. */
let picture: Buffer;
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';
const json = JSON.stringify(signed);
const changed = json.replaceAll('Asking good questions', 'Asking the best questions');
const jwt = await signJwt(foreignCredential(), rsa);

beforeAll(async () => {
  picture = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#167' } })
    .png()
    .toBuffer();
  site = await createTestApp({
    overrides: { fetchDocument: (url) => fakeWeb({ [didUrl]: usualDocument() })(url) },
  });
  const person = await insertPerson(site);
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  await site.runJobs();
  const page = `/verify/${result.publicId}`;
  const [png, svg] = await Promise.all([get(site, `${page}/badge.png`), get(site, `${page}/badge.svg`)]);
  own = { png: png.rawPayload, svg: svg.body, email: person.email };
});
afterAll(() => site.close());

const pngOf = (text: string, from = picture) => {
  const baked = bakePng(from, text);
  if (!baked.ok) throw new Error(baked.reason);
  return baked.png;
};
const svgOf = (text: string) => {
  const baked = bakeSvg(drawing, text);
  if (!baked.ok) throw new Error(baked.reason);
  return baked.svg;
};
/** With more chunks right before the end. */
const pngWith = (from: Buffer, ...data: Uint8Array[]) =>
  Buffer.concat([from.subarray(0, -12), ...data.map((one) => writePngChunk('iTXt', one)), from.subarray(-12)]);
const compressed = (text: string) =>
  Buffer.concat([Buffer.from('openbadgecredential\0\x01\0\0\0', 'latin1'), deflateSync(text)]);

async function check(content: Uint8Array | string, email = '') {
  const name = typeof content === 'string' ? 'badge.svg' : 'badge.png';
  const answer = await postFiles(site, '/verify', { award: '', email }, [{ field: 'file', name, content }]);
  expect(answer.statusCode).toBe(200);
  return textOf(pageOf(answer).querySelector('[aria-labelledby=verification]'));
}

describe('a picture with a credential in it', () => {
  it.each<[string, () => Uint8Array | string, string]>([
    ['a PNG of ours', () => own.png, 'Does it still count? Passed'],
    ['an SVG of ours', () => own.svg, 'Does it still count? Passed'],
    ['a PNG of another issuer', () => pngOf(json), 'Is it unchanged? Passed'],
    ['an SVG of another issuer', () => svgOf(json), 'Is it unchanged? Passed'],
    ['a PNG with a JWT', () => pngOf(jwt), 'Is the key the issuer’s own? Passed'],
    ['an SVG with a JWT', () => svgOf(jwt), 'Is the key the issuer’s own? Passed'],
    ['a PNG with a compressed text', () => pngWith(picture, compressed(json)), 'Is it unchanged? Passed'],
    [
      'a PNG with other texts, too',
      () => pngWith(pngOf(json), internationalText('Comment', '{"id":"x"}')),
      'Is it unchanged? Passed',
    ],
  ])('verifies: %s', async (_what, content, step) => {
    const result = await check(content());
    expect(result).toMatch(/^Result Verified/);
    expect(result).toContain(step);
  });

  it('is known by the e-mail address of its earner', async () => {
    expect(await check(own.png, own.email)).toMatch(/^Result Verified/);
    expect(await check(own.svg, `not-${own.email}`)).toMatch(/^Result Given to somebody else/);
  });

  it.each<[string, () => Uint8Array | string, RegExp]>([
    ['a PNG that was changed', () => pngOf(changed), /^Result Not valid.*The signature does not fit/],
    ['an SVG that was changed', () => svgOf(changed), /^Result Not valid.*The signature does not fit/],
    [
      'an SVG of ours that was changed',
      () => own.svg.replaceAll('"awardedDate":"2026', '"awardedDate":"2020'),
      /^Result Not valid.*The signature does not fit/,
    ],
    [
      'a JWT that was changed',
      () => pngOf(`${jwt.slice(0, -8)}AAAAAAAA`),
      /^Result Not valid.*The signature does not fit/,
    ],
    ['a PNG with a flipped bit', () => flipped(own.png), /^Result Not valid.*is damaged or cut short/],
    ['a PNG that is cut short', () => own.png.subarray(0, -20), /^Result Not valid.*is damaged or cut short/],
    [
      'two credentials in one PNG',
      () => pngWith(pngOf(json), internationalText('openbadgecredential', changed)),
      /^Result Not valid.*more than one credential/,
    ],
    [
      'one of two compressed',
      () => pngWith(pngOf(json), compressed(changed)),
      /^Result Not valid.*more than one credential/,
    ],
    [
      'two credentials in one SVG',
      () => svgOf(json).replace('</svg>', `${carrier(svgOf(changed))}</svg>`),
      /^Result Not valid.*more than one credential/,
    ],
    ['no credential in a PNG', () => picture, /^Result No award in it.*There is no credential in this image/],
    ['no credential in an SVG', () => drawing, /^Result No award in it.*There is no credential in this image/],
    [
      'a bomb',
      () => pngWith(picture, compressed(`{"a":"${' '.repeat(50_000_000)}"}`)),
      /^Result Not valid.*larger than 1 MB/,
    ],
    [
      'a credential without end',
      () => pngOf(`{"a":"${'x'.repeat(1_000_000)}"}`),
      /^Result Not valid.*larger than 1 MB/,
    ],
    ['a huge PNG', () => Buffer.concat([own.png, Buffer.alloc(5_000_000)]), /^Result Not valid.*larger than 5 MB/],
    [
      'an SVG with entities',
      () => `<!DOCTYPE svg [<!ENTITY x "y">]>${svgOf(json)}`,
      /^Result Not valid.*document type/,
    ],
  ])('does not: %s', async (_what, content, told) => {
    expect(await check(content())).toMatch(told);
  });
});

const flipped = (png: Buffer) => {
  const copy = Buffer.from(png);
  const at = copy.indexOf('openbadgecredential') + 200;
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
};
const carrier = (svg: string) =>
  (/<openbadges:credential.*<\/openbadges:credential>/s.exec(svg)?.[0] ?? '').replace(
    '<openbadges:credential',
    '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"',
  );

describe('POST /api/verify', () => {
  const api = (award: unknown) =>
    site.app
      .inject({ method: 'POST', url: '/api/verify', headers: { accept: 'application/json' }, payload: { award } })
      .then((answer) => answer.json<{ outcome: string; reason: string; detail?: string }>());

  it('takes an SVG as text', async () => {
    expect(await api(own.svg)).toMatchObject({ outcome: 'verified', reason: 'ok' });
    expect(await api(svgOf(jwt))).toMatchObject({ outcome: 'verified', reason: 'ok' });
    expect(await api(svgOf(changed))).toMatchObject({ outcome: 'failed', reason: 'tampered' });
    expect(await api(drawing)).toMatchObject({ outcome: 'failed', reason: 'no-award' });
    expect(await api(svgOf(json).replace('</svg>', `${carrier(svgOf(json))}</svg>`))).toMatchObject({
      reason: 'hostile',
    });
  });

  it('takes what stands in a PNG, and no bytes of it', async () => {
    expect(await api(signed)).toMatchObject({ outcome: 'verified' });
    expect(await api(own.png.toString('base64'))).toMatchObject({
      detail: expect.stringContaining('neither a code') as string,
    });
  });
});
