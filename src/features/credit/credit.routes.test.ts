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
  illinois,
  insertClaim,
  insertLicence,
  insertOwnEntry,
  insertRecorded,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { issueAward } from '../awards/issue-award.ts';
import { publishRules } from './publish-rules.ts';

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

/** Somebody with an award of 12.3 hours, their licence and what they send. */
async function earner(slug = illinois) {
  const { enrolment, attemptId } = await insertDecided(site);
  await issueAward(site.deps, { attemptId });
  const { person } = enrolment;
  const award = await site.db
    .selectFrom('awards')
    .select(['id', 'public_id', 'issuer_id'])
    .where('person_id', '=', person.id)
    .executeTakeFirstOrThrow();
  const licenceId = await insertLicence(site, person, { slug });
  const { id: entryId } = await site.db
    .selectFrom('credit_entries')
    .select('id')
    .where('award_id', '=', award.id)
    .executeTakeFirstOrThrow();
  return { person, award, licenceId, entryId, headers: await signIn(site, person) };
}

/** Of the first page, without its spaces. */
const pdfText = async (content: Buffer) => pageText(await PDFDocument.load(content));
const bare = (text: string) => text.replaceAll(/\s/g, '');

const ledgerOf = async (headers: Record<string, string>, query = '') =>
  textOf(pageOf(await get(site, `/credit${query}`, headers)).querySelector('main'));

const stateOf = async (claimId: string) =>
  (await site.db.selectFrom('credit_claims').select('state').where('id', '=', claimId).executeTakeFirstOrThrow()).state;

const entryFields = {
  ...{ source: 'course', title: 'Assessment for learning', provider: 'Lakeside College', nature: 'course' },
  ...{
    beginsOn: '2026-09-01',
    endsOn: '2026-10-20',
    heldAt: '',
    place: 'Online',
    hours: '7.75',
    how: 'Nine evenings.',
  },
};

