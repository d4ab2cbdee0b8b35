import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import {
  begin,
  insertClaim,
  insertCreditEarner,
  insertLicence,
  insertRecorded,
  publishCreditRules,
  ruleLike,
  session,
} from '../../../test/support/credit.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertIssuer, insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { handOverClaim, insertEducator, insertProviderDesk, mainText } from '../../../test/support/provider.ts';
import { issueAward } from '../awards/issue-award.ts';
import { publishRules } from './publish-rules.ts';
import { findRecognisable } from './recognition.queries.ts';
import { settleClaim } from './settle-claim.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site, [await ruleLike({ slug: 'other', title: 'Another state' })]);
});
afterAll(() => site.close());

const versionOf = (claimId: string) =>
  site.db
    .selectFrom('credit_claims as c')
    .innerJoin('credit_rule_versions as v', 'v.id', 'c.rule_version_id')
    .select(['v.number', 'c.counted_quarters as quarters', 'c.state'])
    .where('c.id', '=', claimId)
    .executeTakeFirstOrThrow();

/** Somebody with hours of one session, and a licence under a rule of two versions: the second begins in 2027. */
async function underTwo(slug: string, cycle?: { begins: string; ends: string }) {
  const first = await ruleLike({ slug, title: slug });
  await publishRules(site.db, [first]);
  const person = await insertPerson(site);
  const licenceId = await insertLicence(site, person, { slug, ...(cycle ? { cycle } : {}) });
  const issuer = await insertIssuer(site);
  const entry = await insertRecorded(site, { issuer, person });
  const effective = { from: '2027-07-01', source: 'summary' };
  const publishSecond = () => publishRules(site.db, [{ ...first, effective, hours: { ...first.hours, perCycle: 60 } }]);
  const licence = async () => mainText(site, `/credit/licences/${licenceId}`, await signIn(site, person));
  return { person, licenceId, issuer, entry, publishSecond, licence };
}

describe('a version of a rule that begins later', () => {
  it('leaves the activities before it to the version before it, and accepted hours as they are', async () => {
    const { person, licenceId, issuer, entry, publishSecond, licence } = await underTwo('begins-later');
    const claimId = await insertClaim(site, person, entry, licenceId);
    const move = { personId: person.id, claimId, note: '', actorId: person.id, now: noon };
    for (const to of ['submitted', 'accepted'] as const)
      await site.db.transaction().execute((trx) => settleClaim(trx, { ...move, to }));
    await publishSecond();
    expect(await licence()).toContain('2.25 of 60 hours accepted');

    const more = await insertRecorded(site, { issuer, person, change: { title: 'More of it' } });
    const page = await mainText(site, `/credit/claims/new?entry=${more}`, await signIn(site, person));
    expect(page).toContain('2.25 hours would count');
    const rule = await get(site, '/credit/rules/begins-later?version=1');
    expect(textOf(pageOf(rule))).not.toContain('is not written for activities of today');
    expect(textOf(pageOf(await get(site, '/credit/rules/begins-later')))).toContain(
      'This version is not written for activities of today.',
    );
    expect(await versionOf(await insertClaim(site, person, more, licenceId))).toMatchObject({ number: 1, quarters: 9 });
    const days = { beginsOn: '2027-07-01', endsOn: '2027-07-01' };
    const later = await insertRecorded(site, { issuer, person, change: { title: 'Next year', ...days } });
    expect(await versionOf(await insertClaim(site, person, later, licenceId))).toMatchObject({ number: 2 });
  });

  it('is none by which a licence is renewed whose cycle ends before it, and is offered from its first day on', async () => {
    const cycle = { begins: '2022-07-01', ends: '2027-06-30' };
    const { person, publishSecond, licence } = await underTwo('renewed-before', cycle);
    await publishSecond();
    expect(await licence()).toContain('0 of 120 hours accepted');
    const offered = async () => mainText(site, '/credit/licences/new?rule=renewed-before', await signIn(site, person));
    expect(await offered()).toContain('renewed-before, version 1');
    site.setNow(new Date('2027-07-01T12:00:00Z'));
    try {
      expect(await offered()).toContain('renewed-before, version 2');
    } finally {
      site.setNow(noon);
    }
  });

  it('that has ended is still the rule of activities that ended before', async () => {
    const effective = { from: '2014-07-01', to: '2026-10-31', source: 'summary' };
    await publishRules(site.db, [await ruleLike({ slug: 'ended', title: 'Ended', effective })]);
    const person = await insertPerson(site);
    const licenceId = await insertLicence(site, person, { slug: 'ended' });
    const issuer = await insertIssuer(site);
    const within = await insertRecorded(site, { issuer, person });
    const days = { beginsOn: '2026-11-02', endsOn: '2026-11-02' };
    const after = await insertRecorded(site, { issuer, person, change: { title: 'Too late', ...days } });
    expect(await begin(site, person, within, licenceId)).toMatchObject({ ok: true });
    expect(await begin(site, person, after, licenceId)).toMatchObject({ ok: false, reason: 'nothing-counts' });
  });
});

