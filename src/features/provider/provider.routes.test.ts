import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import readExcelFile from 'read-excel-file/node';
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
import {
  insertLicence,
  insertRecorded,
  publishCreditRules,
  publishShippedEvaluations,
} from '../../../test/support/credit.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Person,
  type TestIssuer,
  insertEnrolment,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { handOverClaim, insertAgency } from '../../../test/support/provider.ts';
import { workbook } from '../../../test/support/sheets.ts';
import { issueAward } from '../awards/issue-award.ts';
import { settleClaim } from '../credit/settle-claim.ts';
import { makeBatch } from './make-batch.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site);
  await publishShippedEvaluations(site);
});
afterAll(() => site.close());

type Provider = { issuer: TestIssuer; admin: Person; agencyId: string; headers: Record<string, string>; path: string };

async function provider(given?: TestIssuer): Promise<Provider> {
  const { person: admin, issuer } = await insertMember(site, 'issuer_admin', given ? { issuer: given } : {});
  const { agencyId } = await insertAgency(site, { issuer, admin });
  return { issuer, admin, agencyId, headers: await signIn(site, admin), path: `/admin/${issuer.slug}` };
}

async function educator(name = 'Mo Adams') {
  const person = await insertPerson(site, { name });
  return { person, licenceId: await insertLicence(site, person) };
}

const main = async (url: string, headers: Record<string, string>) =>
  textOf(pageOf(await get(site, url, headers)).querySelector('main'));

/** A batch of claims that educators handed over, as the page makes it. */
async function batchOf({ issuer, agencyId, headers, path }: Provider, names: readonly string[]) {
  const claims = [];
  for (const name of names) {
    const one = await educator(name);
    claims.push({ ...one, ...(await handOverClaim(site, { issuer, ...one })) });
  }
  const made = await post(site, `${path}/agencies/${agencyId}/batches`, {}, headers);
  expect(made.statusCode).toBe(303);
  const url = made.headers.location ?? '';
  const lines = await site.db
    .selectFrom('agency_lines')
    .select(['line', 'claim_id as claimId'])
    .where('batch_id', '=', url.split('/').at(-1) ?? '')
    .orderBy('position')
    .execute();
  return { url, claims, lines: lines.map(({ line }) => line) };
}

const stateOf = async (claimId: string) =>
  (await site.db.selectFrom('credit_claims').select('state').where('id', '=', claimId).executeTakeFirstOrThrow()).state;

const answerWith = (url: string, headers: Record<string, string>, content: string | Buffer, name = 'answers.csv') =>
  postFiles(site, `${url}/answers`, {}, [{ field: 'table', name, content }], headers);

const table = (...rows: string[]) => ['Line,Answer,Reason', ...rows].join('\r\n');