describe('the credit ledger', () => {
  it('has the hours of an award by themselves, once, and says how they were arrived at', async () => {
    const { headers, award } = await earner();
    const text = await ledgerOf(headers);
    expect(text).toMatch(/Version 1 of the micro-credential sets \d+ PD hours; its issuer expects/);
    expect(text).toContain('by the award');
    expect(
      await site.db.selectFrom('credit_entries').selectAll().where('award_id', '=', award.id).execute(),
    ).toHaveLength(1);
  });

  it('lets the hours of a revoked award fall out, with the reason', async () => {
    const { headers, award } = await earner();
    const happen = (status: 'revoked' | 'suspended' | 'in-force', reason: string, at: Date) =>
      site.db
        .insertInto('award_status_events')
        .values({ issuer_id: award.issuer_id, award_id: award.id, status, reason, at })
        .execute();
    await happen('suspended', 'Being looked into.', noon);
    expect(await ledgerOf(headers)).toContain('Award suspended: Being looked into.');
    await happen('in-force', 'It is well.', new Date(noon.getTime() + 1));
    expect(await ledgerOf(headers)).not.toContain('Award suspended');
    await happen('revoked', 'Issued in error.', new Date(noon.getTime() + 2));
    const text = await ledgerOf(headers);
    expect(text).toContain('Award revoked: Issued in error.');
    expect(text).toContain('0 hours, all time');
  });

  it('keeps what the earner reports, and says so; bad fields lose nothing', async () => {
    const person = await insertPerson(site);
    const headers = await signIn(site, person);
    for (const [field, bad] of [
      ['hours', '2.1'],
      ['hours', '-1'],
      ['hours', '1e3'],
      ['beginsOn', '2026-02-30'],
      ['endsOn', '2026-08-01'],
      ['title', ' '],
    ] as const) {
      const refused = await post(site, '/credit/entries', { ...entryFields, [field]: bad }, headers);
      expect([field, bad, refused.statusCode]).toEqual([field, bad, 422]);
      expect(refused.body).toContain('Nine evenings.');
    }
    expect(await ledgerOf(headers)).toContain('There are no hours yet');
    expect((await post(site, '/credit/entries', entryFields, headers)).statusCode).toBe(303);
    const text = await ledgerOf(headers);
    expect(text).toContain('7.75 hours, all time: 0 hours by awards and providers, 7.75 hours self-reported.');
    expect(await ledgerOf(headers, '?from=2026-10-21')).toContain('There are no hours in this period');
  });

  it('takes a line out by a counter-entry, once, and never edits it', async () => {
    const person = await insertPerson(site);
    const headers = await signIn(site, person);
    const id = await insertOwnEntry(site, person);
    const out = (fields: Record<string, string>, as = headers) =>
      post(site, `/credit/entries/${id}/correct`, fields, as);
    expect((await out({ reason: '' })).statusCode).toBe(422);
    expect((await out({ reason: 'Mine' }, await signIn(site, await insertPerson(site)))).statusCode).toBe(404);
    expect((await out({ reason: 'Wrong day' })).statusCode).toBe(303);
    expect((await out({ reason: 'Again' })).statusCode).toBe(409);
    const text = await ledgerOf(headers);
    expect(text).toContain('Counter-entry: Wrong day');
    expect(text).toContain('0 hours, all time');
    const edit = site.db.updateTable('credit_entries').set({ quarters: 400 }).where('id', '=', id);
    await expect(edit.execute()).rejects.toThrow(/never change/);
    const copied = sql`insert into credit_entries select (jsonb_populate_record(e, jsonb_build_object('id', uuidv7(), 'quarters', -1, 'corrects_id', e.id, 'reason', 'x'))).* from credit_entries e where id = ${id}`;
    await expect(copied.execute(site.db)).rejects.toThrow(/takes out the whole of one line/);
  });

  it('takes hours from an issuer’s people for a person, and only what they entered do they take out', async () => {
    const { person: admin, issuer } = await insertMember(site, 'issuer_admin');
    const headers = await signIn(site, admin);
    const person = await insertPerson(site);
    const url = `/admin/${issuer.slug}/credit`;
    const stranger = await post(site, url, { ...entryFields, email: 'nobody@example.org' }, headers);
    expect(stranger.statusCode).toBe(422);
    expect(textOf(pageOf(stranger))).toContain('Nobody has an account with this address');
    expect((await post(site, url, { ...entryFields, email: person.email.toUpperCase() }, headers)).statusCode).toBe(
      303,
    );
    await site.runJobs();
    expect((await site.mailsTo(person.email))[0]?.subject).toContain('entered 7.75 hours of PD for you');
    expect(await ledgerOf(await signIn(site, person))).toContain('7.75 hours by awards and providers');
    const own = await insertOwnEntry(site, person);
    expect((await post(site, `${url}/${own}/correct`, { reason: 'No' }, headers)).statusCode).toBe(404);
  });

  it('is handed out as PDF, CSV and XLSX for a period, and runs nothing in a spreadsheet', async () => {
    const person = await insertPerson(site, { name: 'Mara "Quill" Ødegård' });
    const headers = await signIn(site, person);
    await insertOwnEntry(site, person, { title: '=HYPERLINK("x")', quarters: 5 });
    await insertOwnEntry(site, person, { title: 'Of another year', beginsOn: '2024-01-01', endsOn: '2024-01-02' });
    const csv = (await get(site, '/credit/transcript.csv?from=2026-01-01', headers)).body;
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv).toContain('1.25');
    expect(csv).not.toContain('Of another year');
    const text = await pdfText(
      (await get(site, '/credit/transcript.pdf?from=2026-01-01&paper=letter', headers)).rawPayload,
    );
    expect(text).toContain(bare('Mara "Quill" Ødegård'));
    expect(text).toContain('self-reported');
    expect((await get(site, '/credit/transcript.xlsx', headers)).rawPayload.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('credit rules', () => {
  it('are published once per content, templates never, and never change', async () => {
    const rule = await ruleLike({ slug: 'changing' });
    expect(await publishRules(site.db, [rule, await ruleLike({ slug: 'template', offered: false })])).toEqual([
      { slug: 'changing', number: 1, again: false },
    ]);
    expect(await publishRules(site.db, [rule])).toEqual([]);
    const changed = { ...rule, hours: { ...rule.hours, perCycle: 100 } };
    expect(await publishRules(site.db, [changed])).toEqual([{ slug: 'changing', number: 2, again: false }]);
    // A start never goes back; whoever publishes by hand may.
    expect(await publishRules(site.db, [rule], { onlyNew: true })).toEqual([]);
    expect(await publishRules(site.db, [rule])).toEqual([{ slug: 'changing', number: 1, again: true }]);
    const edit = site.db.updateTable('credit_rule_versions').set({ number: 9 });
    await expect(edit.execute()).rejects.toThrow(/never change/);
  });
});

describe('a licence', () => {
  it('is added with its number encrypted, and shown to nobody else', async () => {
    const person = await insertPerson(site);
    const headers = await signIn(site, person);
    const fields = { rule: illinois, licenceType: 'professional-educator', number: '7654321', next: '' };
    const bad = await post(
      site,
      '/credit/licences',
      { ...fields, cycleBegins: '2024-07-01', cycleEnds: '2026-06-30' },
      headers,
    );
    expect(bad.statusCode).toBe(422);
    expect(textOf(pageOf(bad))).toContain('A cycle of this rule lasts 5 years');
    const added = await post(
      site,
      '/credit/licences',
      { ...fields, cycleBegins: '2024-07-01', cycleEnds: '2029-06-30' },
      headers,
    );
    const url = added.headers.location ?? '';
    const shown = await get(site, url, headers);
    expect(shown.body).toContain('7654321');
    expect(textOf(pageOf(shown))).toContain('Ask your regional office of education.');
    expect((await get(site, url, await signIn(site, await insertPerson(site)))).statusCode).toBe(404);
    const { number_sealed: sealed } = await site.db
      .selectFrom('licences')
      .select('number_sealed')
      .where('person_id', '=', person.id)
      .executeTakeFirstOrThrow();
    expect(sealed).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
  });
});

describe('a claim', () => {
  it('shows what counts before, is filled in, sent and answered, and holds its rule’s version', async () => {
    const { person, award, licenceId, headers } = await earner();
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
    const { person, licenceId, entryId } = await earner();
    const holder = await hold(site);
    await sql`select from licences where id = ${licenceId} for update`.execute(holder);
    const both = Promise.all([begin(site, person, entryId, licenceId), begin(site, person, entryId, licenceId)]);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    expect((await both).map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  });

  it('counts an hour once even past the locks: the table refuses a second', async () => {
    const { person, licenceId, entryId } = await earner();
    const claimId = await insertClaim(site, person, entryId, licenceId);
    const again = sql`insert into credit_claims select (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'cycle_begins', '2023-07-01'))).* from credit_claims c where id = ${claimId}`;
    await expect(again.execute(site.db)).rejects.toThrow(/credit_claims_once/);
  });

  it('takes no more than a cap leaves, also when two that meet want the room', async () => {
    const { person, licenceId, award } = await earner('capped');
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
    const { person, licenceId, headers } = await earner();
    const entry = await insertOwnEntry(site, person);
    const page = textOf(pageOf(await get(site, `/credit/claims/new?entry=${entry}`, headers)));
    expect(page).toContain('2.25 hours don’t count: nobody but you vouches for them.');
    expect((await post(site, '/credit/claims', { entry, licence: licenceId }, headers)).statusCode).toBe(409);
    const others = await insertLicence(site, await insertPerson(site));
    expect((await post(site, '/credit/claims', { entry, licence: others }, headers)).statusCode).toBe(404);
  });

  it('gives its hours back when it is withdrawn', async () => {
    const { person, licenceId, entryId, headers } = await earner();
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
    const desk = await earner('district');
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

describe('reminders', () => {
  it('are sent 90, 30 and 7 days before the end of a cycle, once each', async () => {
    const person = await insertPerson(site);
    await insertLicence(site, person, { cycle: { begins: '2022-03-01', ends: '2027-02-28' } });
    const subjects: number[] = [];
    for (const day of [
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
      '2027-01-29',
      '2027-01-30',
      '2027-02-21',
      '2027-02-28',
      '2027-03-01',
    ]) {
      site.setNow(new Date(`${day}T06:23:00Z`));
      for (let run = 0; run < 2; run += 1) {
        await sql`select graphile_worker.add_job('remind-licences')`.execute(site.db);
        await site.runJobs();
      }
      subjects.push((await site.mailsTo(person.email)).length);
    }
    site.setNow(noon);
    expect(subjects).toEqual([0, 1, 1, 2, 2, 3, 3, 3]);
    expect((await site.mailsTo(person.email))[0]?.text).toContain(
      'As far as is known here, 0 of 120 hours are accepted. 120 hours to go.',
    );
  });
});
