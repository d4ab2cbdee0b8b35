import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trx } from '#platform/database.ts';
import { addJobLater } from '#platform/jobs.ts';
import { assess } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import { insertEnrolment, insertMember } from '../../../test/support/factories.ts';
import { type Judged, insertJudged, stageOf } from '../../../test/support/judged.ts';
import { issueAward } from '../awards/issue-award.ts';
import { readDecision } from '../judging/read-decision.ts';
import { releaseHeld } from '../judging/release-decision.ts';
import { findCompared } from './attempt-texts.queries.ts';
import { raiseFound } from './raise-found.ts';
import { type ResolveConcern, resolveConcern } from './resolve-concern.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const within = <Done>(act: (trx: Trx) => Promise<Done>) => site.db.transaction().execute(act);
const leadOf = ({ lead, issuer }: Judged) => ({ id: lead.id, name: lead.name, issuerIds: [issuer.id] });

async function raise({ attempt, issuer, lead }: Judged, asked = false): Promise<string> {
  const { id } = await site.db
    .insertInto('concerns')
    .values({
      ...{ issuer_id: issuer.id, attempt_id: attempt.id, kind: 'plagiarism', detail: 'Copied?', raised_at: noon },
      ...(asked && { state: 'answered', asked_at: noon, asked_by: lead.id, question: 'Is it yours?' }),
      ...(asked && { response: 'No.', responded_at: noon }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const resolve = (judged: Judged, concernId: string, end: Pick<ResolveConcern, 'resolution' | 'returns'>) => {
  const { baseUrl } = site.deps;
  return within((trx) =>
    resolveConcern(trx, { lead: leadOf(judged), concernId, ...end, reason: 'Looked into.', now: noon, baseUrl }),
  );
};

const awardsOf = ({ attempt }: Judged) =>
  site.db.selectFrom('awards').select('id').where('attempt_id', '=', attempt.id).execute();

describe('an award that waits while its decision can be recalled', () => {
  async function earned(): Promise<Judged> {
    const judged = await insertJudged(site, { recallMinutes: 60 });
    await assess(site, judged.ada, judged.attempt.id);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'released', state: 'earned' });
    return judged;
  }

  it('is not issued while a concern is open, and goes on once it is settled', async () => {
    const judged = await earned();
    const concern = await raise(judged);
    const { id: attemptId } = judged.attempt;
    expect(await issueAward(site.deps, { attemptId })).toEqual({ ok: false, reason: 'open-concern' });
    // The job has come round meanwhile, and is gone.
    await sql`select graphile_worker.remove_job(${`issue-award:${attemptId}`})`.execute(site.db);
    expect(await resolve(judged, concern, { resolution: 'dismissed', returns: false })).toEqual({ ok: true });
    await site.runJobs();
    expect(await awardsOf(judged)).toHaveLength(1);
  });

  it('still waits its time where the concern is settled before', async () => {
    const judged = await earned();
    await resolve(judged, await raise(judged), { resolution: 'dismissed', returns: false });
    await site.runJobs();
    expect(await awardsOf(judged)).toEqual([]);
    const key = `issue-award:${judged.attempt.id}`;
    await within((trx) => addJobLater(trx, 'issue-award', { attemptId: judged.attempt.id }, { key, seconds: 0 }));
    const { rows } = await sql<{ waits: boolean }>`
      select run_at > now() + interval '30 minutes' as waits from graphile_worker.jobs where key = ${key}`.execute(
      site.db,
    );
    expect(rows).toEqual([{ waits: true }]);
  });

  it('is not asked for by settling a concern about an attempt that earns none', async () => {
    const judged = await insertJudged(site);
    const { attempt, ada, issuer } = judged;
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    const settle = async () => resolve(judged, await raise(judged), { resolution: 'dismissed', returns: false });
    const asked = async () => {
      const key = `issue-award:${attempt.id}`;
      return (await sql`select 1 from graphile_worker.jobs where key = ${key}`.execute(site.db)).rows.length;
    };
    await settle();
    expect(await asked()).toBe(0);

    // An appeal has found the rest of it there: then there is one.
    const appeal = { issuer_id: issuer.id, attempt_id: attempt.id, enrolment_id: attempt.enrolment.id };
    await site.db
      .insertInto('appeals')
      .values({ ...appeal, look_fors: ['tally-readable'], reason: 'It is there.', raised_at: noon, due_at: noon })
      .execute();
    await settle();
    expect(await asked()).toBe(0);
    await site.db
      .updateTable('appeals')
      .set({ state: 'decided', outcome: 'changed', earns: true, ended_at: noon })
      .where('attempt_id', '=', attempt.id)
      .execute();
    await settle();
    expect(await asked()).toBe(1);
  });

  it('is never issued where the attempt is sent back, which takes the unread decision with it', async () => {
    const judged = await earned();
    expect(await resolve(judged, await raise(judged, true), { resolution: 'upheld', returns: true })).toEqual({
      ok: true,
    });
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'returned', state: 'working' });
    expect(await issueAward(site.deps, { attemptId: judged.attempt.id })).toEqual({ ok: false, reason: 'not-earned' });
    const kept = await site.db
      .selectFrom('recalled_decisions')
      .select('outcome')
      .where('attempt_id', '=', judged.attempt.id)
      .execute();
    expect(kept).toEqual([{ outcome: 'earned' }]);
  });

  it('waits, and then goes on, where the earner has read the decision, which stays', async () => {
    const judged = await earned();
    await readDecision(site.db, { personId: judged.earner.id, enrolmentId: judged.attempt.enrolment.id, now: noon });
    const concern = await raise(judged, true);
    expect(await resolve(judged, concern, { resolution: 'upheld', returns: true })).toEqual({
      ok: false,
      reason: 'decided-already',
    });
    expect(await issueAward(site.deps, { attemptId: judged.attempt.id })).toMatchObject({ reason: 'open-concern' });
    expect(await resolve(judged, concern, { resolution: 'upheld', returns: false })).toEqual({ ok: true });
    expect(await issueAward(site.deps, { attemptId: judged.attempt.id })).toMatchObject({ issued: true });
  });
});

it('lets what the search finds come before a release or after it, never beside it', async () => {
  const judged = await insertJudged(site, { release: 'held' });
  const { attempt, ada } = judged;
  await assess(site, ada, attempt.id);
  const other = await insertAttempt(site, {
    enrolment: await insertEnrolment(site, { published: attempt.enrolment.published }),
    submittedAt: new Date(noon.getTime() - 60_000),
  });
  const [mine, theirs] = [
    await findCompared(site.db, attempt.id, 'search'),
    await findCompared(site.db, other.id, 'search'),
  ];
  if (!mine || !theirs) throw new Error('There is nothing to compare');
  const shared = { texts: [{ source: 'overview', otherSource: 'overview', similarity: 0.9 }], files: [] };

  const holder = await hold(site);
  await sql`select 1 from enrolments where id = ${attempt.enrolment.id} for update`.execute(holder);
  const raised = within((trx) => raiseFound(trx, { attempt: mine, other: theirs, shared, now: noon }));
  await untilBlocked(site, 1);
  const { person: lou } = await insertMember(site, 'lead_assessor', { issuer: judged.issuer, name: 'Lou' });
  const lead = { id: lou.id, name: lou.name, issuerIds: [judged.issuer.id] };
  const released = within((trx) =>
    releaseHeld(trx, { lead, attemptId: attempt.id, now: noon, baseUrl: site.deps.baseUrl }),
  );
  await untilBlocked(site, 2);
  await holder.commit().execute();
  await raised;
  expect(await released).toEqual({ ok: false, reason: 'open-concern' });
});
