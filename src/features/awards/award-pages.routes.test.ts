import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type TestIssuer,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { type TestFile, postFiles } from '../../../test/support/multipart.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { issueAward } from './issue-award.ts';

let site: TestSite;
let issuer: TestIssuer;
beforeAll(async () => {
  site = await createTestApp();
  // One for nearly all: each issuer has keys to be made.
  issuer = await insertIssuer(site);
});
afterAll(() => site.close());

async function makeAward(name = 'Ana Rivera', by = issuer) {
  const person = await insertPerson(site, { name });
  const published = await insertPublished(site, { issuer: by });
  const enrolment = await insertEnrolment(site, { person, published });
  const { attemptId, attemptSha256 } = await insertDecided(site, { enrolment });
  const issued = await issueAward(site.deps, { attemptId });
  if (!issued.ok) throw new Error(issued.reason);
  return { person, published, attemptSha256, publicId: issued.publicId, address: `/verify/${issued.publicId}` };
}
type Award = Awaited<ReturnType<typeof makeAward>>;

async function setStatus({ publicId }: Pick<Award, 'publicId'>, status: 'revoked' | 'suspended') {
  const { id, issuer_id } = await site.db
    .selectFrom('awards')
    .select(['id', 'issuer_id'])
    .where('public_id', '=', publicId)
    .executeTakeFirstOrThrow();
  const change = { awardId: id, issuerId: issuer_id, status, reason: 'Said to its earner.', byPerson: null, at: noon };
  await site.db.transaction().execute((trx) => setAwardStatus(trx, change));
}

const hrefs = async (url: string, cookie: Record<string, string> = {}) =>
  [...pageOf(await get(site, url, cookie)).querySelectorAll('main a')].map((link) => link.getAttribute('href') ?? '');

async function readPdf(response: Awaited<ReturnType<typeof get>>) {
  expect(response.headers['content-type']).toBe('application/pdf');
  const pdf = await PDFDocument.load(response.rawPayload);
  const isMarked = pdf.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked'))?.toString() === 'true';
  return { pdf, isMarked, text: pdf.getPageIndices().map((index) => pageText(pdf, index)) };
}