describe('claims on their way to an agency', () => {
  it('go out as a file, come back answered, and the earner hears of it', async () => {
    const desk = await provider();
    const { url, claims, lines } = await batchOf(desk, ['=Mo Adams', 'Jo Brook']);
    const [first, second] = claims;
    const file = await get(site, `${url}/claims.csv`, desk.headers);
    expect(file.body).toContain(`${lines[0]},,'=Mo Adams,1234567,`);
    expect(file.body).toContain('P-1234');
    const exported = await site.db
      .selectFrom('audit_events')
      .select(['details', 'after_sha256'])
      .where('action', '=', 'agency-batch.exported')
      .executeTakeFirstOrThrow();
    expect(exported).toMatchObject({
      details: { rows: 2 },
      after_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    // Nothing is answered that was never sent.
    expect((await answerWith(url, desk.headers, table(`${lines[0]},Accepted,`))).statusCode).toBe(409);

    expect((await post(site, `${url}/send`, {}, desk.headers)).statusCode).toBe(303);
    expect(await stateOf(first!.claimId)).toBe('submitted');
    const answers = table(`${lines[0]},Accepted,`, `${lines[1]},Refused,The number is of somebody else`);
    const taken = await answerWith(url, desk.headers, answers);
    expect(taken.headers.location).toContain('taken=1-1-0');
    expect([await stateOf(first!.claimId), await stateOf(second!.claimId)]).toEqual(['accepted', 'rejected']);
    // The same file again changes nothing, and nobody gets a second mail.
    expect((await answerWith(url, desk.headers, answers)).headers.location).toContain('taken=0-0-2');
    await site.runJobs();
    const mails = await site.mailsTo(second!.person.email);
    const refusals = mails.filter(({ subject }) => subject.startsWith('Not accepted'));
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.text).toContain('The number is of somebody else');
    expect(refusals[0]?.text).toContain(`/credit/claims/new?entry=${second!.entryId}`);

    // Claimed anew after the correction, it goes out under a line of its own that names the one before.
    const headers = await signIn(site, second!.person);
    const again = await post(site, '/credit/claims', { entry: second!.entryId, licence: second!.licenceId }, headers);
    await post(site, `${again.headers.location}/hand-over`, {}, headers);
    const made = await post(site, `${desk.path}/agencies/${desk.agencyId}/batches`, {}, desk.headers);
    const page = await main(made.headers.location ?? '', desk.headers);
    expect(page).toContain(`replaces ${lines[1]}`);
    expect(page).not.toContain('Mo Adams');
  });

  it('are taken from a workbook too, and not at all where one cell is wrong', async () => {
    const desk = await provider();
    const { url, claims, lines } = await batchOf(desk, ['Mo', 'Jo']);
    await post(site, `${url}/send`, {}, desk.headers);
    const head = ['Line', 'Answer', 'Reason'];
    const bad = await workbook([head, [lines[0]!, 'Accepted', null], [lines[1]!, { formula: '=A1' }, null]], 'Claims');
    const refused = await answerWith(url, desk.headers, bad, 'answers.xlsx');
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused))).toMatch(/Nothing was taken.*C?B3/);
    expect(await stateOf(claims[0]!.claimId)).toBe('submitted');
    const good = await workbook([head, [lines[0]!, 'accepted', null]], 'Claims');
    expect((await answerWith(url, desk.headers, good, 'answers.xlsx')).headers.location).toContain('taken=1-0-0');
    // What contradicts an answer that stands takes the rest of its file down with it.
    const other = await answerWith(url, desk.headers, table(`${lines[1]},Accepted,`, `${lines[0]},Refused,Late`));
    expect(other.statusCode).toBe(409);
    expect(await stateOf(claims[1]!.claimId)).toBe('submitted');
    for (const content of ['\0\0', Buffer.from([0x50, 0x4b, 1, 2, 3]), Buffer.from([0xff, 0xfe, 0xfd]), ''])
      expect((await answerWith(url, desk.headers, content)).statusCode).toBe(422);
  });

  it('are in one batch at a time, however many are made at once', async () => {
    const desk = await provider();
    await handOverClaim(site, { issuer: desk.issuer, ...(await educator()) });
    const by = { issuerId: desk.issuer.id, agencyId: desk.agencyId, actorId: desk.admin.id, now: noon };
    const held = Promise.withResolvers<undefined>();
    const made = Promise.withResolvers<undefined>();
    const first = site.db.transaction().execute(async (trx) => {
      const result = await makeBatch(trx, by);
      made.resolve(undefined);
      await held.promise;
      return result;
    });
    await made.promise;
    const second = post(site, `${desk.path}/agencies/${desk.agencyId}/batches`, {}, desk.headers);
    // An injected request begins once somebody waits for it.
    const answered = second.then(({ statusCode }) => statusCode);
    await untilBlocked(site);
    held.resolve(undefined);
    expect([(await first).ok, await answered]).toEqual([true, 409]);
    // The last line of defence.
    const again = sql`insert into agency_lines (line, issuer_id, batch_id, position, claim_id, number_sealed)
      select 'AAAA-AAAA-AAAA', issuer_id, batch_id, 99, claim_id, number_sealed from agency_lines where issuer_id = ${desk.issuer.id}`;
    await expect(again.execute(site.db)).rejects.toThrow('agency_lines_claim');
  });

  it('fall out of a batch that is not sent when their earner withdraws', async () => {
    const desk = await provider();
    const { url, claims } = await batchOf(desk, ['Mo', 'Jo']);
    const { person, claimId } = claims[0]!;
    const move = { personId: person.id, claimId, to: 'withdrawn', note: '', actorId: person.id, now: noon } as const;
    await site.db.transaction().execute((trx) => settleClaim(trx, move));
    const refused = await post(site, `${url}/send`, {}, desk.headers);
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('One claim can’t be sent any more');
    expect(await stateOf(claims[1]!.claimId)).toBe('approved');
    expect((await post(site, `${url}/send`, {}, desk.headers)).statusCode).toBe(303);
    expect(await stateOf(claims[1]!.claimId)).toBe('submitted');
    expect((await post(site, `${url}/end`, {}, desk.headers)).statusCode).toBe(409);
  });
});

