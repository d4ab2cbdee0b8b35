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
import { publishCreditRules } from '../../../test/support/credit.ts';
import { insertPerson, signIn } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import {
  type ProviderDesk,
  handOverClaim,
  insertEducator,
  insertProviderDesk,
  mainText,
} from '../../../test/support/provider.ts';
import { workbook } from '../../../test/support/sheets.ts';
import { settleClaim } from '../credit/settle-claim.ts';
import { makeBatch } from './make-batch.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site);
});
afterAll(() => site.close());

/** A batch of claims that educators handed over, as the page makes it. */
async function batchOf({ issuer, agencyId, headers, path }: ProviderDesk, names: readonly string[]) {
  const claims = [];
  for (const name of names) {
    const one = await insertEducator(site, name);
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
    const desk = await insertProviderDesk(site);
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
    const page = await mainText(site, made.headers.location ?? '', desk.headers);
    expect(page).toContain(`replaces ${lines[1]}`);
    expect(page).not.toContain('Mo Adams');
  });

  it('are taken from a workbook too, and not at all where one cell is wrong', async () => {
    const desk = await insertProviderDesk(site);
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
    const desk = await insertProviderDesk(site);
    await handOverClaim(site, { issuer: desk.issuer, ...(await insertEducator(site)) });
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

  it('are put into a batch while somebody changes the agency', async () => {
    const desk = await insertProviderDesk(site);
    await handOverClaim(site, { issuer: desk.issuer, ...(await insertEducator(site)) });
    const url = `${desk.path}/agencies/${desk.agencyId}`;
    const holder = await hold(site);
    await sql`select from provider_agencies where id = ${desk.agencyId} for update`.execute(holder);
    const made = post(site, `${url}/batches`, {}, desk.headers).then(({ statusCode }) => statusCode);
    await untilBlocked(site, 1);
    const changed = post(site, url, { name: 'Another name' }, desk.headers).then(({ statusCode }) => statusCode);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    expect([await made, await changed]).toEqual([303, 303]);
  });

  it('fall out of a batch that is not sent when their earner withdraws', async () => {
    const desk = await insertProviderDesk(site);
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
    const desk = await insertProviderDesk(site);
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
    const desk = await insertProviderDesk(site);
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
    const desk = await insertProviderDesk(site);
    const { person, licenceId } = await insertEducator(site);
    const { claimId } = await handOverClaim(site, { issuer: desk.issuer, person, licenceId });
    const headers = await signIn(site, person);
    expect(await mainText(site, `/credit/claims/${claimId}`, headers)).toContain('number P-1234');
    await sql`update provider_approvals set removed_at = now() where agency_id = ${desk.agencyId}`.execute(site.db);
    const text = await mainText(site, `/credit/claims/${claimId}`, headers);
    expect(text).toContain('This rule asks for an approved provider');
    expect(await mainText(site, `${desk.path}/agencies/${desk.agencyId}`, desk.headers)).toContain(
      'no approval of yours is valid today',
    );
  });

  it('lets an earner hand over only what nobody has to approve, and nobody else’s', async () => {
    const desk = await insertProviderDesk(site);
    const { person, licenceId } = await insertEducator(site);
    const { claimId } = await handOverClaim(site, { issuer: desk.issuer, person, licenceId });
    const headers = await signIn(site, person);
    expect((await post(site, `/credit/claims/${claimId}/hand-over`, {}, headers)).statusCode).toBe(409);
    const stranger = await signIn(site, await insertPerson(site));
    expect((await post(site, `/credit/claims/${claimId}/hand-over`, {}, stranger)).statusCode).toBe(404);
  });
});
