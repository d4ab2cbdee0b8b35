import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  approvalLink,
  askFor,
  insertClaim,
  insertLicence,
  insertRecorded,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertIssuer, insertPerson } from '../../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  const approval = { by: 'employer', source: 'cycle' } as const;
  await publishCreditRules(site, [
    await ruleLike({ slug: 'early', title: 'Early', deadline: { daysBeforeEnd: 60, source: 'cycle' } }),
    await ruleLike({ slug: 'district', title: 'A district', approval }),
  ]);
});
afterAll(() => site.close());

/** Runs a job twice on a day: what it sends is sent once. */
async function runOn(day: string, job: 'remind-licences' | 'remind-approvers'): Promise<void> {
  site.setNow(new Date(`${day}T12:00:00Z`));
  for (let run = 0; run < 2; run += 1) {
    await sql`select graphile_worker.add_job(${job}::text)`.execute(site.db);
    await site.runJobs();
  }
}

describe('a licence', () => {
  it('is reminded of 90, 30 and 7 days before the rule’s own deadline, not before the end of its cycle', async () => {
    const person = await insertPerson(site);
    // The deadline is December 30, 2026.
    await insertLicence(site, person, { slug: 'early', cycle: { begins: '2022-03-01', ends: '2027-02-28' } });
    const sent: number[] = [];
    for (const day of ['2026-09-30', '2026-10-01', '2026-11-29', '2026-11-30', '2026-12-23', '2026-12-30']) {
      await runOn(day, 'remind-licences');
      sent.push((await site.mailsTo(person.email)).length);
    }
    for (const day of ['2026-12-31', '2027-02-21']) await runOn(day, 'remind-licences');
    site.setNow(noon);
    const mails = await site.mailsTo(person.email);
    expect([...sent, mails.length]).toEqual([0, 1, 1, 2, 3, 3, 3]);
    expect(mails[0]?.subject).toBe('Your PD hours are due on December 30, 2026');
    expect(mails[0]?.text).toContain('The agency must have your hours by December 30, 2026.');
  });
});

describe('a request for approval that nobody answers', () => {
  it('is repeated once after a week, by a link that works beside the first, and then its lapse is told', async () => {
    const person = await insertPerson(site, { name: 'Mo Adams' });
    const licenceId = await insertLicence(site, person, { slug: 'district' });
    const entry = await insertRecorded(site, { issuer: await insertIssuer(site), person });
    const claimId = await insertClaim(site, person, entry, licenceId);
    site.setNow(new Date('2026-11-20T12:00:00Z'));
    const approver = 'silent@example.org';
    await askFor(site, person, claimId, approver);
    const first = await approvalLink(site, approver);
    const sent: number[] = [];
    for (const day of ['2026-11-26', '2026-11-27', '2026-12-10', '2026-12-19']) {
      await runOn(day, 'remind-approvers');
      sent.push((await site.mailsTo(approver)).length);
    }
    expect(sent).toEqual([1, 2, 2, 2]);
    const reminder = await approvalLink(site, approver);
    expect(reminder).not.toBe(first);
    for (const link of [first, reminder])
      expect(textOf(pageOf(await get(site, link)))).toContain('Mo Adams asks you to approve a claim');
    const told = async () =>
      (await site.mailsTo(person.email)).filter(({ subject }) => subject.includes('has not answered'));
    expect(await told()).toEqual([]);
    for (const day of ['2026-12-20', '2026-12-21']) await runOn(day, 'remind-approvers');
    expect(await told()).toHaveLength(1);
    expect((await told())[0]?.text).toContain(`/credit/claims/${claimId}`);
    expect((await told())[0]?.text).toContain('send the link again, or ask somebody else');
    expect(textOf(pageOf(await get(site, reminder)))).toContain('This link has run out');
    site.setNow(noon);
  });

  it('is not repeated once it is answered', async () => {
    const person = await insertPerson(site);
    const licenceId = await insertLicence(site, person, { slug: 'district' });
    const entry = await insertRecorded(site, { issuer: await insertIssuer(site), person });
    const claimId = await insertClaim(site, person, entry, licenceId);
    const approver = 'prompt@example.org';
    await askFor(site, person, claimId, approver);
    const answer = { answer: 'approved', approverName: 'Ines Prager', approverRole: 'Principal' };
    expect((await post(site, await approvalLink(site, approver), answer)).statusCode).toBe(303);
    await runOn('2027-01-30', 'remind-approvers');
    site.setNow(noon);
    expect(await site.mailsTo(approver)).toHaveLength(1);
  });
});