it('hours that are claimed for one rule are free for another, and the pages lead there', async () => {
  const { person, licenceId, entryId, headers } = await insertCreditEarner(site);
  const other = await insertLicence(site, person, { slug: 'other' });
  const claimId = await insertClaim(site, person, entryId, licenceId);
  const page = pageOf(await get(site, `/credit/claims/new?entry=${entryId}`, headers));
  const choosable = [...page.querySelectorAll<HTMLInputElement>('main form input[name=licence]')];
  expect(choosable.map(({ value }) => value)).toEqual([other]);
  expect(page.querySelector(`main a[href="/credit/claims/${claimId}"]`)).not.toBeNull();
  const open = pageOf(await get(site, `/credit/licences/${other}`, headers));
  expect(open.querySelector(`#open ~ ul a[href^="/credit/claims/new?entry=${entryId}"]`)).not.toBeNull();
  const second = await post(site, '/credit/claims', { entry: entryId, licence: other }, headers);
  expect(second.statusCode).toBe(303);
  const counted = pageOf(await get(site, `/credit/licences/${other}`, headers));
  expect(counted.querySelector('#counted ~ * tbody a')?.getAttribute('href')).toBe(second.headers.location);
});

describe('a claim that the provider has sent', () => {
  async function sent() {
    const desk = await insertProviderDesk(site);
    const educator = await insertEducator(site);
    const claim = await handOverClaim(site, { issuer: desk.issuer, ...educator });
    const batches = `${desk.path}/agencies/${desk.agencyId}/batches`;
    const url = (await post(site, batches, {}, desk.headers)).headers.location ?? '';
    await post(site, `${url}/send`, {}, desk.headers);
    const { line } = await site.db
      .selectFrom('agency_lines')
      .select('line')
      .where('claim_id', '=', claim.claimId)
      .executeTakeFirstOrThrow();
    return { desk, url, ...educator, ...claim, line, batches, headers: await signIn(site, educator.person) };
  }

  it('is answered by the agency alone: no word of the earner’s stands before it', async () => {
    const { claimId, headers } = await sent();
    const url = `/credit/claims/${claimId}`;
    for (const to of ['accepted', 'rejected']) {
      const refused = await post(site, `${url}/state`, { to, note: 'They say so' }, headers);
      expect([to, refused.statusCode]).toEqual([to, 409]);
      expect(textOf(pageOf(refused))).toContain('The provider sent this claim to the agency');
    }
    expect(await mainText(site, url, headers)).not.toContain('It was accepted');
    expect((await versionOf(claimId)).state).toBe('submitted');
  });

  it('has the agency’s answer, whatever fell out meanwhile', async () => {
    const { desk, url, claimId, entryId, line, headers } = await sent();
    await post(site, `${desk.path}/credit/${entryId}/correct`, { reason: 'Held twice.' }, desk.headers);
    const content = `Line,Answer,Reason\n${line},Accepted,`;
    const taken = await postFiles(
      site,
      `${url}/answers`,
      {},
      [{ field: 'table', name: 'a.csv', content }],
      desk.headers,
    );
    expect(taken.headers.location).toContain('taken=1-0-0');
    expect((await versionOf(claimId)).state).toBe('accepted');
    expect(await mainText(site, `/credit/claims/${claimId}`, headers)).toContain(
      'None of the 2.25 hours count any more',
    );
  });

  it('and was withdrawn then goes out anew under a line that names the one that the agency has', async () => {
    const { desk, claimId, entryId, licenceId, line, batches, headers } = await sent();
    expect((await post(site, `/credit/claims/${claimId}/state`, { to: 'withdrawn' }, headers)).statusCode).toBe(303);
    const again = await post(site, '/credit/claims', { entry: entryId, licence: licenceId }, headers);
    await post(site, `${again.headers.location}/hand-over`, {}, headers);
    const made = await post(site, batches, {}, desk.headers);
    expect(await mainText(site, made.headers.location ?? '', desk.headers)).toContain(`replaces ${line}`);
  });
});

