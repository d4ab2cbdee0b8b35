import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import { insertEnrolment, signIn } from '../../../test/support/factories.ts';
import { type Judged, insertJudged, twoSeats } from '../../../test/support/judged.ts';
import { assignWaiting } from './assign-waiting.ts';
import { queueJobs } from './queue.jobs.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const assigning = ({ issuer }: Judged) =>
  site.db.insertInto('assessing_settings').values({ issuer_id: issuer.id, assignment: 'auto' }).execute();
const assign = ({ issuer }: Judged, most = 300) =>
  site.db.transaction().execute((trx) => assignWaiting(trx, { issuerId: issuer.id, now: site.deps.now(), most }));
const openOf = ({ issuer }: Judged) =>
  site.db
    .selectFrom('assignments')
    .select(['attempt_id as attemptId', 'assessor_id as assessorId', 'role'])
    .where('issuer_id', '=', issuer.id)
    .where('ended_at', 'is', null)
    .orderBy('assigned_at')
    .execute();
/** Only these of an issuer’s people still assess there. */
const only = async ({ issuer }: Judged, ...people: { id: string }[]) => {
  await site.db
    .deleteFrom('memberships')
    .where('issuer_id', '=', issuer.id)
    .where(
      'person_id',
      'not in',
      people.map(({ id }) => id),
    )
    .execute();
};
const letGo = async (person: Judged['ada'], assessmentId: string) =>
  post(site, `/desk/assessments/${assessmentId}/release`, {}, await signIn(site, person));

describe('what nobody may be given', () => {
  it('holds up nothing that waits behind it', async () => {
    const judged = await insertJudged(site);
    await assigning(judged);
    await only(judged, judged.ada);
    const { published, person } = judged.attempt.enrolment;
    await site.db
      .insertInto('conflicts')
      .values({
        ...{ issuer_id: judged.issuer.id, assessor_id: judged.ada.id, person_id: person.id, reason: 'My cousin.' },
        ...{ declared_by: judged.ada.id, declared_at: noon },
      })
      .execute();
    const behind = await insertAttempt(site, {
      enrolment: await insertEnrolment(site, { published }),
      submittedAt: new Date(noon.getTime() + 3600_000),
    });
    expect(await assign(judged, 1)).toEqual({ given: 0, goOn: true });
    expect(await assign(judged, 1)).toEqual({ given: 1, goOn: true });
    expect(await openOf(judged)).toMatchObject([{ attemptId: behind.id, assessorId: judged.ada.id }]);
  });

  it('is looked at again, after what has not been, and is told to the lead until somebody has it', async () => {
    const judged = await insertJudged(site);
    await assigning(judged);
    await only(judged, judged.ada, judged.lead);
    await site.db
      .insertInto('assessor_profiles')
      .values({ issuer_id: judged.issuer.id, person_id: judged.lead.id, max_load: 0 })
      .execute();
    await letGo(judged.ada, await claim(site, judged.ada, judged.attempt.id));
    expect(await assign(judged)).toEqual({ given: 0, goOn: false });
    const headers = await signIn(site, judged.lead);
    const shown = () => get(site, '/lead/workload', headers).then((response) => textOf(pageOf(response)));
    expect(await shown()).toContain('Nobody to give it to');
    await site.db.updateTable('assessor_profiles').set({ max_load: 2 }).execute();
    expect(await assign(judged)).toEqual({ given: 1, goOn: false });
    expect(await openOf(judged)).toMatchObject([{ assessorId: judged.lead.id }]);
    expect(await shown()).not.toContain('Nobody to give it to');
  });
});

describe('an adjudication', () => {
  it('is given to somebody who was neither', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assigning(judged);
    await only(judged, judged.ada, judged.ben, judged.cem);
    await assess(site, judged.ada, judged.attempt.id, { 'tally-readable': 'no' });
    await assess(site, judged.ben, judged.attempt.id);
    await site.runJobs();
    const given = { attemptId: judged.attempt.id, assessorId: judged.cem.id, role: 'adjudicator' };
    expect(await openOf(judged)).toEqual([given]);
    expect(await assign(judged)).toEqual({ given: 0, goOn: false });
  });

  it('waits for a lead where everybody was either', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assigning(judged);
    await only(judged, judged.ada, judged.ben);
    await assess(site, judged.ada, judged.attempt.id, { 'tally-readable': 'no' });
    await assess(site, judged.ben, judged.attempt.id);
    await site.runJobs();
    expect(await openOf(judged)).toEqual([]);
  });
});

describe('what somebody let go', () => {
  it('goes to somebody else, and never back to them', async () => {
    const judged = await insertJudged(site);
    await assigning(judged);
    await only(judged, judged.ada);
    await letGo(judged.ada, await claim(site, judged.ada, judged.attempt.id));
    await site.runJobs();
    expect(await openOf(judged)).toEqual([]);
    await site.db
      .insertInto('memberships')
      .values({ issuer_id: judged.issuer.id, person_id: judged.ben.id, role: 'assessor' })
      .execute();
    await assign(judged);
    expect(await openOf(judged)).toMatchObject([{ assessorId: judged.ben.id }]);
  });
});

describe('one that fails', () => {
  it('keeps no other issuer from its turn, is written down, and fails the run', async () => {
    const [broken, fine] = [await insertJudged(site), await insertJudged(site)];
    for (const judged of [broken, fine]) await assigning(judged);
    const written: unknown[] = [];
    const log = { ...site.deps.log, error: (details: unknown) => written.push(details) };
    await refuseAssignmentsOf(broken);
    await expect(queueJobs({ ...site.deps, log })['assign-waiting'](undefined)).rejects.toThrow('1 failed');
    expect(await openOf(broken)).toEqual([]);
    expect(await openOf(fine)).toHaveLength(1);
    expect(written).toMatchObject([{ item: { issuer_id: broken.issuer.id } }]);
  });

  it('keeps no other claim from running out', async () => {
    const [broken, fine] = [await insertJudged(site), await insertJudged(site)];
    const seats = [
      await claim(site, broken.ada, broken.attempt.id),
      await claim(site, fine.ada, fine.attempt.id),
    ] as const;
    await site.db.updateTable('assessments').set({ lease_expires_at: noon }).where('id', 'in', seats).execute();
    await refuse('assessments', 'update', `new.id = '${seats[0]}'`);
    await expect(queueJobs(site.deps)['release-leases']()).rejects.toThrow('1 failed');
    const states = await site.db
      .selectFrom('assessments')
      .select('state')
      .where('id', 'in', seats)
      .orderBy('id')
      .execute();
    expect(states.map(({ state }) => state)).toEqual(['claimed', 'let_go']);
    await refuse('assessments', 'update', 'false');
  });
});

const refuseAssignmentsOf = ({ issuer }: Judged) => refuse('assignments', 'insert', `new.issuer_id = '${issuer.id}'`);

/** Has the database refuse some rows of a table. */
async function refuse(table: string, act: 'insert' | 'update', condition: string): Promise<void> {
  await site.deps.pool.query(`
    create or replace function refuse_${table}() returns trigger language plpgsql as
      $$ begin if ${condition} then raise exception 'refused'; end if; return new; end $$;
    create or replace trigger refuse_${table} before ${act} on ${table} for each row execute function refuse_${table}()`);
}