describe('the register of approvals', () => {
  const fields = { number: 'P-9', validFrom: '2026-09-01', validTo: '2026-12-01', scope: '', documentUrl: '' };

  it('keeps what is typed where a field is wrong', async () => {
    const desk = await provider();
    const url = `${desk.path}/agencies/${desk.agencyId}`;
    for (const [field, bad] of [
      ['number', ' '],
      ['validTo', '2026-08-01'],
      ['validFrom', '2026-02-30'],
      ['documentUrl', 'javascript:alert(1)'],
    ] as const) {
      const refused = await post(site, `${url}/approvals`, { ...fields, scope: 'Kept', [field]: bad }, desk.headers);
      expect([field, refused.statusCode, refused.body.includes('Kept')]).toEqual([field, 422, true]);
    }
    const taken = await post(site, `${desk.path}/agencies`, { name: 'state board of education' }, desk.headers);
    expect([taken.statusCode, taken.body.includes('of this name already')]).toEqual([422, true]);
  });

  it('reminds the admins before an approval ends, once each time, unless another follows', async () => {
    const desk = await provider();
    const url = `${desk.path}/agencies/${desk.agencyId}`;
    await sql`update provider_approvals set removed_at = now() where agency_id = ${desk.agencyId}`.execute(site.db);
    await post(site, `${url}/approvals`, fields, desk.headers);
    const remind = async (day: string) => {
      site.setNow(new Date(`${day}T08:00:00Z`));
      await sql`select graphile_worker.add_job('remind-approvals')`.execute(site.db);
      await site.runJobs();
      return (await site.mailsTo(desk.admin.email)).length;
    };
    try {
      expect([await remind('2026-09-01'), await remind('2026-09-05'), await remind('2026-09-06')]).toEqual([0, 1, 1]);
      expect([await remind('2026-11-05'), await remind('2026-11-24'), await remind('2026-11-25')]).toEqual([2, 3, 3]);
    } finally {
      site.setNow(noon);
    }
  });

  it('stands on a claim with the number that was valid, and a warning where none was', async () => {
    const desk = await provider();
    const { person, licenceId } = await educator();
    const { claimId } = await handOverClaim(site, { issuer: desk.issuer, person, licenceId });
    const headers = await signIn(site, person);
    expect(await main(`/credit/claims/${claimId}`, headers)).toContain('number P-1234');
    await sql`update provider_approvals set removed_at = now() where agency_id = ${desk.agencyId}`.execute(site.db);
    const text = await main(`/credit/claims/${claimId}`, headers);
    expect(text).toContain('This rule asks for an approved provider');
    expect(await main(`${desk.path}/agencies/${desk.agencyId}`, desk.headers)).toContain(
      'no approval of yours is valid today',
    );
  });

  it('lets an earner hand over only what nobody has to approve, and nobody else’s', async () => {
    const desk = await provider();
    const { person, licenceId } = await educator();
    const { claimId } = await handOverClaim(site, { issuer: desk.issuer, person, licenceId });
    const headers = await signIn(site, person);
    expect((await post(site, `/credit/claims/${claimId}/hand-over`, {}, headers)).statusCode).toBe(409);
    const stranger = await signIn(site, await insertPerson(site));
    expect((await post(site, `/credit/claims/${claimId}/hand-over`, {}, stranger)).statusCode).toBe(404);
  });
});

