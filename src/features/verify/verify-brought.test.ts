import sharp from 'sharp';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bakePng } from '#domain/badge/baked-png.ts';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPerson } from '../../../test/support/factories.ts';
import { fakeWeb } from '../../../test/support/foreign-issuer.ts';
import { makePdf, postFiles } from '../../../test/support/multipart.ts';
import { issueAward } from '../awards/issue-award.ts';

/** What people bring instead of an award: paper, pictures, older badges. */
let site: TestSite;
let asked: string[] = [];
let page: string;
let certificate: Buffer;
let older: Buffer;
let person: { name: string; email: string };

beforeAll(async () => {
  site = await createTestApp({ overrides: { fetchDocument: (url) => fakeWeb({}, asked)(url) } });
  const earner = await insertPerson(site, { name: 'Maya Okafor' });
  person = earner;
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person: earner }) });
  const issued = await issueAward(site.deps, { attemptId });
  await site.runJobs();
  page = `/verify/${issued.ok ? issued.publicId : ''}`;
  const [pdf, badge] = [await get(site, `${page}/certificate.pdf`), await get(site, `${page}/badge.png?format=ob2`)];
  [certificate, older] = [pdf.rawPayload, badge.rawPayload];
});
afterAll(() => site.close());
beforeEach(() => {
  asked = [];
});

const bring = async (content: Uint8Array | string, email = '') => {
  const answer = await postFiles(site, '/verify', { award: '', email }, [{ field: 'file', name: 'file', content }]);
  expect(answer.statusCode).toBe(200);
  return pageOf(answer);
};
const resultOf = (document: Document) => textOf(document.querySelector('[aria-labelledby=verification]'));

async function pdfWith(links: readonly string[], packed: boolean): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const sheet = document.addPage([300, 400]);
  const action = (uri: string) => ({ Type: 'Action', S: 'URI', URI: PDFString.of(uri) });
  const annotations = links.map((uri) =>
    document.context.register(
      document.context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: action(uri) }),
    ),
  );
  sheet.node.set(PDFName.of('Annots'), document.context.obj(annotations));
  return document.save({ useObjectStreams: packed });
}

describe('a PDF', () => {
  it('that is a certificate from here leads to its award, which is verified instead', async () => {
    const shown = await bring(certificate, person.email);
    expect(resultOf(shown)).toMatch(/^Result Verified.*Was it given to this person\? Passed/);
    const named = shown.querySelector('[aria-labelledby=named]');
    expect(textOf(named)).toContain('Anybody can write one, so it proves nothing by itself.');
    expect(textOf(named)).toContain('Maya Okafor');
    expect(named?.querySelector('a')?.getAttribute('href')).toBe(page);
    expect(asked).toEqual([]);
  });

  it.each([true, false])('is read for its links, with object streams: %s', async (packed) => {
    const own = `${site.deps.baseUrl}${page}`;
    expect(resultOf(await bring(await pdfWith(['https://elsewhere.example/', own, own], packed)))).toContain(
      'Verified',
    );
  });

  it('that names several awards of this site leads to each that there is, in its order', async () => {
    const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site) });
    const second = await issueAward(site.deps, { attemptId });
    const pages = [`/verify/${second.ok ? second.publicId : ''}`, `/verify/${'0'.repeat(20)}`, page];
    const links = pages.map((one) => `${site.deps.baseUrl}${one}`);
    const named = (await bring(await pdfWith(links, true))).querySelector('[aria-labelledby=named]');
    const shown = [...(named?.querySelectorAll('li a') ?? [])].map((one) => one.getAttribute('href'));
    expect(shown).toEqual([pages[0], page]);
    expect(textOf(named)).toMatch(/Maya Okafor, \w+ \d+, 2026$/);
  });

  it.each([
    ['without a link', () => makePdf()],
    ['with a link to nobody’s award', () => pdfWith([`${site.deps.baseUrl}/verify/00000000000000000000`], true)],
    ['with a link elsewhere', () => pdfWith([`https://elsewhere.example${page}`], true)],
  ])('%s is a paper to read, and nothing is asked for', async (_what, make) => {
    const shown = resultOf(await bring(await make()));
    expect(shown).toMatch(/^Result No award in it.*This is a PDF, a paper to read.*Type the address that is printed/);
    expect(asked).toEqual([]);
  });
});

