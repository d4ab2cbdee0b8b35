import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
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
  approvalLink,
  askFor,
  begin,
  insertClaim,
  insertCreditEarner,
  insertLicence,
  insertOwnEntry,
  insertRecorded,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertPerson, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  const approval = { by: 'employer', source: 'cycle' } as const;
  const caps: CreditRule['caps'] = [{ id: 'sessions', per: 'source', sources: ['session'], hours: 4, source: 'cycle' }];
  await publishCreditRules(site, [
    await ruleLike({ slug: 'district', title: 'A district', approval }),
    await ruleLike({ slug: 'capped', title: 'Capped', caps }),
  ]);
});
afterAll(() => site.close());

/** Of the first page, without its spaces. */
const pdfText = async (content: Buffer) => pageText(await PDFDocument.load(content));
const bare = (text: string) => text.replaceAll(/\s/g, '');

const stateOf = async (claimId: string) =>
  (await site.db.selectFrom('credit_claims').select('state').where('id', '=', claimId).executeTakeFirstOrThrow()).state;

describe('a claim', () => {
  it('shows what counts before, is filled in, sent and answered, and holds its rule’s version', async () => {
    const { person, award, licenceId, headers } = await insertCreditEarner(site);
    const before = await get(site, `/credit/claims/new?award=${award.public_id}`, headers);
    expect(textOf(pageOf(before))).toMatch(/\d+ hours would count/);
    const entry = pageOf(before).querySelector<HTMLInputElement>('input[name=entry]')?.value ?? '';
    const begun = await post(site, '/credit/claims', { entry, licence: licenceId }, headers);
    const url = begun.headers.location ?? '';
    const claimId = url.split('/').at(-1) ?? '';
    expect((await get(site, url, await signIn(site, await insertPerson(site)))).statusCode).toBe(404);

    expect((await post(site, `${url}/form`, { time: '', place: 'X' }, headers)).statusCode).toBe(422);
    expect((await post(site, `${url}/form`, { time: 'After school', place: 'Lakeside' }, headers)).statusCode).toBe(
      303,
    );
    const text = await pdfText((await get(site, `${url}/form.pdf`, headers)).rawPayload);
    for (const part of [person.name, '1234567', 'After school', 'Lakeside', 'Micro-credential', 'Clock hours'])
      expect(text).toContain(bare(part));

    expect((await post(site, `${url}/state`, { to: 'approved' }, headers)).statusCode).toBe(422);
    expect((await post(site, `${url}/state`, { to: 'submitted' }, headers)).statusCode).toBe(303);
    expect((await post(site, `${url}/form`, { time: 'Later', place: 'Y' }, headers)).statusCode).toBe(409);
    expect((await post(site, `${url}/state`, { to: 'rejected', note: '' }, headers)).statusCode).toBe(422);
    expect((await post(site, `${url}/state`, { to: 'accepted' }, headers)).statusCode).toBe(303);
    expect((await post(site, `${url}/state`, { to: 'withdrawn' }, headers)).statusCode).toBe(409);
    expect(await stateOf(claimId)).toBe('accepted');
    expect(textOf(pageOf(await get(site, `/credit/licences/${licenceId}`, headers)))).not.toContain(
      'Nothing is claimed',
    );
    const trail = await site.db
      .selectFrom('audit_events')
      .select('action')
      .where('subject_id', '=', claimId)
      .orderBy('id')
      .execute();
    expect(trail.map(({ action }) => action)).toEqual([
      'credit-claim.begun',
      'credit-claim.submitted',
      'credit-claim.accepted',
    ]);
  });

  it('counts an hour once: two that meet, the second waits and is refused', async () => {
    const { person, licenceId, entryId } = await insertCreditEarner(site);
    const holder = await hold(site);
    await sql`select from licences where id = ${licenceId} for update`.execute(holder);
    const both = Promise.all([begin(site, person, entryId, licenceId), begin(site, person, entryId, licenceId)]);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    expect((await both).map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  });

  it('counts an hour once even past the locks: the table refuses a second', async () => {
    const { person, licenceId, entryId } = await insertCreditEarner(site);
    const claimId = await insertClaim(site, person, entryId, licenceId);
    const again = sql`insert into credit_claims select (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'cycle_begins', '2023-07-01'))).* from credit_claims c where id = ${claimId}`;
    await expect(again.execute(site.db)).rejects.toThrow(/credit_claims_once/);
  });

  it('takes no more than a cap leaves, also when two that meet want the room', async () => {
    const { person, licenceId, award } = await insertCreditEarner(site, 'capped');
    const issuer = { id: award.issuer_id, slug: 'x', name: 'Issuer' };
    const first = await insertRecorded(site, { issuer, person });
    const second = await insertRecorded(site, { issuer, person, change: { title: 'Another' } });
    const holder = await hold(site);
    await sql`select from licences where id = ${licenceId} for update`.execute(holder);
    const both = Promise.all([begin(site, person, first, licenceId), begin(site, person, second, licenceId)]);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    await both;
    const rows = await site.db
      .selectFrom('credit_claims')
      .select('counted_quarters')
      .where('licence_id', '=', licenceId)
      .execute();
    expect(rows.map((row) => row.counted_quarters).toSorted((a, b) => a - b)).toEqual([7, 9]);
  });

  it('of hours that count for nothing is not begun', async () => {
    const { person, licenceId, headers } = await insertCreditEarner(site);
    const entry = await insertOwnEntry(site, person);
    const page = textOf(pageOf(await get(site, `/credit/claims/new?entry=${entry}`, headers)));
    expect(page).toContain('2.25 hours don’t count: nobody but you vouches for them.');
    expect((await post(site, '/credit/claims', { entry, licence: licenceId }, headers)).statusCode).toBe(409);
    const others = await insertLicence(site, await insertPerson(site));
    expect((await post(site, '/credit/claims', { entry, licence: others }, headers)).statusCode).toBe(404);
  });

  it('gives its hours back when it is withdrawn', async () => {
    const { person, licenceId, entryId, headers } = await insertCreditEarner(site);
    const claimId = await insertClaim(site, person, entryId, licenceId);
    expect(await begin(site, person, entryId, licenceId)).toMatchObject({ reason: 'claimed-already' });
    await post(site, `/credit/claims/${claimId}/state`, { to: 'withdrawn' }, headers);
    expect(await begin(site, person, entryId, licenceId)).toMatchObject({ ok: true });
  });
});

describe('an approval', () => {
  const approver = 'principal@example.org';
  const approve = { answer: 'approved', approverName: 'Ines Prager', approverRole: 'Principal' };

  async function asked(email: string) {
    const desk = await insertCreditEarner(site, 'district');
    const claimId = await insertClaim(site, desk.person, desk.entryId, desk.licenceId);
    return { ...desk, claimId, url: `/credit/claims/${claimId}`, email };
  }

  it('is asked for so often in a day, and no more: each is a mail to a stranger', async () => {
    const { headers, url } = await asked(approver);
    const statuses = [];
    for (let time = 0; time <= 30; time++)
      statuses.push((await post(site, `${url}/approval`, { approverName: '', approverEmail: '' }, headers)).statusCode);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 422), 429]);
  });

  it('comes before the agency where the rule asks for it, by a link that needs no account', async () => {
    const { headers, url, claimId, person } = await asked(approver);
    const early = await post(site, `${url}/state`, { to: 'submitted' }, headers);
    expect(early.statusCode).toBe(409);
    const own = await post(site, `${url}/approval`, { approverName: 'Me', approverEmail: person.email }, headers);
    expect(own.statusCode).toBe(409);
    const ask = { approverName: 'Ines Prager', approverEmail: approver };
    expect((await post(site, `${url}/approval`, ask, headers)).statusCode).toBe(303);
    expect((await post(site, `${url}/approval`, ask, headers)).statusCode).toBe(409);
    const link = await approvalLink(site, approver);
    const page = textOf(pageOf(await get(site, link)));
    expect(page).toContain('1234567');
    expect(page).toContain('How the hours were arrived at');
    expect((await get(site, `${link}/form.pdf`)).headers['content-type']).toBe('application/pdf');

    expect((await post(site, link, { ...approve, approverRole: '' })).statusCode).toBe(422);
    expect((await post(site, link, approve)).statusCode).toBe(303);
    expect(await stateOf(claimId)).toBe('approved');
    expect((await post(site, link, approve)).statusCode).toBe(409);
    expect(textOf(pageOf(await get(site, link)))).not.toContain('1234567');
    expect((await get(site, `${link}/form.pdf`)).statusCode).toBe(404);
    await site.runJobs();
    expect((await site.mailsTo(person.email)).at(-1)?.subject).toBe('Ines Prager approved your claim');
    expect(await pdfText((await get(site, `${url}/form.pdf`, headers)).rawPayload)).toContain(
      bare('Approved by Ines Prager, Principal'),
    );
    const kept = await site.db
      .selectFrom('credit_approvals')
      .selectAll()
      .where('claim_id', '=', claimId)
      .executeTakeFirstOrThrow();
    expect(link).not.toContain(kept.token_sha256);
    await expect(
      site.db.updateTable('credit_approvals').set({ typed_name: 'X' }).where('claim_id', '=', claimId).execute(),
    ).rejects.toThrow(/never change/);
  });

  it('is refused with a reason that the earner reads, and the hours are free again', async () => {
    const { headers, url, claimId, person, entryId, licenceId } = await asked('refuser@example.org');
    await askFor(site, person, claimId, 'refuser@example.org');
    const link = await approvalLink(site, 'refuser@example.org');
    const refuse = { answer: 'refused', approverName: 'Ada', approverRole: 'Head' };
    expect((await post(site, link, refuse)).statusCode).toBe(422);
    expect((await post(site, link, { ...refuse, reason: 'They were not there.' })).statusCode).toBe(303);
    expect(textOf(pageOf(await get(site, url, headers)))).toContain('They were not there.');
    expect(await begin(site, person, entryId, licenceId)).toMatchObject({ ok: true });
  });

  it('runs out after 30 days, ends when somebody else is asked, and is nobody’s without its link', async () => {
    const { headers, url, claimId, person } = await asked('first@example.org');
    await askFor(site, person, claimId, 'first@example.org');
    const first = await approvalLink(site, 'first@example.org');
    await post(site, `${url}/approval`, { approverName: 'B', approverEmail: 'second@example.org' }, headers);
    expect(textOf(pageOf(await get(site, first)))).toContain('no longer asked of you');
    expect((await post(site, first, approve)).statusCode).toBe(409);
    const second = await approvalLink(site, 'second@example.org');
    site.setNow(new Date(noon.getTime() + 30 * 86_400_000));
    try {
      expect(textOf(pageOf(await get(site, second)))).toContain('This link has run out');
      expect((await post(site, second, approve)).statusCode).toBe(409);
    } finally {
      site.setNow(noon);
    }
    expect((await get(site, '/approve/made-up')).statusCode).toBe(404);
    expect(await stateOf(claimId)).toBe('waiting');
  });

  it('is not given for hours that have fallen out meanwhile', async () => {
    const { person, claimId, award, headers, url } = await asked('late@example.org');
    await askFor(site, person, claimId, 'late@example.org');
    const link = await approvalLink(site, 'late@example.org');
    await site.db
      .insertInto('award_status_events')
      .values({ issuer_id: award.issuer_id, award_id: award.id, status: 'revoked', reason: 'In error.', at: noon })
      .execute();
    expect((await post(site, link, approve)).statusCode).toBe(409);
    expect(await stateOf(claimId)).toBe('waiting');
    expect(textOf(pageOf(await get(site, url, headers)))).toContain('no longer count: award revoked. In error.');
  });
});
