import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addJob } from '#platform/jobs.ts';
import {
  type TestSite,
  createTestApp,
  get,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Person,
  baseDefinition,
  insertEnrolment,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';
import { lockAward } from './lock-award.ts';
import { findAwardStatus } from './status.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(() => {
  site.setNow(noon);
});

/** The award of a year that ends on 22 November 2027; renewable 90 days before and 30 after. */
const until = new Date('2027-11-22T12:00:00Z');
const before = (days: number) => new Date(until.getTime() - days * 86_400_000);

let made = 0;

async function award(person: Person, rule: Record<string, unknown> = {}) {
  made += 1;
  const definition = baseDefinition({ slug: `renewed-${made}`, award: { rule: 'all-look-fors', ...rule } });
  const published = await insertPublished(site, { definition });
  const enrolment = await insertEnrolment(site, { person, published });
  const { attemptId } = await insertDecided(site, { enrolment, releasedAt: site.deps.now() });
  await issueAward(site.deps, { attemptId });
  const row = await site.db
    .selectFrom('awards')
    .select(['id', 'public_id'])
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  return { id: row.id, publicId: row.public_id, own: `/awards/${row.public_id}/status`, published };
}

async function makeAward(renewal: Record<string, unknown>) {
  const earner = await insertPerson(site);
  return { earner, ...(await award(earner, { validMonths: 12, renewal })) };
}

/** Sessions last a month, so each act signs in anew. */
const renew = async (earner: Person, own: string, fields: Record<string, string> = {}) =>
  post(site, `${own}/renew`, fields, await signIn(site, earner));

const credentialsOf = (awardId: string) =>
  site.db
    .selectFrom('award_credentials')
    .select(['number', 'reason', 'valid_until', 'credential'])
    .where('award_id', '=', awardId)
    .orderBy('number')
    .execute();

describe('an award that expires', () => {
  it('says so from the day on, and who verifies it sees that', async () => {
    const { id, publicId, own, earner } = await makeAward({ by: 'hours', hours: 12 });
    expect((await credentialsOf(id))[0]?.valid_until).toEqual(until);
    expect((await findAwardStatus(site.db, id, before(0.001))).state).toBe('in-force');
    expect(await findAwardStatus(site.db, id, until)).toMatchObject({ state: 'expired', since: until });
    expect((await get(site, `/verify/${publicId}`)).body).toContain('Verified');
    site.setNow(until);
    expect(textOf(pageOf(await get(site, `/verify/${publicId}`)))).toContain('It expired on November 22, 2027 at');
    expect(textOf(pageOf(await get(site, own, await signIn(site, earner))))).toContain('Expired');
  });

  it('says on the page of its micro-credential for how long it is valid, and how it is renewed', async () => {
    const { published } = await makeAward({ by: 'hours', hours: 12 });
    const page = textOf(pageOf(await get(site, `/micro-credentials/${published.definition.slug}`)));
    expect(page).toContain('1 year. It is renewed with 12 hours of professional development');
  });

  it('is told to its earner 90, 30 and 7 days before, once each, however often the job runs', async () => {
    const { earner } = await makeAward({ by: 'again' });
    const { subject } = { subject: 'expires soon' };
    const counts: number[] = [];
    for (const days of [91, 90, 60, 30, 8, 7, 1, 0]) {
      site.setNow(before(days));
      for (let run = 0; run < 2; run += 1) {
        await site.db.transaction().execute((trx) => addJob(trx, 'remind-expiry', undefined));
        await site.runJobs();
      }
      const mails = await site.mailsTo(earner.email);
      counts.push(mails.filter((mail) => mail.subject.endsWith(subject)).length);
    }
    expect(counts).toEqual([0, 1, 1, 2, 2, 3, 3, 3]);
  });
});