it.each([
  [
    'a photo',
    () =>
      sharp({ create: { width: 2, height: 2, channels: 3, background: '#167' } })
        .jpeg()
        .toBuffer(),
    'a picture without',
  ],
  [
    'a document',
    () => Buffer.from('PK\x03\x04\x14\0\x06\0[Content_Types].xml\xff', 'latin1'),
    'a document or an archive',
  ],
])('%s is told as what it is, and not as an award that does not hold', async (_what, make, told) => {
  expect(resultOf(await bring(await make()))).toMatch(new RegExp(`^Result No award in it.*${told}`));
});

describe('a badge of Open Badges 2', () => {
  it('from here leads to its award, baked and as its assertion', async () => {
    const assertion = (await get(site, page.replace('/verify/', '/ob2/assertions/'))).body;
    for (const content of [older, assertion]) {
      const shown = await bring(content);
      expect(resultOf(shown)).toMatch(/^Result Verified/);
      expect(textOf(shown.querySelector('[aria-labelledby=named]'))).toContain('is not signed, so it proves nothing');
    }
  });

  it.each([
    ['hosted', { id: 'https://badges.example.org/assertions/1' }],
    ['of version 1.1', { uid: '1', verify: { type: 'hosted', url: 'https://badges.example.org/assertions/1' } }],
  ])('of another issuer is left to its hosting address: %s', async (_what, more) => {
    const text = JSON.stringify({ '@context': 'https://w3id.org/openbadges/v2', type: 'Assertion', ...more });
    const picture = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#167' } })
      .png()
      .toBuffer();
    const baked = bakePng(picture, text, '2.0');
    for (const content of [text, baked.ok ? baked.png : '']) {
      const told = resultOf(await bring(content));
      expect(told).toMatch(/^Result Older badge/);
      expect(told).toContain('verified at its own address: https://badges.example.org/assertions/1');
    }
    expect(asked).toEqual([]);
  });

  it('is not verified for a program, which would take it for what it sent', async () => {
    const assertion = (await get(site, page.replace('/verify/', '/ob2/assertions/'))).body;
    const answer = await site.app.inject({ method: 'POST', url: '/api/verify', payload: { award: assertion } });
    expect(answer.json()).toMatchObject({ outcome: 'undecided', reason: 'older-badge' });
  });
});

describe('an address of this site', () => {
  const ask = (award: string) => get(site, `/verify?award=${encodeURIComponent(award)}`);

  it('leads to the award, as it stands on the certificate and in older badges', async () => {
    const { host } = new URL(site.deps.baseUrl);
    for (const typed of [
      `Verify this award at ${host}${page}`,
      `${site.deps.baseUrl}${page.replace('verify', 'ob2/assertions')}`,
    ]) {
      const answer = await ask(typed);
      expect.soft([answer.statusCode, answer.headers.location], typed).toEqual([303, page]);
    }
  });

  it.each(['/earners/maya', '/library'])('that is no award’s is told as that: %s', async (path) => {
    const typed = `${site.deps.baseUrl}${path}`;
    const answers = [await ask(typed), await postFiles(site, '/verify', { award: typed, email: '' }, [])];
    for (const answer of answers)
      expect(textOf(pageOf(answer).querySelector('.error-summary'))).toContain('of this site, but of no award');
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 422]);
  });
});

it('tells the hours and the page of a verified award of ours, and of no other', async () => {
  const credential = (await get(site, `${page}/credential.json`)).json<Record<string, unknown>>();
  const says = (await bring(JSON.stringify(credential))).querySelector('[aria-labelledby=says]');
  expect(textOf(says)).toMatch(/Professional development ?\d+ hours?/);
  expect(says?.querySelector('a')?.getAttribute('href')).toBe(`${site.deps.baseUrl}${page}`);
  const changed = (await bring(JSON.stringify({ ...credential, name: 'Grander' }))).querySelector(
    '[aria-labelledby=says]',
  );
  expect(changed?.querySelector('a')).toBeNull();
});
