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
import { insertAssessment, insertAttempt } from '../../../test/support/attempts.ts';
import { deskActs } from '../../../test/support/desk.ts';
import {
  insertEnrolment,
  insertMember,
  insertMembership,
  insertPerson,
  signIn,
} from '../../../test/support/factories.ts';
import { give } from '../../../test/support/queue-population.ts';
import { removeRole } from '../admin/remove-role.ts';
import { lockAssessment } from '../desk/lock-assessment.ts';
import { assignWaiting } from './assign-waiting.ts';
import { pauseJudging, resumeJudging } from './pause-judging.ts';
import { releaseLease } from './release-lease.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { openDesk, colleague } = deskActs(() => site);
type Desk = Awaited<ReturnType<typeof openDesk>>;

const another = async ({ attempt }: Desk) =>
  insertAttempt(site, { enrolment: await insertEnrolment(site, { published: attempt.enrolment.published }) });
const next = (cookie: string) => post(site, '/desk/next', {}, { cookie });
const assigning = (desk: Desk) =>
  site.db.insertInto('assessing_settings').values({ issuer_id: desk.issuer.id, assignment: 'auto' }).execute();
const assign = (desk: Desk) =>
  site.db
    .transaction()
    .execute((trx) => assignWaiting(trx, { issuerId: desk.issuer.id, now: noon }))
    .then(({ given }) => given);
const openAssignments = (desk: Desk) =>
  site.db
    .selectFrom('assignments')
    .select(['attempt_id', 'assessor_id', 'role'])
    .where('issuer_id', '=', desk.issuer.id)
    .where('ended_at', 'is', null)
    .orderBy('attempt_id')
    .execute();
const seatsOf = (attemptId: string) =>
  site.db
    .selectFrom('assessments')
    .select(['assessor_id', 'state'])
    .where('attempt_id', '=', attemptId)
    .orderBy('claimed_at')
    .execute();
const actionsOn = (id: string) =>
  site.db
    .selectFrom('audit_events')
    .select('action')
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute()
    .then((rows) => rows.map(({ action }) => action));

describe('taking the next one', () => {
  it('gives two who take it at the same moment two different ones', async () => {
    const desk = await openDesk();
    const second = await another(desk);
    const other = await colleague(desk);
    // The first draw at an issuer begins its secret, which would stop the second to come as well.
    await site.db.insertInto('anchor_draws').values({ issuer_id: desk.issuer.id }).execute();
    for (const { cookie } of [desk, other]) await get(site, '/desk', { cookie });
    const held = await hold(site);
    // The first to come is stopped while it claims; the second finds that one locked, and passes it over.
    await held.selectFrom('judgings').select('stage').where('attempt_id', '=', desk.attempt.id).forUpdate().execute();
    const one = next(desk.cookie);
    await untilBlocked(site, 1);
    const two = await next(other.cookie);
    await held.commit().execute();
    expect([(await one).statusCode, two.statusCode]).toEqual([303, 303]);
    expect(await seatsOf(desk.attempt.id)).toEqual([{ assessor_id: desk.assessor.id, state: 'claimed' }]);
    expect(await seatsOf(second.id)).toEqual([{ assessor_id: other.person.id, state: 'claimed' }]);
  });

  it('begins with what was given, though others are due before', async () => {
    const desk = await openDesk({ submittedAt: new Date('2026-11-02T09:00:00Z') });
    const given = await another(desk);
    await give(site, { person: desk.assessor, issuer: desk.issuer, attemptId: given.id });
    await next(desk.cookie);
    expect(await seatsOf(given.id)).toHaveLength(1);
    expect(await openAssignments(desk)).toEqual([]);
  });

  it('gives no more than the assessor takes at a time, and nothing while they are away', async () => {
    const desk = await openDesk();
    const profile = { issuer_id: desk.issuer.id, person_id: desk.assessor.id, max_load: 0 };
    await site.db.insertInto('assessor_profiles').values(profile).execute();
    const full = await next(desk.cookie);
    expect([full.statusCode, textOf(pageOf(full).querySelector('[role=alert]'))]).toEqual([
      409,
      'You hold 0, as many as you take at a time. Finish or let go of one, or change the number in your profile.',
    ]);
    await site.db
      .updateTable('assessor_profiles')
      .set({ max_load: 5, away_from: '2026-11-22', away_until: '2026-11-22' })
      .where('person_id', '=', desk.assessor.id)
      .execute();
    expect(textOf(pageOf(await next(desk.cookie)))).toContain('You have said that you are away.');
    expect(await seatsOf(desk.attempt.id)).toEqual([]);
  });

  it('says so when nothing waits', async () => {
    const { person } = await insertMember(site, 'assessor');
    const { cookie } = await signIn(site, person);
    expect(textOf(pageOf(await next(cookie)))).toContain('Nothing waits that you could take now.');
  });
});

