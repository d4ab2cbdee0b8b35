import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type TestIssuer,
  insertEnrolment,
  insertIssuer,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { issueAward } from './issue-award.ts';

let site: TestSite;
let issuer: TestIssuer;
beforeAll(async () => {
  site = await createTestApp();
  // One for all: each issuer has keys to be made.
  issuer = await insertIssuer(site);
});
afterAll(() => site.close());

async function insertAward(options: { name?: string } = {}) {
  const person = await insertPerson(site, options.name === undefined ? {} : { name: options.name });
  const published = await insertPublished(site, { issuer });
  const { attemptId } = await insertDecided(site, {
    enrolment: await insertEnrolment(site, { person, published }),
  });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return { person, published, publicId: result.publicId, address: `/verify/${result.publicId}` };
}

const hostile = '<script>alert(1)</script> #eval("1+1") *strong* $x$ \\ "quoted" [x]';

describe('GET /verify/:publicId', () => {
  it('tells a stranger who earned what, from whom, for how much, and that it verifies', async () => {
    const { person, published, address } = await insertAward();
    const page = pageOf(await get(site, address));

    const text = textOf(page);
    expect(page.querySelector('h1')?.textContent).toBe(person.name);
    for (const fact of [published.definition.title, published.issuer.name, '12 hours', 'November 22, 2026'])
      expect(text).toContain(fact);
    for (const lookFor of published.definition.guides.flatMap((guide) => guide.lookFors))
      expect(text).toContain(lookFor.text);
    const verification = textOf(page.querySelector('[aria-labelledby=verification]'));
    expect(verification).toMatch(/^Verification Verified.*Is it unchanged\? ?Passed/);
    expect(verification).toContain('Checked November 22, 2026 at 12:00:00 PM UTC');
  });

  it('keeps a result for ten minutes, saying when it was made, and then checks again', async () => {
    const { address } = await insertAward();
    const checkedAt = async (minutes: number) => {
      site.setNow(new Date(noon.getTime() + minutes * 60_000));
      return pageOf(await get(site, address))
        .querySelector('.verification time')
        ?.getAttribute('datetime');
    };
    expect([await checkedAt(0), await checkedAt(9), await checkedAt(11)]).toEqual([
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T12:11:00.000Z',
    ]);
    site.setNow(noon);
  });

  it('says so when what is stored does not carry the issuer’s signature', async () => {
    const { publicId, published } = await insertAward();
    const { attemptId, enrolment } = await insertDecided(site, {
      enrolment: await insertEnrolment(site, { published }),
    });
    const genuine = await site.db
      .selectFrom('awards')
      .selectAll()
      .where('public_id', '=', publicId)
      .executeTakeFirstOrThrow();
    const { id } = await site.db
      .insertInto('awards')
      .values({
        ...genuine,
        id: undefined as never,
        public_id: 'forged-forged-forged',
        enrolment_id: enrolment.id,
        attempt_id: attemptId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const signed = await site.db
      .selectFrom('award_credentials')
      .selectAll()
      .where('award_id', '=', genuine.id)
      .executeTakeFirstOrThrow();
    await site.db
      .insertInto('award_credentials')
      .values({
        ...signed,
        id: undefined as never,
        award_id: id,
        credential: JSON.stringify({ ...(signed.credential as object), name: 'Something grander' }),
      })
      .execute();
    const page = pageOf(await get(site, '/verify/forged-forged-forged'));
    expect(textOf(page.querySelector('.verification'))).toMatch(/^Verification Not valid.*Is it unchanged\? ?Failed/);
  });

  it('shows a name as it was typed, markup and all', async () => {
    const { address } = await insertAward({ name: hostile });
    const response = await get(site, address);
    expect(response.body).not.toContain('<script>alert');
    expect(pageOf(response).querySelector('h1')?.textContent).toBe(hostile);
  });

  it.each(['', '/credential.json', '/certificate.pdf'])(
    'answers 404 for an award that does not exist%s',
    async (rest) => {
      expect((await get(site, `/verify/0000000000000000000${rest}`)).statusCode).toBe(404);
    },
  );
});

describe('the signed credential and its issuer’s keys', () => {
  it('are open to programs of any site', async () => {
    const { address, published } = await insertAward();
    const credential = await get(site, `${address}/credential.json`, { accept: 'application/vc' });
    expect(credential.headers).toMatchObject({
      'content-type': 'application/vc',
      'access-control-allow-origin': '*',
    });
    expect(credential.json()).toMatchObject({
      id: `${site.deps.baseUrl}${address}/credentials/1`,
      proof: [{ cryptosuite: 'eddsa-rdfc-2022' }],
    });

    const keys = await get(site, `/issuers/${published.issuer.slug}/did.json`);
    expect(keys.headers['access-control-allow-origin']).toBe('*');
    const did = `did:web:tessera.test:issuers:${published.issuer.slug}`;
    expect(keys.json()).toMatchObject({
      id: did,
      verificationMethod: [{ controller: did, type: 'Multikey' }, { type: 'JsonWebKey' }],
    });
    expect(credential.json().proof[0].verificationMethod).toBe(keys.json().assertionMethod[0]);
  });

  it('are not there for an issuer that does not exist', async () => {
    expect((await get(site, '/issuers/nobody/did.json')).statusCode).toBe(404);
  });
});

describe('GET /verify/:publicId/certificate.pdf', () => {
  it('is a tagged PDF that says what was typed, and runs none of it', async () => {
    const { address } = await insertAward({ name: hostile });
    const response = await get(site, `${address}/certificate.pdf`);
    expect(response.headers['content-type']).toBe('application/pdf');
    const pdf = await PDFDocument.load(response.rawPayload);
    expect(pdf.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked'))?.toString()).toBe('true');
    expect(pdf.catalog.has(PDFName.of('StructTreeRoot'))).toBe(true);
    expect(pdf.getTitle()).toContain(hostile);
    expect(pageText(pdf)).toContain(hostile.replaceAll(' ', ''));
  });

  it.each([
    ['', 842, 595],
    ['?paper=letter', 792, 612],
  ])('comes landscape on the paper asked for%s', async (query, width, height) => {
    const { address } = await insertAward();
    const pdf = await PDFDocument.load((await get(site, `${address}/certificate.pdf${query}`)).rawPayload);
    const size = pdf.getPage(0).getSize();
    expect([Math.round(size.width), Math.round(size.height)]).toEqual([width, height]);
  });
});

describe('GET /awards', () => {
  it('lists one’s own awards with their links, and nobody else’s', async () => {
    const mine = await insertAward();
    const other = await insertAward();
    const page = pageOf(await get(site, '/awards', await signIn(site, mine.person)));
    expect([...page.querySelectorAll('.mosaic h3')].map(textOf)).toEqual([mine.published.definition.title]);
    const links = [...page.querySelectorAll('.mosaic a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual([mine.address, `/awards/${mine.publicId}/share`, `/awards/${mine.publicId}/status`]);
    expect(textOf(page)).not.toContain(other.publicId);
  });

  it('says what comes next while there is none', async () => {
    const page = pageOf(await get(site, '/awards', await signIn(site, await insertPerson(site))));
    expect(textOf(page.querySelector('main'))).toContain('Your first tile goes here');
    expect(page.querySelector('.empty-state a')?.getAttribute('href')).toBe('/library');
  });

  it('says that an award is on its way while its job has not run', async () => {
    const { enrolment } = await insertDecided(site);
    const page = pageOf(await get(site, '/awards', await signIn(site, enrolment.person)));
    expect(textOf(page.querySelector('[role=status]'))).toContain('One more award is being signed');
  });
});