describe('renewing by hours', () => {
  it('issues a credential with the new end once enough were earned since; the date of the award stays', async () => {
    const { id, earner, own } = await makeAward({ by: 'hours', hours: 12 });
    site.setNow(before(60));
    expect((await renew(earner, own)).statusCode).toBe(409);
    await award(earner);
    expect((await renew(earner, own)).statusCode).toBe(303);

    const [first, renewed] = await credentialsOf(id);
    expect(renewed).toMatchObject({ number: 2, reason: 'renewed', valid_until: new Date('2028-11-22T12:00:00Z') });
    const dates = [first, renewed].map((row) => (row?.credential as { awardedDate: string }).awardedDate);
    expect(new Set(dates)).toEqual(new Set(['2026-11-22T12:00:00Z']));
    expect((await findAwardStatus(site.db, id, until)).state).toBe('in-force');
    await site.runJobs();
    expect((await site.mailsTo(earner.email)).at(-1)?.subject).toContain('is renewed');
  });

  it('is refused too early and too late', async () => {
    const { earner, own } = await makeAward({ by: 'hours', hours: 12, opensDays: 30, graceDays: 10 });
    await award(earner);
    site.setNow(before(31));
    expect((await renew(earner, own)).statusCode).toBe(409);
    site.setNow(before(-11));
    expect((await renew(earner, own)).statusCode).toBe(409);
  });

  it('happens once when asked for twice at once', async () => {
    const { id, earner, own } = await makeAward({ by: 'hours', hours: 12 });
    site.setNow(before(100));
    await award(earner);
    site.setNow(before(10));
    let answers: Promise<{ statusCode: number }>[] = [];
    await site.db.transaction().execute(async (trx) => {
      await lockAward(trx, { awardId: id }, noon);
      answers = [renew(earner, own), renew(earner, own)];
      await untilBlocked(site, 2);
    });
    expect((await Promise.all(answers)).map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    expect(await credentialsOf(id)).toHaveLength(2);
  });
});

describe('renewing by a statement', () => {
  const prompt = 'Say how you use it today.';

  it('waits for a lead assessor, who renews it or says why not', async () => {
    const { id, earner, own, publicId, published } = await makeAward({ by: 'statement', prompt });
    const { person: lead } = await insertMember(site, 'lead_assessor', { issuer: published.issuer });
    site.setNow(before(5));
    expect((await renew(earner, own, { statement: ' ' })).statusCode).toBe(422);
    expect((await renew(earner, own, { statement: 'Every week.' })).statusCode).toBe(303);
    expect((await renew(earner, own, { statement: 'Every week.' })).statusCode).toBe(409);
    const admin = `/admin/${published.issuer.slug}/awards/${publicId}`;
    const decide = async (outcome: string) =>
      post(site, `${admin}/renewal`, { outcome, answer: 'Say more.' }, await signIn(site, lead));
    expect(textOf(pageOf(await get(site, admin, await signIn(site, lead))))).toContain('Every week.');
    expect((await decide('refused')).statusCode).toBe(303);
    expect(textOf(pageOf(await get(site, own, await signIn(site, earner))))).toContain('Say more.');

    expect((await renew(earner, own, { statement: 'Every week, in all classes.' })).statusCode).toBe(303);
    // The wait is not the earner’s: it is renewed though its time is up by now.
    site.setNow(before(-40));
    expect((await decide('renewed')).statusCode).toBe(303);
    expect((await credentialsOf(id)).at(-1)).toMatchObject({ reason: 'renewed' });
    expect((await findAwardStatus(site.db, id, site.deps.now())).state).toBe('in-force');
    expect((await decide('renewed')).statusCode).toBe(409);
  });
});

describe('earning it again', () => {
  it('begins anew with the current version as soon as its time has come, and not before', async () => {
    const { earner, published } = await makeAward({ by: 'again' });
    const enrol = async () => {
      const path = `/micro-credentials/${published.definition.slug}/enrol`;
      return String((await post(site, path, {}, await signIn(site, earner))).headers.location);
    };
    site.setNow(before(91));
    const old = await enrol();
    site.setNow(before(90));
    const anew = await enrol();
    expect(anew).not.toBe(old);
    expect(await enrol()).toBe(anew);
  });
});