describe('evaluations', () => {
  it('come out five at a time and lead back to nobody', async () => {
    const published = await insertPublished(site);
    const desk = await provider(published.issuer);
    const results = () => main(`${desk.path}/evaluations`, desk.headers);
    const awarded = async () => {
      const enrolment = await insertEnrolment(site, { published });
      const { attemptId } = await insertDecided(site, { enrolment });
      const issued = await issueAward(site.deps, { attemptId });
      if (!issued.ok) throw new Error(issued.reason);
      return { url: `/awards/${issued.publicId}/evaluation`, headers: await signIn(site, enrolment.person) };
    };
    // The certificate names who had approved the issuer on the day of the award.
    const certificate = await get(site, `/verify/${(await awarded()).url.split('/')[2] ?? ''}/certificate.pdf`);
    expect(pageText(await PDFDocument.load(certificate.rawPayload)).replaceAll(/\s/g, '')).toContain('P-1234');
    const said = { 'q-outcomes': '5', 'q-comments': 'Keep the talks.' };
    const earners = await Promise.all(Array.from({ length: 6 }, awarded));
    const [first, ...others] = earners;
    expect((await post(site, first!.url, { 'q-outcomes': '9', 'q-comments': 'Kept' }, first!.headers)).body).toContain(
      'Kept',
    );
    // Another's award is not found.
    expect((await get(site, first!.url, others[0]!.headers)).statusCode).toBe(404);
    for (const { url, headers } of earners.slice(0, 4))
      expect((await post(site, url, said, headers)).statusCode).toBe(303);
    expect(await results()).toContain('No answers yet');
    expect((await post(site, first!.url, said, first!.headers)).statusCode).toBe(409);
    await post(site, earners[4]!.url, said, earners[4]!.headers);
    expect(await results()).toContain('5 people answered');
    await post(site, earners[5]!.url, { 'q-comments': 'Alone.' }, earners[5]!.headers);
    const text = await results();
    expect(text).toContain('5 people answered');
    expect(text).not.toContain('Alone.');

    const answers = await site.db
      .selectFrom('evaluation_answers')
      .selectAll()
      .where('issuer_id', '=', desk.issuer.id)
      .execute();
    expect(new Set(answers.map(({ month }) => month))).toEqual(new Set(['2026-11-01']));
    expect(Object.keys(answers[0]!).sort()).toEqual([
      ...['answers', 'batch_id', 'form_sha256', 'id', 'issuer_id', 'micro_credential_id', 'month'],
    ]);
    const trail = await site.db
      .selectFrom('audit_events')
      .select('action')
      .where('action', 'like', '%evaluat%')
      .where('action', '<>', 'evaluation.published')
      .execute();
    expect(trail).toEqual([]);
  });

  it('takes “No, thanks” for an answer, without a name and without an end to it', async () => {
    const published = await insertPublished(site);
    const enrolment = await insertEnrolment(site, { published });
    const { attemptId } = await insertDecided(site, { enrolment });
    const issued = await issueAward(site.deps, { attemptId });
    if (!issued.ok) throw new Error(issued.reason);
    const headers = await signIn(site, enrolment.person);
    const [award, url] = [`/verify/${issued.publicId}`, `/awards/${issued.publicId}/evaluation`];
    expect(await main(award, headers)).toContain('Say how it was');
    const tokens = () => site.db.selectFrom('evaluation_tokens').selectAll().execute();
    const before = await tokens();
    for (let time = 0; time < 2; time++)
      expect((await post(site, url, { decline: '1', 'q-useful': '5' }, headers)).statusCode).toBe(303);
    expect(await main(award, headers)).not.toContain('Say how it was');
    expect(await main(url, headers)).toContain('You are not asked again');
    expect(await tokens()).toHaveLength(before.length + 1);
    const answers = () =>
      site.db.selectFrom('evaluation_answers').select('answers').where('issuer_id', '=', published.issuer.id).execute();
    expect(await answers()).toEqual([]);

    // They may change their mind; and nothing goes along but answers to what was asked.
    expect(await main(`${url}?again=1`, headers)).toContain('Send without my name');
    const more = { 'q-useful': '5', 'q-unknown': 'x', certificate: '1', form: 'x', person: enrolment.person.id };
    expect((await post(site, url, more, headers)).statusCode).toBe(303);
    expect(await answers()).toEqual([{ answers: { useful: 5 } }]);
    expect(await main(url, headers)).toContain('This award is evaluated');
  });

  it('are counted by the database, so that neither page nor file grows with them beyond its bound', async () => {
    const published = await insertPublished(site);
    const desk = await provider(published.issuer);
    const { sha256 } = await site.db
      .selectFrom('evaluation_versions')
      .select('sha256')
      .where('slug', '=', 'default')
      .executeTakeFirstOrThrow();
    const batch = await site.db
      .insertInto('evaluation_batches')
      .values({
        ...{ issuer_id: desk.issuer.id, micro_credential_id: published.microCredentialId, form_sha256: sha256 },
        ...{ respondents: 20_001, released_on: '2026-11-20' },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`
      insert into evaluation_answers (issuer_id, micro_credential_id, form_sha256, month, answers, batch_id)
      select ${desk.issuer.id}::uuid, ${published.microCredentialId}::uuid, ${sha256}::text, '2026-11-01'::date,
        jsonb_build_object('useful', 1 + i % 5, 'comments', 'Said ' || i), ${batch.id}::uuid from generate_series(1, 20001) i`.execute(
      site.db,
    );
    const text = await main(`${desk.path}/evaluations`, desk.headers);
    expect(text).toContain('20001 people answered');
    expect(text).toContain('Mean 3.0 of 5');
    expect(text).toContain('19801 more are in the file.');
    const wish = { kind: 'evaluation', ending: 'csv', from: '2026-11-01', to: '2026-11-30' };
    const refused = await post(site, `${desk.path}/files`, wish, desk.headers);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('more than 20,000 rows');
  });
});

describe('files and records', () => {
  const wish = { kind: 'roster', ending: 'csv', from: '2026-07-01', to: '2026-12-31', 'micro-credential': '' };
  const fileUrl = (path: string, location: string | undefined) => `${path}/files/${location?.split('file-')[1] ?? ''}`;

  it('name who took part, with the number of a licence only where a claim gave it', async () => {
    const desk = await provider();
    const claimer = await educator('+Mo');
    await handOverClaim(site, { issuer: desk.issuer, ...claimer, title: 'Lesson study' });
    const other = await educator('Jo');
    await insertRecorded(site, { issuer: desk.issuer, person: other.person, change: { title: 'Lesson study' } });
    const made = await post(site, `${desk.path}/files`, wish, desk.headers);
    const url = fileUrl(desk.path, made.headers.location);
    const file = await get(site, url, desk.headers);
    const rows = file.body.trim().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows).toContain(
      "'+Mo,1234567,2026-10-05,2026-10-05,Lesson study,Workshop,2.25,State Board of Education: P-1234",
    );
    expect(rows.some((row) => row.startsWith('Jo,,'))).toBe(true);
    const event = await site.db
      .selectFrom('audit_events')
      .select(['details', 'after_sha256'])
      .where('action', '=', 'provider-file.made')
      .where('issuer_id', '=', desk.issuer.id)
      .executeTakeFirstOrThrow();
    expect(event.details).toMatchObject({ rows: 2 });
    const stranger = await provider();
    expect((await get(site, fileUrl(stranger.path, made.headers.location), stranger.headers)).statusCode).toBe(404);
    const summary = await post(site, `${desk.path}/files`, { ...wish, kind: 'activity', ending: 'xlsx' }, desk.headers);
    const content = await get(site, fileUrl(desk.path, summary.headers.location), desk.headers);
    const [sheet] = await readExcelFile(content.rawPayload);
    expect(sheet?.data[1]?.slice(0, 5)).toEqual(['Lesson study', 'Workshop', 2, 2, 4.5]);
    const bad = await post(site, `${desk.path}/files`, { ...wish, to: '2026-01-01' }, desk.headers);
    expect(bad.statusCode).toBe(422);
  });

  it('go only when they are due and somebody says so, and take no award and no hours with them', async () => {
    const desk = await provider();
    const { person } = await educator();
    const entry = await insertRecorded(site, { issuer: desk.issuer, person });
    const old = await post(site, `${desk.path}/files`, { ...wish, from: '2020-07-01', to: '2020-11-21' }, desk.headers);
    const young = await post(site, `${desk.path}/files`, wish, desk.headers);
    const dispose = (through: string) =>
      post(site, `${desk.path}/records/dispose`, { kind: 'roster', through }, desk.headers);
    expect(await main(`${desk.path}/records`, desk.headers)).toContain('1 file, of November 22, 2020 and before');
    // Only what was shown.
    expect((await dispose('2026-12-31')).statusCode).toBe(409);
    expect((await post(site, `${desk.path}/records`, { kind: 'roster', years: '7' }, desk.headers)).statusCode).toBe(
      303,
    );
    expect((await dispose('2020-11-22')).statusCode).toBe(409);
    await post(site, `${desk.path}/records`, { kind: 'roster', years: '' }, desk.headers);
    expect((await dispose('2020-11-22')).statusCode).toBe(303);
    expect((await get(site, fileUrl(desk.path, old.headers.location), desk.headers)).statusCode).toBe(410);
    expect((await get(site, fileUrl(desk.path, young.headers.location), desk.headers)).statusCode).toBe(200);
    const kept = await site.db.selectFrom('credit_entries').select('id').where('id', '=', entry).execute();
    expect(kept).toHaveLength(1);
    const event = await site.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'records.disposed')
      .executeTakeFirstOrThrow();
    expect(event.details).toMatchObject({ kind: 'roster', through: '2020-11-22', years: 6 });
    expect((await post(site, `${desk.path}/records`, { kind: 'roster', years: '0' }, desk.headers)).statusCode).toBe(
      422,
    );
  });
});
