import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { approvalLink, insertLicence, publishCreditRules, ruleLike } from '../../../test/support/credit.ts';
import { insertMember, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { insertAgency } from '../../../test/support/provider.ts';
import { earn, insertSeries } from '../../../test/support/series.ts';
import { publishRules } from './publish-rules.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site, [
    await ruleLike({ slug: 'approved', title: 'Approved', approval: { by: 'employer', source: 'cycle' } }),
  ]);
});
afterAll(() => site.close());

/** Somebody with all micro-credentials of a series, its stack award, and a licence. */
async function finisher(slug?: string) {
  const series = await insertSeries(site);
  const person = await insertPerson(site, { name: 'Mo Adams' });
  for (const member of series.members) await earn(site, person, member);
  await site.runJobs();
  const stack = await site.db
    .selectFrom('awards')
    .select(['id', 'public_id as publicId', 'issuer_id as issuerId'])
    .where('person_id', '=', person.id)
    .where('kind', '=', 'stack')
    .executeTakeFirstOrThrow();
  const licenceId = await insertLicence(site, person, slug === undefined ? {} : { slug });
  const { title } = series.document.stackAward!;
  return { series, person, stack, licenceId, title, headers: await signIn(site, person) };
}

const stateOf = async (claimId: string) =>
  (await site.db.selectFrom('credit_claims').select('state').where('id', '=', claimId).executeTakeFirstOrThrow()).state;

const main = async (url: string, headers: Record<string, string>) =>
  textOf(pageOf(await get(site, url, headers)).querySelector('main'));

describe('recognition of a stack award', () => {
  it('goes the way of a claim: through a batch to the agency, and back onto the licence', async () => {
    const { series, person, stack, licenceId, title, headers } = await finisher();
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
    const { agencyId } = await insertAgency(site, { issuer: series.issuer, admin });
    const desk = await signIn(site, admin);
    const licence = `/credit/licences/${licenceId}`;
    const page = pageOf(await get(site, licence, headers));
    const way = page.querySelector<HTMLAnchorElement>('#recognition ~ ul a')?.getAttribute('href') ?? '';
    expect(way).toContain(stack.publicId);
    const beginning = await main(way, headers);
    expect(beginning).toContain(`Claim recognition of “${title}”`);
    expect(beginning).toContain('is a provider of State Board of Education, number P-1234.');
    expect(beginning).not.toContain('the award may not be recognised');
    const fields = { award: stack.publicId, licence: licenceId };
    const begun = await post(site, '/credit/claims', fields, headers);
    const url = begun.headers.location ?? '';
    const claimId = url.split('/').at(-1) ?? '';
    expect(textOf(pageOf(await post(site, '/credit/claims', fields, headers)))).toContain(
      'This award is claimed for this rule already.',
    );
    expect((await post(site, '/credit/claims', fields, await signIn(site, await insertPerson(site)))).statusCode).toBe(
      404,
    );
    const form = pageText(await PDFDocument.load((await get(site, `${url}/form.pdf`, headers)).rawPayload));
    expect(form).toContain('None:itiscompletionthatisclaimed');
    expect(form).toContain(series.members[0]!.definition.title.replaceAll(/\s/g, ''));

    expect((await post(site, `${url}/hand-over`, {}, headers)).statusCode).toBe(303);
    const made = await post(site, `/admin/${series.issuer.slug}/agencies/${agencyId}/batches`, {}, desk);
    const batch = made.headers.location ?? '';
    const file = (await get(site, `${batch}/claims.csv`, desk)).body;
    const [head = '', row = ''] = file.split('\r\n');
    expect(head).toContain('Claimed,Activity');
    expect(head).toContain('Award (verify at),Approved by,Approved on,Answer,Reason');
    expect(row).toContain(`Completion,${title}`);
    expect(row).toContain(`${site.deps.baseUrl}/verify/${stack.publicId}`);
    await post(site, `${batch}/send`, {}, desk);
    const line = row.replace('\uFEFF', '').split(',')[0] ?? '';
    const content = `Line,Answer,Reason\r\n${line},Accepted,`;
    await postFiles(site, `${batch}/answers`, {}, [{ field: 'table', name: 'a.csv', content }], desk);
    expect(await stateOf(claimId)).toBe('accepted');
    expect(await main(licence, headers)).toContain('Recognised by the agency');
    // It brings no hours: the rule counts what it counted before.
    expect(await main(licence, headers)).toContain('0 of 120 hours');
    await site.runJobs();
    expect((await site.mailsTo(person.email)).at(-1)?.subject).toBe(`Accepted: recognition of “${title}”`);
  });

  it('names who approved it, at which address and when, in the batch and on the form', async () => {
    const { series, stack, licenceId, headers } = await finisher('approved');
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
    await insertAgency(site, { issuer: series.issuer, admin });
    await sql`update provider_agency_rules set rule_id = (select id from credit_rules where slug = 'approved')
      where issuer_id = ${series.issuer.id}`.execute(site.db);
    const begun = await post(site, '/credit/claims', { award: stack.publicId, licence: licenceId }, headers);
    const url = begun.headers.location ?? '';
    const approver = 'principal@example.org';
    await post(site, `${url}/approval`, { approverName: 'Ines', approverEmail: approver }, headers);
    const link = await approvalLink(site, approver);
    expect(textOf(pageOf(await get(site, link)))).toContain('be recognised, without hours,');
    const answer = { answer: 'approved', approverName: 'Ines Prager', approverRole: 'Principal' };
    expect((await post(site, link, answer)).statusCode).toBe(303);
    const desk = await signIn(site, admin);
    const agency = await site.db
      .selectFrom('provider_agencies')
      .select('id')
      .where('issuer_id', '=', series.issuer.id)
      .executeTakeFirstOrThrow();
    const made = await post(site, `/admin/${series.issuer.slug}/agencies/${agency.id}/batches`, {}, desk);
    const file = (await get(site, `${made.headers.location}/claims.csv`, desk)).body;
    expect(file).toContain('"Ines Prager, Principal (principal@example.org)",2026-11-22,');
    expect(await main(url, headers)).toContain('Approved by Ines Prager, Principal (principal@example.org)');
  });

  it('falls with the award: what is revoked is neither claimed nor approved nor sent', async () => {
    const { series, person, stack, licenceId, headers } = await finisher();
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
    const { agencyId } = await insertAgency(site, { issuer: series.issuer, admin });
    const fields = { award: stack.publicId, licence: licenceId };
    const url = (await post(site, '/credit/claims', fields, headers)).headers.location ?? '';
    expect((await post(site, `${url}/hand-over`, {}, headers)).statusCode).toBe(303);
    const other = await insertLicence(site, person, { slug: 'approved' });
    const draft = (await post(site, '/credit/claims', { ...fields, licence: other }, headers)).headers.location ?? '';
    await site.db
      .insertInto('award_status_events')
      .values({ issuer_id: stack.issuerId, award_id: stack.id, status: 'revoked', reason: 'In error.', at: noon })
      .execute();
    expect(await main(url, headers)).toContain('The award of this claim no longer counts: award revoked. In error.');
    // What was handed over before waits for nobody: it goes into no batch.
    const desk = await signIn(site, admin);
    expect(await main(`/admin/${series.issuer.slug}/agencies/${agencyId}`, desk)).toContain('No claim waits.');
    expect((await post(site, `${url}/state`, { to: 'withdrawn' }, headers)).statusCode).toBe(303);
    expect((await post(site, '/credit/claims', fields, headers)).statusCode).toBe(409);
    const ask = { approverName: 'Ines', approverEmail: 'ines@example.org' };
    expect((await post(site, `${draft}/approval`, ask, headers)).statusCode).toBe(409);
  });
});