describe('assignment', () => {
  it('gives the first due to whoever has the least, and keeps it from others', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    const second = await another(desk);
    await assigning(desk);
    expect(await assign(desk)).toBe(2);
    const given = await openAssignments(desk);
    expect(new Set(given.map(({ attempt_id }) => attempt_id))).toEqual(new Set([desk.attempt.id, second.id]));
    expect(new Set(given.map(({ assessor_id }) => assessor_id))).toEqual(new Set([desk.assessor.id, other.person.id]));
    const theirs = given.find(({ assessor_id }) => assessor_id === other.person.id);
    const refused = await post(site, `/desk/attempts/${theirs?.attempt_id}/claim`, {}, { cookie: desk.cookie });
    expect(refused.statusCode).toBe(409);
    expect(await assign(desk)).toBe(0);
  });

  it('waits for nobody who claims: what is being claimed is left to the claim', async () => {
    const desk = await openDesk();
    await assigning(desk);
    const held = await hold(site);
    await held.selectFrom('judgings').select('stage').where('attempt_id', '=', desk.attempt.id).forUpdate().execute();
    const claiming = post(site, `/desk/attempts/${desk.attempt.id}/claim`, {}, { cookie: desk.cookie });
    await untilBlocked(site, 1);
    expect(await assign(desk)).toBe(0);
    await held.commit().execute();
    expect((await claiming).statusCode).toBe(303);
    expect(await assign(desk)).toBe(0);
    expect(await openAssignments(desk)).toEqual([]);
  });

  it('gives nobody own work, a conflict’s, or what they gave back', async () => {
    const desk = await openDesk();
    await assigning(desk);
    await assign(desk);
    const page = pageOf(await get(site, '/desk', { cookie: desk.cookie }));
    const action = page.querySelector('form[action*="/refuse"]')?.getAttribute('action') ?? '';
    expect((await post(site, action, { reason: '' }, { cookie: desk.cookie })).statusCode).toBe(422);
    expect((await post(site, action, { reason: 'No time.' }, { cookie: desk.cookie })).statusCode).toBe(303);
    expect(await assign(desk)).toBe(0);
    await insertMembership(site, desk.issuer, desk.attempt.enrolment.person, 'assessor');
    expect(await assign(desk)).toBe(0);
    const other = await colleague(desk);
    expect(await assign(desk)).toBe(1);
    expect(await openAssignments(desk)).toMatchObject([{ assessor_id: other.person.id }]);
  });

  it('is given back by whoever goes away, and goes to somebody who is there', async () => {
    const desk = await openDesk();
    await assigning(desk);
    await assign(desk);
    const other = await colleague(desk);
    const { id } = desk.issuer;
    const away = {
      [`load-${id}`]: '5',
      [`from-${id}`]: '2026-11-22',
      [`until-${id}`]: '2026-12-01',
    };
    const saved = await post(site, '/profile/assessing', { issuer: id, ...away }, { cookie: desk.cookie });
    expect(saved.statusCode).toBe(303);
    await site.runJobs();
    expect(await openAssignments(desk)).toMatchObject([{ assessor_id: other.person.id }]);
  });
});