describe('the page of an award', () => {
  it('tells the process behind it, with hashes, and nobody’s name', async () => {
    const { published, attemptSha256, address } = await makeAward();
    const process = textOf(pageOf(await get(site, address)).querySelector('[aria-labelledby=process]'));
    expect(process).toContain('One assessor scored it.');
    expect(process).toContain(published.sha256);
    expect(process).toContain(attemptSha256);
    const assessor = await site.db
      .selectFrom('assessments as s')
      .innerJoin('attempts as a', 'a.id', 's.attempt_id')
      .innerJoin('people as p', 'p.id', 's.assessor_id')
      .select('p.name')
      .where('a.sha256', '=', attemptSha256)
      .executeTakeFirstOrThrow();
    expect((await get(site, address)).body).not.toContain(assessor.name);
  });

  it('leads its earner to everything that is theirs, and nobody else', async () => {
    const { person, published, publicId, address } = await makeAward();
    const own = [...['share', 'wallet', 'status', 'reissue'].map((way) => `/awards/${publicId}/${way}`)];
    own.push(`/awards/profile#award-${publicId}`, `/credit/claims/new?award=${publicId}`);
    expect(await hrefs(address, await signIn(site, person))).toEqual(expect.arrayContaining(own));
    const issuing = `/admin/${published.issuer.slug}/awards/${publicId}`;
    const lead = await insertPerson(site);
    await insertMembership(site, published.issuer, lead, 'lead_assessor');
    const { person: stranger } = await insertMember(site, 'issuer_admin');
    for (const [cookie, sees] of [
      [await signIn(site, lead), true],
      [await signIn(site, stranger), false],
      [{}, false],
    ] as const) {
      const links = await hrefs(address, cookie);
      expect(links.includes(issuing)).toBe(sees);
      for (const way of own) expect(links).not.toContain(way);
    }
  });

  it.each([
    ['revoked', 'and revoked on November 22, 2026', 410],
    ['suspended', 'and suspended on November 22, 2026', 403],
  ] as const)('says first of all that it is %s, and gives nothing out', async (status, words, code) => {
    const award = await makeAward();
    await setStatus(award, status);
    const cookie = await signIn(site, award.person);
    const page = pageOf(await get(site, award.address, cookie));
    expect(textOf(page.querySelector('main [role=status]'))).toContain(words);
    expect(page.querySelector('main article > *')?.getAttribute('role')).toBe('status');
    expect(textOf(page)).not.toContain('Said to its earner');
    expect(textOf(page)).not.toMatch(/certifies that|has earned|own work/);
    const meta = (property: string) =>
      page.head.querySelector(`meta[property="${property}"]`)?.getAttribute('content') ?? null;
    for (const title of [page.title, meta('og:title')])
      expect(title?.toLowerCase()).toMatch(new RegExp(`^${status}: `));
    for (const text of [
      page.head.querySelector('meta[name=description]')?.getAttribute('content'),
      meta('og:description'),
    ])
      expect(text).toContain(words);
    expect(meta('og:image')).toBeNull();
    const links = await hrefs(award.address, cookie);
    expect(links.filter((link) => /certificate|badge|share|wallet|claims|reissue/.test(link))).toEqual([]);
    expect((await get(site, `${award.address}/certificate.pdf`)).statusCode).toBe(code);
  });

  it('of a stack award names its pieces, its series and its rule', async () => {
    const series = await insertSeries(site);
    const person = await insertPerson(site);
    const pieces = [await earn(site, person, series.members[0]!), await earn(site, person, series.members[1]!)];
    await site.runJobs();
    const { public_id } = await site.db
      .selectFrom('awards')
      .select('public_id')
      .where('kind', '=', 'stack')
      .where('person_id', '=', person.id)
      .executeTakeFirstOrThrow();
    const links = await hrefs(`/verify/${public_id}`);
    expect(links).toEqual(expect.arrayContaining([`/series/${series.slug}`, ...pieces.map((id) => `/verify/${id}`)]));
    const { text, isMarked } = await readPdf(await get(site, `/verify/${public_id}/certificate.pdf`));
    expect(isMarked).toBe(true);
    expect(text[0]).toContain('hasearnedthestackaward');
    for (const id of pieces) expect(text[1]).toContain(`/verify/${id}`);
  });
});

describe('my awards', () => {
  it('are a mosaic or a list, by issuer or by series, and the hours of what counts are added', async () => {
    const award = await makeAward();
    const gone = await earn(site, award.person, await insertPublished(site, { issuer }));
    await setStatus({ publicId: gone }, 'revoked');
    const cookie = await signIn(site, award.person);
    const page = pageOf(await get(site, '/awards', cookie));
    expect(textOf(page.querySelector('.lead'))).toBe('2 awards, worth 12 hours of professional development.');
    expect(page.querySelectorAll('.mosaic .stone-card')).toHaveLength(2);
    const list = pageOf(await get(site, '/awards?view=list&by=series&state=in-force', cookie));
    expect([...list.querySelectorAll('.tile-list h3')].map(textOf)).toEqual([award.published.definition.title]);
    expect(textOf(list)).toContain('In no series');
  });
});

describe('a transcript', () => {
  const transcript = async ({ person }: Award, query = '') =>
    get(site, `/awards/transcript.pdf${query}`, await signIn(site, person));

  it('is a tagged PDF of one’s own awards that count, with where each is verified', async () => {
    const [award, other] = [await makeAward(), await makeAward('Somebody Else')];
    const gone = await earn(site, award.person, await insertPublished(site, { issuer }));
    await setStatus({ publicId: gone }, 'revoked');
    const { isMarked, text } = await readPdf(await transcript(award));
    expect(isMarked).toBe(true);
    expect(text[0]).toContain(award.address);
    expect(text[0]).toContain('12hours');
    expect(text[0]).toContain('Page1of1');
    for (const publicId of [gone, other.publicId]) expect(text[0]).not.toContain(publicId);
  });

  it.each([
    ['?from=2026-11-22&to=2026-11-22', true],
    ['?to=2026-11-21', false],
    ['?from=2026-11-23', false],
  ])('takes what was awarded in the period, its first and last day with it: %s', async (query, isIn) => {
    const award = await makeAward();
    const { text } = await readPdf(await transcript(award, query));
    expect(text[0]!.includes(award.address)).toBe(isIn);
  });

  it.each(['?from=yesterday', '?to=2026-02-30', '?from=2026-13-01'])('says how to write a day: %s', async (query) => {
    const response = await transcript(await makeAward(), query);
    expect([response.statusCode, textOf(pageOf(response)).includes('such as 2026-09-01')]).toEqual([422, true]);
  });
});

