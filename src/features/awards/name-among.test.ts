import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post } from '../../../test/support/app.ts';
import {
  type Person,
  type Published,
  insertIssuer,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { insertProfile } from '../../../test/support/public-pages.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
import { shareToken } from '../wallets/wallet-secrets.ts';
import { shareRecord } from '../records/shares.ts';

/** As the account has it, and as an admin of the one issuer corrected it. */
const account = 'Ana Lus';
const corrected = 'Ana Luz Quintero';

let site: TestSite;
let person: Person;
let headers: Record<string, string>;
/** Of one issuer, which then corrects the name on the first; and of another. */
let member: Published;
let first: string;
let elsewhere: string;
let correct: (name: string) => Promise<void>;
beforeAll(async () => {
  site = await createTestApp();
  const series = await insertSeries(site);
  member = series.members[1]!;
  person = await insertPerson(site, { name: account });
  headers = await signIn(site, person);
  first = await earn(site, person, series.members[0]!);
  elsewhere = await earn(site, person, await insertPublished(site, { issuer: await insertIssuer(site) }));
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
  const desk = await signIn(site, admin);
  correct = async (name) => {
    const url = `/admin/${series.issuer.slug}/awards/${first}/reissue`;
    expect((await post(site, url, { to: 'as-it-is', name }, desk)).statusCode).toBe(303);
  };
  await correct('Anna Luz');
  await correct(corrected);
});
afterAll(() => site.close());

const title = async (url: string) => pageOf(await get(site, url)).querySelector('h1')?.textContent;
/** The letters of a PDF come without their spaces. */
const closed = (text = '') => text.replaceAll(' ', '');
const pdf = async (url: string) => pageText(await PDFDocument.load((await get(site, url, headers)).rawPayload));
const issuerOf = async (publicId: string) => {
  const award = site.db.selectFrom('awards as a').innerJoin('issuers as i', 'i.id', 'a.issuer_id').select('i.slug');
  return (await award.where('a.public_id', '=', publicId).executeTakeFirstOrThrow()).slug;
};

it('stands wherever awards of the issuer that corrected it are shown together', async () => {
  const handle = await insertProfile(site, person, [elsewhere, first]);
  expect(await title(`/earners/${handle}`)).toBe(corrected);
  expect(await pdf('/awards/transcript.pdf')).toContain(closed(corrected));
  const share = await shareRecord(site.deps, { personId: person.id, note: 'The district' });
  if (!share.ok) throw new Error(share.reason);
  expect(await title(`/records/${shareToken(site.deps.secret, share.id)}`)).toBe(corrected);
  const slug = await issuerOf(first);
  const record = (await get(site, `/awards/transcript.clr.json?issuer=${slug}`, headers)).body;
  expect(JSON.parse(record).credentialSubject.identifier).toContainEqual(
    expect.objectContaining({ identityType: 'name', identityHash: corrected }),
  );
});

it('says nothing of what others awarded or entered', async () => {
  const slug = await issuerOf(elsewhere);
  expect(await pdf(`/awards/transcript.pdf?issuer=${slug}`)).toContain(closed(account));
  const record = (await get(site, `/awards/transcript.clr.json?issuer=${slug}`, headers)).body;
  expect(record).toContain(account);
  expect(record).not.toContain(corrected);
});

it('stands on the transcript of hours, and on what the issuer awards from then on', async () => {
  expect(await pdf('/credit/transcript.pdf')).toContain(closed(corrected));
  const next = await earn(site, person, member);
  await site.runJobs();
  const given = await site.db
    .selectFrom('awards')
    .select(['kind', 'recipient_name as name'])
    .where('person_id', '=', person.id)
    .where('public_id', 'not in', [first, elsewhere])
    .orderBy('kind')
    .execute();
  expect(given).toEqual([
    { kind: 'micro-credential', name: corrected },
    { kind: 'stack', name: corrected },
  ]);
  expect(await title(`/verify/${next}`)).toBe(corrected);
});

it('is that of the account again once its earner puts that on the award', async () => {
  const fields = { to: 'as-it-is', name: 'account' };
  expect((await post(site, `/awards/${first}/reissue`, fields, headers)).statusCode).toBe(303);
  const slug = await issuerOf(first);
  expect(await pdf(`/awards/transcript.pdf?issuer=${slug}`)).toContain(closed(account));
});
