import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  insertClaim,
  insertLicence,
  insertRecorded,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import {
  type Person,
  type TestIssuer,
  insertIssuer,
  insertMember,
  insertMembership,
  insertPerson,
  signIn,
} from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  const approval = { by: 'provider', source: 'cycle' } as const;
  await publishCreditRules(site, [await ruleLike({ slug: 'by-provider', title: 'By the provider', approval })]);
});
afterAll(() => site.close());

async function claimOf(issuer: TestIssuer, person: Person) {
  const licenceId = await insertLicence(site, person, { slug: 'by-provider' });
  const entry = await insertRecorded(site, { issuer, person });
  const claimId = await insertClaim(site, person, entry, licenceId);
  return { claimId, url: `/credit/claims/${claimId}`, headers: await signIn(site, person) };
}

const main = async (url: string, headers: Record<string, string>) =>
  textOf(pageOf(await get(site, url, headers)).querySelector('main'));

const askedPath = async (email: string) => {
  await site.runJobs();
  return /\/credit\/approvals\/[\w-]+/.exec((await site.mailsTo(email)).at(-1)?.text ?? '')?.[0] ?? '';
};

const answer = { answer: 'approved', approverName: 'Somebody Else', approverRole: 'Lead assessor' };

describe('a rule that asks for the provider’s approval', () => {
  it('lets one of its admins or leads be chosen, who answers signed in and under their own name', async () => {
    const { person: lead, issuer } = await insertMember(site, 'lead_assessor', { name: 'Lea Moss' });
    const { person: assessor } = await insertMember(site, 'assessor', { issuer, name: 'Only Assesses' });
    const person = await insertPerson(site, { name: 'Mo Adams' });
    const { url, headers } = await claimOf(issuer, person);
    expect(await main(url, headers)).toContain('Lea Moss');
    expect(await main(url, headers)).not.toContain('Only Assesses');

    const stranger = await insertPerson(site);
    for (const [fields, status] of [
      [{ approverName: 'A friend', approverEmail: 'friend@example.org' }, 422],
      [{ approver: assessor.id }, 409],
      [{ approver: stranger.id }, 409],
      [{ approver: 'nobody' }, 422],
    ] as const)
      expect((await post(site, `${url}/approval`, fields, headers)).statusCode).toBe(status);
    expect((await post(site, `${url}/approval`, { approver: lead.id }, headers)).statusCode).toBe(303);

    const path = await askedPath(lead.email);
    expect((await get(site, path)).statusCode).toBe(303);
    const { person: otherLead } = await insertMember(site, 'lead_assessor');
    const { person: sameLead } = await insertMember(site, 'lead_assessor', { issuer });
    for (const [other, status] of [
      [person, 403],
      [assessor, 403],
      [otherLead, 404],
      [sameLead, 404],
    ] as const) {
      const as = await signIn(site, other);
      const statuses = [(await get(site, path, as)).statusCode, (await post(site, path, answer, as)).statusCode];
      expect(statuses).toEqual([status, status]);
    }
    const desk = await signIn(site, lead);
    expect(await main(path, desk)).toContain('You answer as Lea Moss, signed in.');
    expect((await get(site, `${path}/form.pdf`, desk)).headers['content-type']).toBe('application/pdf');
    expect((await post(site, path, answer, desk)).statusCode).toBe(303);
    expect(await main(path, desk)).toContain('Answered by Lea Moss, Lead assessor');
    expect((await post(site, path, answer, desk)).statusCode).toBe(409);
    expect((await get(site, `${path}/form.pdf`, desk)).statusCode).toBe(404);
    const form = pageText(await PDFDocument.load((await get(site, `${url}/form.pdf`, headers)).rawPayload));
    expect(form).toContain('ApprovedbyLeaMoss,Leadassessor');
    expect(form).toContain(`signedinas${lead.email}`);
  });

  it('takes no answer of somebody who is none of the provider’s people any more', async () => {
    const { person: lead, issuer } = await insertMember(site, 'lead_assessor');
    const { url, headers } = await claimOf(issuer, await insertPerson(site));
    await post(site, `${url}/approval`, { approver: lead.id }, headers);
    const path = await askedPath(lead.email);
    await site.db.deleteFrom('memberships').where('person_id', '=', lead.id).execute();
    await insertMembership(site, await insertIssuer(site), lead, 'lead_assessor');
    expect((await post(site, path, answer, await signIn(site, lead))).statusCode).toBe(404);
  });

  it.each([
    ['the next day', '2026-11-24'],
    ['when a reminder would be due', '2026-12-05'],
    ['when it has run out', '2027-01-20'],
  ])('ends a request to somebody who left, %s, mails them nothing more, and has another chosen', async (_, day) => {
    const { person: lead, issuer } = await insertMember(site, 'lead_assessor', { name: 'Lea Moss' });
    const { person: other } = await insertMember(site, 'issuer_admin', { issuer, name: 'Ann Stays' });
    const [person, second] = [await insertPerson(site), await insertPerson(site)];
    const { url, headers, claimId } = await claimOf(issuer, person);
    const kept = await claimOf(issuer, second);
    await post(site, `${url}/approval`, { approver: lead.id }, headers);
    await post(site, `${kept.url}/approval`, { approver: other.id }, kept.headers);
    await site.runJobs();
    await site.db.deleteFrom('memberships').where('person_id', '=', lead.id).execute();
    await insertMembership(site, issuer, lead, 'assessor');
    site.setNow(new Date(`${day}T12:00:00Z`));
    try {
      for (let run = 0; run < 2; run += 1) {
        await sql`select graphile_worker.add_job('remind-approvers')`.execute(site.db);
        await site.runJobs();
      }
    } finally {
      site.setNow(noon);
    }
    expect(await site.mailsTo(lead.email)).toHaveLength(1);
    const told = await site.mailsTo(person.email);
    const gone = told.filter(({ subject }) => subject === 'Lea Moss can’t approve your claim any more');
    expect(gone).toHaveLength(1);
    expect(gone[0]?.text).toContain(`/credit/claims/${claimId}`);
    expect(told.some(({ subject }) => subject.includes('has not answered'))).toBe(false);
    expect((await site.mailsTo(second.email)).some(({ subject }) => subject.includes('any more'))).toBe(false);
    expect(await main(url, headers)).toContain('Lea Moss was asked, and no longer is.');
    expect((await post(site, `${url}/approval`, { approver: other.id }, headers)).statusCode).toBe(303);
  });

  it('is approved by nobody for themselves', async () => {
    const issuer = await insertIssuer(site);
    const person = await insertPerson(site);
    await insertMembership(site, issuer, person, 'issuer_admin');
    const { url, headers } = await claimOf(issuer, person);
    expect(await main(url, headers)).toContain('can approve it here');
    expect((await post(site, `${url}/approval`, { approver: person.id }, headers)).statusCode).toBe(409);
  });
});
