import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  approvalLink,
  askFor,
  begin,
  illinois,
  insertClaim,
  insertLicence,
  insertOwnEntry,
  publishCreditRules,
} from '../../../test/support/credit.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { insertAgency } from '../../../test/support/provider.ts';
import { issueAward } from '../awards/issue-award.ts';
import { handOver } from '../provider/hand-over.ts';
import { settleClaim } from './settle-claim.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site);
});
afterAll(() => site.close());

/** Somebody with an award of 12 hours and a licence of Illinois, where only hours of approved providers count. */
async function earner() {
  const { enrolment, attemptId } = await insertDecided(site);
  await issueAward(site.deps, { attemptId });
  const { person } = enrolment;
  const entry = await site.db
    .selectFrom('credit_entries as e')
    .innerJoin('awards as a', 'a.id', 'e.award_id')
    .select(['e.id', 'e.award_id as awardId', 'e.issuer_id as issuerId', 'a.public_id as publicId', 'e.quarters'])
    .where('e.person_id', '=', person.id)
    .executeTakeFirstOrThrow();
  const licenceId = await insertLicence(site, person);
  const headers = await signIn(site, person);
  const read = async (url: string) => textOf(pageOf(await get(site, url, headers)).querySelector('main'));
  return { person, entry, licenceId, headers, read, hours: String(entry.quarters / 4) };
}

async function approveProvider(issuerId: string | null) {
  const issuer = await site.db
    .selectFrom('issuers')
    .selectAll()
    .where('id', '=', issuerId ?? '')
    .executeTakeFirstOrThrow();
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer });
  await insertAgency(site, { issuer, admin });
  return admin;
}

const missing = 'no approval of';

describe('hours that are claimed', () => {
  it('count only once they are accepted; before anything is claimed the page says what is missing', async () => {
    const { person, entry, licenceId, read, hours } = await earner();
    const before = `/credit/claims/new?entry=${entry.id}`;
    expect(await read(before)).toContain(`${hours} hours would count once the agency accepts them`);
    expect(await read(before)).toContain(missing);
    const id = await insertClaim(site, person, entry.id, licenceId);
    const licence = `/credit/licences/${licenceId}`;
    expect(await read(licence)).toContain(
      `0 of 120 hours accepted. ${hours} hours claimed, which would count once accepted. No approval of the provider is entered for these.`,
    );
    expect(await read(`/credit/claims/${id}`)).toContain(
      `${hours} of ${hours} hours would count once the agency accepts`,
    );
    await approveProvider(entry.issuerId);
    expect(await read(licence)).not.toContain('No approval of the provider');
    expect(await read(`/credit/claims/${id}`)).toContain('number P-1234');
    const move = { personId: person.id, claimId: id, note: 'Noted.', actorId: person.id, now: noon };
    for (const to of ['submitted', 'accepted'] as const)
      expect(await site.db.transaction().execute((trx) => settleClaim(trx, { ...move, to }))).toMatchObject({
        ok: true,
      });
    expect(await read(licence)).toContain(`${hours} of 120 hours accepted. ${120 - Number(hours)} hours to go.`);
    expect(await read(`/credit/claims/${id}`)).toContain(`The agency has accepted ${hours} of ${hours} hours`);
    const fall = {
      award_id: entry.awardId!,
      issuer_id: entry.issuerId!,
      status: 'revoked',
      reason: 'In error.',
      at: noon,
    };
    await site.db
      .insertInto('award_status_events')
      .values({ ...fall, status: 'revoked' })
      .execute();
    expect(await read(licence)).toContain('0 of 120 hours accepted. 120 hours to go.');
    expect(await read('/credit')).toContain(`0 of ${hours} hours`);
    expect(await read(`/credit/claims/${id}`)).toContain(`None of the ${hours} hours count any more`);
  });

  it('are said to be with the provider, and not to be approved by the earner; an answer names who entered it', async () => {
    const { person, entry, licenceId, read, headers, hours } = await earner();
    const admin = await approveProvider(entry.issuerId);
    const claimId = await insertClaim(site, person, entry.id, licenceId);
    const page = `/credit/claims/${claimId}`;
    expect(await read(page)).toContain('Or send it yourself');
    const personId = person.id;
    const handed = await site.db
      .transaction()
      .execute((trx) => handOver(trx, { personId, claimId, now: noon, secret: site.deps.secret }));
    expect(handed.ok).toBe(true);
    expect(await read(page)).toContain('With the provider');
    expect(await read(page)).toMatch(/Handed to .+ by /);
    expect(await read(page)).not.toContain('Approved');
    expect(await read('/credit')).toContain('With the provider');
    const move = { personId, claimId, note: 'The number is of somebody else', actorId: admin.id, now: noon };
    for (const to of ['submitted', 'rejected'] as const)
      await site.db.transaction().execute((trx) => settleClaim(trx, { ...move, to }));
    const refused = await read(page);
    expect(refused).toContain(`Refused by the agency (entered by ${admin.name})`);
    expect(refused).toContain(`None of the ${hours} hours count by this claim`);
    const links = [...pageOf(await get(site, page, headers)).querySelectorAll('main a')].map((a) =>
      a.getAttribute('href'),
    );
    expect(links).toContain(`/credit/claims/new?entry=${entry.id}`);
    expect(links).toContain(`/credit/licences/${licenceId}#change`);
    expect(await begin(site, person, entry.id, licenceId)).toMatchObject({ ok: true });
  });
});

