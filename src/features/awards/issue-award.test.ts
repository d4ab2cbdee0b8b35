import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addJob } from '#platform/jobs.ts';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertIssuer, insertPublished } from '../../../test/support/factories.ts';
import { askForMissingAwards } from './ask-for-missing-awards.ts';
import { issueAward } from './issue-award.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const awardsOf = (enrolmentId: string) =>
  site.db.selectFrom('awards').selectAll().where('enrolment_id', '=', enrolmentId).execute();

describe('issueAward', () => {
  it('issues by a job, dates the award by the decision, tells the earner and keeps the trail', async () => {
    const { enrolment, attemptId } = await insertDecided(site);
    site.setNow(new Date('2026-11-23T08:00:00Z'));
    await site.db.transaction().execute((trx) => addJob(trx, 'issue-award', { attemptId }));

    await site.runJobs();
    site.setNow(noon);

    const [award] = await awardsOf(enrolment.id);
    expect(award).toMatchObject({ attempt_id: attemptId, recipient_name: enrolment.person.name, awarded_at: noon });
    const [mail] = await site.mailsTo(enrolment.person.email);
    expect(mail?.text).toContain(`${site.deps.baseUrl}/verify/${award?.public_id}`);
    expect(mail?.text).toContain(`${site.deps.baseUrl}/work/${enrolment.id}/attempts/1`);
    const trail = await site.db.selectFrom('audit_events').selectAll().where('subject_id', '=', award!.id).execute();
    expect(trail.map((event) => event.action)).toEqual(['award.issued']);
  });

  it('issues at the next start what the queue has given up', async () => {
    const { enrolment, attemptId } = await insertDecided(site);
    await site.db.transaction().execute((trx) => addJob(trx, 'issue-award', { attemptId }, `issue-award:${attemptId}`));
    await sql`update graphile_worker._private_jobs set attempts = max_attempts where key = ${`issue-award:${attemptId}`}`.execute(
      site.db,
    );
    await site.runJobs();
    expect(await awardsOf(enrolment.id)).toEqual([]);

    expect(await askForMissingAwards(site.db)).toBe(1);
    await site.runJobs();

    expect(await awardsOf(enrolment.id)).toHaveLength(1);
    expect(await askForMissingAwards(site.db)).toBe(0);
  });

  it('issues once, however often the job runs', async () => {
    const { enrolment, attemptId } = await insertDecided(site);
    const first = await issueAward(site.deps, { attemptId });
    const again = await issueAward(site.deps, { attemptId });
    await site.runJobs();

    expect([first, again]).toMatchObject([{ issued: true }, { issued: false }]);
    expect(await awardsOf(enrolment.id)).toHaveLength(1);
    expect(await site.mailsTo(enrolment.person.email)).toHaveLength(1);
  });

  it('issues once when two runs meet: the second waits for the first', async () => {
    const { enrolment, attemptId } = await insertDecided(site);
    const holder = await hold(site);
    await sql`select 1 from enrolments where id = ${enrolment.id} for update`.execute(holder);

    const both = Promise.all([issueAward(site.deps, { attemptId }), issueAward(site.deps, { attemptId })]);
    await untilBlocked(site, 2);
    await holder.commit().execute();

    expect((await both).map((result) => result.ok && result.issued).sort()).toEqual([false, true]);
    expect(await awardsOf(enrolment.id)).toHaveLength(1);
  });

  it('makes one key of each kind when two first awards of an issuer meet', async () => {
    const issuer = await insertIssuer(site);
    const published = await insertPublished(site, { issuer });
    const decided = [
      await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) }),
      await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) }),
    ];
    const holder = await hold(site);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`issuer-key:${issuer.id}`}, 0))`.execute(holder);

    const both = Promise.all(decided.map(({ attemptId }) => issueAward(site.deps, { attemptId })));
    await untilBlocked(site, 2);
    await holder.commit().execute();

    expect(await both).toMatchObject([{ issued: true }, { issued: true }]);
    const keys = await site.db.selectFrom('issuer_keys').selectAll().where('issuer_id', '=', issuer.id).execute();
    expect(keys.map(({ algorithm }) => algorithm).sort()).toEqual(['ed25519', 'rsa']);
  });

  it('awards nothing without a decision that says earned', async () => {
    const { enrolment, attemptId } = await insertDecided(site, { outcome: 'not_yet' });
    expect(await issueAward(site.deps, { attemptId })).toEqual({ ok: false, reason: 'not-earned' });
    expect(await awardsOf(enrolment.id)).toEqual([]);
  });

  it('awards nothing for an attempt that does not exist', async () => {
    const result = await issueAward(site.deps, { attemptId: '01999999-9999-7999-8999-999999999999' });
    expect(result).toEqual({ ok: false, reason: 'no-such-attempt' });
  });

  it('keeps the private half of a key encrypted', async () => {
    const { attemptId } = await insertDecided(site);
    await issueAward(site.deps, { attemptId });
    const rows = await site.db.selectFrom('issuer_keys').select('secret_encrypted').execute();
    for (const row of rows) expect(row.secret_encrypted).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
  });

  it('signs nothing with another secret, says what to do, and issues once the right one is back', async () => {
    const published = await insertPublished(site);
    const first = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
    await issueAward(site.deps, { attemptId: first.attemptId });
    const second = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });

    const stranger = { ...site.deps, secret: 'another secret, also long enough to be one' };
    await expect(issueAward(stranger, { attemptId: second.attemptId })).rejects.toThrow(
      /signing key of the issuer “issuer-\d+” can’t be read with the present SECRET/,
    );
    expect(await awardsOf(second.enrolment.id)).toEqual([]);

    expect(await issueAward(site.deps, { attemptId: second.attemptId })).toMatchObject({ issued: true });
  });

  it('refuses to use a key row that was moved to another issuer', async () => {
    const published = await insertPublished(site);
    const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
    const donor = await insertDecided(site);
    await issueAward(site.deps, { attemptId: donor.attemptId });
    await sql`insert into issuer_keys (issuer_id, public_multibase, secret_encrypted)
      select ${published.issuer.id}, 'zMoved', secret_encrypted from issuer_keys
      where algorithm = 'ed25519' and issuer_id = ${donor.enrolment.published.issuer.id}`.execute(site.db);

    await expect(issueAward(site.deps, { attemptId })).rejects.toThrow(/can’t be read/);
  });

  it('never lets an award be changed or removed', async () => {
    const { enrolment, attemptId } = await insertDecided(site);
    await issueAward(site.deps, { attemptId });
    const change = site.db.updateTable('awards').set({ recipient_name: 'Someone else' });
    await expect(change.where('enrolment_id', '=', enrolment.id).execute()).rejects.toThrow(/never change/);
    const removal = site.db.deleteFrom('awards').where('enrolment_id', '=', enrolment.id);
    await expect(removal.execute()).rejects.toThrow(/never change/);
  });
});