describe('a lease that runs out', () => {
  it('is let go, and says so in the trail; one that is renewed in the same moment stays', async () => {
    const desk = await openDesk();
    const over = await insertAssessment(site, desk.attempt, desk.assessor, { leaseExpiresAt: noon });
    const saving = await hold(site);
    const assessor = { id: desk.assessor.id, name: '', issuerIds: [desk.issuer.id] };
    await lockAssessment(saving, { assessor, assessmentId: over, now: noon });
    const releasing = site.db.transaction().execute((trx) => releaseLease(trx, { assessmentId: over, now: noon }));
    await untilBlocked(site, 1);
    await saving.commit().execute();
    expect(await releasing).toBe(false);
    expect(await seatsOf(desk.attempt.id)).toMatchObject([{ state: 'claimed' }]);

    await site.db.updateTable('assessments').set({ lease_expires_at: noon }).where('id', '=', over).execute();
    expect(await site.db.transaction().execute((trx) => releaseLease(trx, { assessmentId: over, now: noon }))).toBe(
      true,
    );
    expect(await seatsOf(desk.attempt.id)).toMatchObject([{ state: 'let_go' }]);
    expect(await actionsOn(over)).toContain('assessment.ran-out');
  });
});

describe('a role that is lost', () => {
  it('takes claims and assignments with it, also one that is claimed in the same moment', async () => {
    const desk = await openDesk();
    const given = await another(desk);
    await give(site, { person: desk.assessor, issuer: desk.issuer, attemptId: given.id });
    const admin = await insertPerson(site);
    const held = await hold(site);
    await held.selectFrom('judgings').select('stage').where('attempt_id', '=', desk.attempt.id).forUpdate().execute();
    const claiming = post(site, `/desk/attempts/${desk.attempt.id}/claim`, {}, { cookie: desk.cookie });
    await untilBlocked(site, 1);
    const change = {
      issuerId: desk.issuer.id,
      actorId: admin.id,
      personId: desk.assessor.id,
      role: 'assessor' as const,
    };
    const removing = site.db.transaction().execute((trx) => removeRole(trx, { ...change, now: noon }));
    await untilBlocked(site, 2);
    await held.commit().execute();
    expect((await claiming).statusCode).toBe(303);
    expect(await removing).toEqual({ ok: true });
    expect(await seatsOf(desk.attempt.id)).toMatchObject([{ state: 'let_go' }]);
    expect(await openAssignments(desk)).toEqual([]);
  });
});

describe('the clock', () => {
  it('stands while it waits on the earner, for the longest of two reasons, and moves what is due by just that', async () => {
    const { attempt } = await openDesk({ submittedAt: new Date('2026-11-20T16:00:00Z') });
    const at = (time: string) => new Date(`2026-11-${time}:00Z`);
    const change = (run: (trx: Parameters<typeof pauseJudging>[0]) => Promise<boolean>) =>
      site.db.transaction().execute(run);
    const due = async () =>
      site.db
        .selectFrom('judgings as j')
        .innerJoin('enrolments as e', 'e.id', 'j.enrolment_id')
        .select(['j.due_at', 'e.due_at as enrolment_due_at', 'j.paused_at'])
        .where('j.attempt_id', '=', attempt.id)
        .executeTakeFirstOrThrow();
    const before = await due();
    expect(await change((trx) => pauseJudging(trx, attempt.id, 'question', at('23T16:00')))).toBe(true);
    expect(await change((trx) => pauseJudging(trx, attempt.id, 'question', at('23T17:00')))).toBe(false);
    expect(await change((trx) => pauseJudging(trx, attempt.id, 'concern', at('23T18:00')))).toBe(true);
    expect(await change((trx) => resumeJudging(trx, attempt.id, at('23T19:00'), 'question'))).toBe(false);
    expect((await due()).paused_at).toEqual(at('23T16:00'));
    expect(await change((trx) => resumeJudging(trx, attempt.id, at('24T16:00'), 'concern'))).toBe(true);
    const later = new Date('2026-11-30T16:00:00Z');
    expect(before.due_at).toEqual(new Date('2026-11-27T16:00:00Z'));
    expect(await due()).toEqual({ due_at: later, enrolment_due_at: later, paused_at: null });
    expect(await change((trx) => resumeJudging(trx, attempt.id, at('24T17:00')))).toBe(false);
  });
});
