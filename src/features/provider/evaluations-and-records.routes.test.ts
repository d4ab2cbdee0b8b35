import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import readExcelFile from 'read-excel-file/node';
import { type TestSite, createTestApp, get, pageOf, post } from '../../../test/support/app.ts';
import { insertRecorded, publishCreditRules, publishShippedEvaluations } from '../../../test/support/credit.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPublished, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { handOverClaim, insertEducator, insertProviderDesk, mainText } from '../../../test/support/provider.ts';
import { issueAward } from '../awards/issue-award.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
  await publishCreditRules(site);
  await publishShippedEvaluations(site);
});
afterAll(() => site.close());

const versionAsked = async (url: string, headers: Record<string, string>) =>
  pageOf(await get(site, url, headers))
    .querySelector('input[name=version]')
    ?.getAttribute('value') ?? '';

describe('evaluations', () => {
  it('come out five at a time and lead back to nobody', async () => {
    const published = await insertPublished(site);
    const desk = await insertProviderDesk(site, published.issuer);
    const results = () => mainText(site, `${desk.path}/evaluations`, desk.headers);
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
    const earners = await Promise.all(Array.from({ length: 6 }, awarded));
    const [first, ...others] = earners;
    const version = await versionAsked(first!.url, first!.headers);
    const said = { version, 'q-outcomes': '5', 'q-comments': 'Keep the talks.' };
    const bad = { version, 'q-outcomes': '9', 'q-comments': 'Kept' };
    expect((await post(site, first!.url, bad, first!.headers)).body).toContain('Kept');
    // Another's award is not found.
    expect((await get(site, first!.url, others[0]!.headers)).statusCode).toBe(404);
    for (const { url, headers } of earners.slice(0, 4))
      expect((await post(site, url, said, headers)).statusCode).toBe(303);
    expect(await results()).toContain('No answers yet');
    expect((await post(site, first!.url, said, first!.headers)).statusCode).toBe(409);
    await post(site, earners[4]!.url, said, earners[4]!.headers);
    expect(await results()).toContain('5 people answered');
    await post(site, earners[5]!.url, { version, 'q-comments': 'Alone.' }, earners[5]!.headers);
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
    expect(await mainText(site, award, headers)).toContain('Say how it was');
    const tokens = () => site.db.selectFrom('evaluation_tokens').selectAll().execute();
    const before = await tokens();
    for (let time = 0; time < 2; time++)
      expect((await post(site, url, { decline: '1', 'q-useful': '5' }, headers)).statusCode).toBe(303);
    expect(await mainText(site, award, headers)).not.toContain('Say how it was');
    expect(await mainText(site, url, headers)).toContain('You are not asked again');
    expect(await tokens()).toHaveLength(before.length + 1);
    const answers = () =>
      site.db.selectFrom('evaluation_answers').select('answers').where('issuer_id', '=', published.issuer.id).execute();
    expect(await answers()).toEqual([]);

    // They may change their mind; and nothing goes along but answers to what was asked.
    expect(await mainText(site, `${url}?again=1`, headers)).toContain('Send without my name');
    const version = await versionAsked(`${url}?again=1`, headers);
    const more = {
      version,
      'q-useful': '5',
      'q-unknown': 'x',
      certificate: '1',
      form: 'x',
      person: enrolment.person.id,
    };
    expect((await post(site, url, more, headers)).statusCode).toBe(303);
    expect(await answers()).toEqual([{ answers: { useful: 5 } }]);
    expect(await mainText(site, url, headers)).toContain('This award is evaluated');
  });

  it('are counted by the database, so that neither page nor file grows with them beyond its bound', async () => {
    const published = await insertPublished(site);
    const desk = await insertProviderDesk(site, published.issuer);
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
    const text = await mainText(site, `${desk.path}/evaluations`, desk.headers);
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
    const desk = await insertProviderDesk(site);
    const claimer = await insertEducator(site, '+Mo');
    await handOverClaim(site, { issuer: desk.issuer, ...claimer, title: 'Lesson study' });
    const other = await insertEducator(site, 'Jo');
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
    // Also when it was made long ago.
    expect(await mainText(site, `${desk.path}/files`, desk.headers)).toContain('1 without a number');
    const event = await site.db
      .selectFrom('audit_events')
      .select(['details', 'after_sha256'])
      .where('action', '=', 'provider-file.made')
      .where('issuer_id', '=', desk.issuer.id)
      .executeTakeFirstOrThrow();
    expect(event.details).toMatchObject({ rows: 2 });
    const stranger = await insertProviderDesk(site);
    expect((await get(site, fileUrl(stranger.path, made.headers.location), stranger.headers)).statusCode).toBe(404);
    const summary = await post(site, `${desk.path}/files`, { ...wish, kind: 'activity', ending: 'xlsx' }, desk.headers);
    const content = await get(site, fileUrl(desk.path, summary.headers.location), desk.headers);
    const [sheet] = await readExcelFile(content.rawPayload);
    expect(sheet?.data[1]?.slice(0, 5)).toEqual(['Lesson study', 'Workshop', 2, 2, 4.5]);
    const bad = await post(site, `${desk.path}/files`, { ...wish, to: '2026-01-01' }, desk.headers);
    expect(bad.statusCode).toBe(422);
  });

  it('go only when they are due and somebody says so, and take no award and no hours with them', async () => {
    const desk = await insertProviderDesk(site);
    const { person } = await insertEducator(site);
    const entry = await insertRecorded(site, { issuer: desk.issuer, person });
    const old = await post(site, `${desk.path}/files`, { ...wish, from: '2020-07-01', to: '2020-11-21' }, desk.headers);
    const young = await post(site, `${desk.path}/files`, wish, desk.headers);
    const dispose = (through: string) =>
      post(site, `${desk.path}/records/dispose`, { kind: 'roster', through }, desk.headers);
    expect(await mainText(site, `${desk.path}/records`, desk.headers)).toContain(
      '1 file, of November 22, 2020 and before',
    );
    // Only what was shown.
    expect((await dispose('2026-12-31')).statusCode).toBe(409);
    expect((await post(site, `${desk.path}/records`, { kind: 'roster', years: '7' }, desk.headers)).statusCode).toBe(
      303,
    );
    expect((await dispose('2020-11-22')).statusCode).toBe(409);
    const tooLittle = 'That is less than is asked of you: 6 years';
    expect(await mainText(site, `${desk.path}/records`, desk.headers)).not.toContain(tooLittle);
    await post(site, `${desk.path}/records`, { kind: 'roster', years: '5' }, desk.headers);
    expect(await mainText(site, `${desk.path}/records`, desk.headers)).toContain(tooLittle);
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
