import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  illinois,
  insertCreditEarner,
  insertLicence,
  insertOwnEntry,
  publishCreditRules,
  ruleLike,
} from '../../../test/support/credit.ts';
import { insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { publishRules } from './publish-rules.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site);
});
afterAll(() => site.close());

/** Of the first page, without its spaces. */
const pdfText = async (content: Buffer) => pageText(await PDFDocument.load(content));
const bare = (text: string) => text.replaceAll(/\s/g, '');

const ledgerOf = async (headers: Record<string, string>, query = '') =>
  textOf(pageOf(await get(site, `/credit${query}`, headers)).querySelector('main'));

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
    const { headers, award } = await insertCreditEarner(site);
    const text = await ledgerOf(headers);
    expect(text).toMatch(/Version 1 of the micro-credential sets \d+ PD hours; its issuer expects/);
    expect(text).toContain('by the award');
    expect(
      await site.db.selectFrom('credit_entries').selectAll().where('award_id', '=', award.id).execute(),
    ).toHaveLength(1);
  });

  it('lets the hours of a revoked award fall out, with the reason', async () => {
    const { headers, award } = await insertCreditEarner(site);
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