describe('a certificate', () => {
  it('is set where no font has the letters of a name, and says so', async () => {
    const { address } = await makeAward('\u{14400}\u{14401}\u{14402} Rivera');
    const { isMarked, text } = await readPdf(await get(site, `${address}/certificate.pdf`));
    expect(isMarked).toBe(true);
    expect(text[0]).toContain('Someletters');
  });

  async function makeAdmin() {
    const { person: admin, issuer: own } = await insertMember(site, 'issuer_admin');
    const home = `/admin/${own.slug}/certificate`;
    const cookie = await signIn(site, admin);
    const add = (files: TestFile[], fields: Record<string, string> = {}) =>
      postFiles(site, `${home}/signers`, { name: 'Ruth Okafor', title: 'Director', ...fields }, files, cookie);
    const rows = () => site.db.selectFrom('certificate_signers').selectAll().where('issuer_id', '=', own.id).execute();
    return { own, home, cookie, add, rows };
  }

  const picture = (width = 200, height = 80) => sharp({ create: { width, height, channels: 3, background: '#fff' } });

  it('bears the names and signatures of those who sign, drawn anew', async () => {
    const { own, home, cookie, add, rows } = await makeAdmin();
    const { address } = await makeAward('Ana Rivera', own);
    const jpeg = await picture(2000, 800)
      .withExif({ IFD0: { Artist: 'SECRET' } })
      .jpeg()
      .toBuffer();
    expect((await add([{ field: 'signature', name: 'me.png', content: jpeg }])).statusCode).toBe(303);
    const [row] = await rows();
    const kept = await sharp(row!.signature!).metadata();
    expect([kept.format, kept.width, kept.exif]).toEqual(['png', 600, undefined]);
    for (const url of [`${address}/certificate.pdf`, `${home}/preview.pdf`]) {
      const { text } = await readPdf(await get(site, url, cookie));
      expect(text[0]).toContain('RuthOkafor');
      expect(text[0]).toContain('Director');
    }
    expect((await post(site, `${home}/signers/${row!.id}/remove`, {}, cookie)).statusCode).toBe(303);
    expect(await rows()).toEqual([]);
  });

  it.each([
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'no PNG or JPEG'],
    ['a PNG that breaks off', async () => (await picture().png().toBuffer()).subarray(0, 60), 'no PNG or JPEG'],
    ['words', () => Buffer.from('sign here'), 'no PNG or JPEG'],
    ['too many points', () => picture(4001, 10).png().toBuffer(), 'more than 4000 points'],
    ['too many bytes', () => Buffer.alloc(2_000_001, 1), 'larger than 2 MB'],
  ])('takes no %s for a signature, keeps what was typed and stores nothing', async (_, make, message) => {
    const { add, rows } = await makeAdmin();
    const response = await add([{ field: 'signature', name: 'signature.png', content: await make() }]);
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(textOf(page)).toContain(message);
    expect(page.querySelector<HTMLInputElement>('#name')?.value).toBe('Ruth Okafor');
    expect(await rows()).toEqual([]);
  });

  it('is signed by three at most', async () => {
    const { add, rows } = await makeAdmin();
    const codes = await Promise.all([1, 2, 3, 4].map((n) => add([], { name: `Signer ${n}` })));
    expect(codes.map(({ statusCode }) => statusCode).sort()).toEqual([303, 303, 303, 422]);
    expect((await rows()).map(({ position }) => position).sort()).toEqual([1, 2, 3]);
  });
});