it('recognition is told of, and begun, under the version of the rule that is written for the day of the award', async () => {
  const first = await ruleLike({ slug: 'later', title: 'Later', approval: { by: 'employer', source: 'cycle' } });
  await publishRules(site.db, [first]);
  const person = await insertPerson(site);
  const licence = await insertLicence(site, person, { slug: 'later' });
  const award = await earn(site, person, await insertPublished(site));
  const effective = { from: '2027-07-01', source: 'summary' };
  await publishRules(site.db, [{ ...first, effective, approval: { by: 'nobody', source: 'cycle' } }]);
  const headers = await signIn(site, person);
  const page = pageOf(await get(site, `/credit/claims/new?award=${award}&as=recognition`, headers));
  expect(textOf(page.querySelector('main'))).toContain('Must approve: your employer.');
  expect(page.querySelector('a[href="/credit/rules/later?version=1"]')).not.toBeNull();
  const begun = await post(site, '/credit/claims', { award, licence }, headers);
  expect(await main(begun.headers.location ?? '', headers)).toContain('Rule version 1');
});

describe('a roster', () => {
  it('has the numbers of those who let providers have them, under the rule’s own name, and says how many are missing', async () => {
    const series = await insertSeries(site);
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
    await insertAgency(site, { issuer: series.issuer, admin });
    const open = await insertPerson(site, { name: 'Open Adams' });
    const silent = await insertPerson(site, { name: 'Silent Brook' });
    for (const person of [open, silent]) await earn(site, person, series.members[0]!);
    await insertLicence(site, silent, { number: '7777777' });
    const licenceId = await insertLicence(site, open, { number: '5555555' });
    const desk = await signIn(site, admin);
    const roster = async () => {
      const wish = { kind: 'roster', ending: 'csv', from: '2026-07-01', to: '2026-12-31', 'micro-credential': '' };
      const made = await post(site, `/admin/${series.issuer.slug}/files`, wish, desk);
      const [page = '', id = ''] = (made.headers.location ?? '').split('#file-');
      return {
        page: await main(page, desk),
        file: (await get(site, `/admin/${series.issuer.slug}/files/${id}`, desk)).body,
      };
    };
    expect((await roster()).page).toContain('2 rows. 2 without the number of a licence');

    const headers = await signIn(site, open);
    const cycle = { number: '5555555', cycleBegins: '2024-07-01', cycleEnds: '2029-06-30' };
    await post(site, `/credit/licences/${licenceId}`, { ...cycle, sharesNumber: 'yes' }, headers);
    const { page, file } = await roster();
    expect(file).toContain('Educator,IEIN,From');
    expect(file).toContain('Open Adams,5555555,');
    expect(file).not.toContain('7777777');
    expect(page).toContain('2 rows. 1 without the number of a licence');

    await post(site, `/credit/licences/${licenceId}`, cycle, headers);
    expect((await roster()).file).not.toContain('5555555');
  });
});