describe('hours that an issuer’s people enter', () => {
  const fields = { ...session, endsOn: '', hours: '2.25' };

  it('are entered once, also when the form is sent twice at once, and whose they are is told when they are taken out', async () => {
    const { person: admin, issuer } = await insertMember(site, 'issuer_admin');
    const headers = await signIn(site, admin);
    const person = await insertPerson(site);
    const url = `/admin/${issuer.slug}/credit`;
    const { quarters: _, ...typed } = { ...fields, email: person.email };
    const holder = await hold(site);
    await sql`select from issuers where id = ${issuer.id} for no key update`.execute(holder);
    const both = Promise.all([post(site, url, typed, headers), post(site, url, typed, headers)]);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    expect((await both).map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 422]);
    const rows = await site.db.selectFrom('credit_entries').select('id').where('issuer_id', '=', issuer.id).execute();
    expect(rows).toHaveLength(1);
    expect((await post(site, url, { ...typed, heldAt: 'At night' }, headers)).statusCode).toBe(303);

    const out = await post(site, `${url}/${rows[0]?.id}/correct`, { reason: 'Held by somebody else.' }, headers);
    expect(out.statusCode).toBe(303);
    await site.runJobs();
    const mail = (await site.mailsTo(person.email)).at(-1);
    expect(mail?.subject).toBe(`${issuer.name} took 2.25 hours of PD out of your ledger`);
    expect(mail?.text).toContain('Held by somebody else.');
    expect((await post(site, url, typed, headers)).statusCode).toBe(303);
  });
});

it('an award of the last evening of a cycle belongs to it, whatever day it is in UTC by then', async () => {
  const { enrolment, attemptId } = await insertDecided(site, { releasedAt: new Date('2026-07-01T04:59:00Z') });
  await issueAward(site.deps, { attemptId });
  const days = (issuerId: string) =>
    site.db
      .selectFrom('credit_entries')
      .select(['begins_on as begins', 'ends_on as ends'])
      .where('issuer_id', '=', issuerId)
      .execute();
  const { issuer } = enrolment.published;
  expect(await days(issuer.id)).toEqual([{ begins: '2026-06-30', ends: '2026-06-30' }]);
  const { rows } = await sql<{
    public_id: string;
  }>`select public_id from awards where attempt_id = ${attemptId}`.execute(site.db);
  const award = await findRecognisable(site.db, enrolment.person.id, rows[0]!.public_id);
  expect(award?.awardedOn).toBe('2026-06-30');
  await sql`insert into assessing_settings (issuer_id, time_zone) values (${issuer.id}, 'Asia/Tokyo')`.execute(site.db);
  expect((await findRecognisable(site.db, enrolment.person.id, rows[0]!.public_id))?.awardedOn).toBe('2026-07-01');
});

it('a day of the year 0 is none, and no error of ours', async () => {
  const { person: admin, issuer } = await insertMember(site, 'issuer_admin');
  const headers = await signIn(site, admin);
  for (const url of ['/credit', '/credit/transcript.csv', `/admin/${issuer.slug}/evaluations`])
    expect([url, (await get(site, `${url}?from=0000-01-01&to=0000-12-31`, headers)).statusCode]).toEqual([url, 200]);
});