it('an approver sees the award’s page, what is missing, and what fits work that nobody watched', async () => {
  const { person, entry, licenceId } = await earner();
  const claimId = await insertClaim(site, person, entry.id, licenceId);
  await askFor(site, person, claimId, 'head@example.org');
  const link = await approvalLink(site, 'head@example.org');
  const page = pageOf(await get(site, link)).querySelector('main');
  expect(page?.querySelector(`a[href="/verify/${entry.publicId}"]`)).not.toBeNull();
  expect(textOf(page)).toContain(missing);
  expect(textOf(page)).toContain('at their own pace');
  expect(textOf(page)).not.toContain('took part');
  const pdf = pageText(await PDFDocument.load((await get(site, `${link}/form.pdf`)).rawPayload));
  expect(pdf).toContain(missing.replaceAll(' ', ''));
});

it('hours of which none would count lead back, and are in force in the ledger without counting anywhere', async () => {
  const person = await insertPerson(site);
  const headers = await signIn(site, person);
  await insertLicence(site, person);
  const entry = await insertOwnEntry(site, person);
  const page = pageOf(await get(site, `/credit/claims/new?entry=${entry}`, headers)).querySelector('main');
  expect(textOf(page)).toContain('What you can do with these hours');
  expect(page?.querySelector(`a[href="/credit#entry-${entry}"]`)).not.toBeNull();
  const csv = (await get(site, '/credit/transcript.csv', headers)).body;
  expect(csv).toContain('Hours in force,Standing');
  expect(csv).toContain('2.25,2.25,In force');
  expect(csv).not.toContain('Counts');
});

it('a period that ends before it begins is an error, and no empty transcript', async () => {
  const headers = await signIn(site, await insertPerson(site));
  const backwards = 'from=2026-10-02&to=2026-10-01';
  for (const url of ['/credit?', ...['pdf', 'csv', 'xlsx'].map((ending) => `/credit/transcript.${ending}?`)]) {
    const answer = await get(site, `${url}${backwards}`, headers);
    expect([url, answer.statusCode]).toEqual([url, 422]);
    expect(textOf(pageOf(answer))).toContain('Choose a last day that is not before the first');
  }
  expect((await get(site, '/credit/transcript.csv?from=2026-10-01&to=2026-10-01', headers)).statusCode).toBe(200);
});

it('the number of a licence looks as its rule says', async () => {
  const person = await insertPerson(site);
  const headers = await signIn(site, person);
  const licenceId = await insertLicence(site, person);
  const cycle = { cycleBegins: '2024-07-01', cycleEnds: '2029-06-30' };
  for (const number of ['12 x', '1234567\u00a08', '']) {
    const fields = { rule: illinois, licenceType: 'professional-educator', number, next: '', ...cycle };
    for (const url of ['/credit/licences', `/credit/licences/${licenceId}`]) {
      const answer = await post(site, url, fields, headers);
      expect([number, url, answer.statusCode]).toEqual([number, url, 422]);
      if (number !== '') expect(textOf(pageOf(answer))).toContain('Write your IEIN as digits alone');
    }
  }
  expect(
    (await post(site, `/credit/licences/${licenceId}`, { number: ' 7654321 ', ...cycle }, headers)).statusCode,
  ).toBe(303);
});
