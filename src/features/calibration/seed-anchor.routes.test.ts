import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSeedDue } from '#domain/assessment/seed-draw.ts';
import { decide, rate } from '../../../test/support/acts.ts';
import { insertAnchor, insertSet } from '../../../test/support/anchors.ts';
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
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { nextDraw, roleOf, seededDesk } from '../../../test/support/seeded-desk.ts';
import { assignWaiting } from '../queue/assign-waiting.ts';
import { endSeatings } from './end-seatings.ts';
import { seedAnchor } from './seed-anchor.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

describe('a seeded anchor', () => {
  it('has ids and dates as of an attempt that was just handed in', async () => {
    const { take } = await seededDesk(site);
    const id = await take(true);
    const { rows } = await sql<{ idAge: number; attemptAge: number; due: boolean; email: string }>`
      select abs(extract(epoch from t.submitted_at - uuid_extract_timestamp(t.id)))::float8 as "attemptAge",
        abs(extract(epoch from e.created_at - uuid_extract_timestamp(e.id)))::float8 as "idAge",
        j.due_at > j.submitted_at as due, p.email
      from assessments a join attempts t on t.id = a.attempt_id join enrolments e on e.id = t.enrolment_id
      join judgings j on j.attempt_id = t.id join people p on p.id = e.person_id where a.id = ${id}`.execute(site.db);
    expect(rows[0]?.attemptAge).toBeLessThan(1);
    expect(rows[0]?.idAge).toBeLessThan(1);
    expect(rows[0]).toMatchObject({ due: true, email: expect.stringMatching(/@anchors\.invalid$/u) as string });
  });

  it('is given to nobody twice, nor to who made it, nor without being due', async () => {
    const { lead, draw } = await seededDesk(site);
    expect(await draw(false)).toBeUndefined();
    expect(await draw()).toMatch(/^[0-9a-f-]{36}$/u);
    await site.db.updateTable('anchor_seatings').set({ ended_at: noon }).execute();
    expect(await draw()).toBeUndefined();
    expect(await draw(true, lead)).toBeUndefined();
  });

  it('is given only by a scoring guide that they may score by, while it is in use', async () => {
    const { published, lead, anchor, draw } = await seededDesk(site);
    const set = await insertSet(site, [await insertAnchor(site, { published, lead, use: 'qualify' })], { lead });
    expect(await draw()).toBeUndefined();
    await site.db.updateTable('qualification_sets').set({ is_active: false }).where('id', '=', set).execute();
    await site.db.updateTable('anchors').set({ state: 'retired' }).where('id', '=', anchor.id).execute();
    expect(await draw()).toBeUndefined();
    await site.db.updateTable('anchors').set({ state: 'active' }).where('id', '=', anchor.id).execute();
    expect(await draw()).toBeDefined();
  });

  it('is given once when somebody takes the next in two windows at once', async () => {
    const { issuer, assessor, anchor, waiting, next } = await seededDesk(site);
    await waiting();
    await nextDraw(site, issuer, assessor, true);
    const held = await hold(site);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`anchor:${issuer.id}:${assessor.id}`}, 0))`.execute(held);
    const both = [next(), next()];
    await untilBlocked(site, 2);
    await held.commit().execute();
    await Promise.all(both);
    const seatings = await site.db
      .selectFrom('anchor_seatings')
      .select('person_id')
      .where('anchor_id', '=', anchor.id)
      .execute();
    expect(seatings).toHaveLength(1);
  });

  it('releases nothing and tells nobody, and is told to its assessor a day later', async () => {
    const { assessor, take, cookie, issuer } = await seededDesk(site);
    const id = await take(true);
    await rate(site, assessor, id);
    await decide(site, assessor, id);
    await site.runJobs();
    const { rows } = await sql<Record<string, number>>`
      select (select count(*) from decisions where issuer_id = ${issuer.id}) as decisions,
        (select count(*) from awards where issuer_id = ${issuer.id}) as awards,
        (select count(*) from enrolments where issuer_id = ${issuer.id} and state = 'earned') as earned,
        (select count(*) from outbox_messages where recipient like '%anchors.invalid') as mails`.execute(site.db);
    expect(rows).toEqual([{ decisions: 0, awards: 0, earned: 0, mails: 0 }]);

    const said = 'Because of what tally-readable asks.';
    expect(textOf(pageOf(await get(site, '/desk/calibration', { cookie })))).not.toContain(said);
    const ledger = async () => textOf(pageOf(await get(site, '/desk/ledger', { cookie })).querySelector('tbody'));
    expect(await ledger()).toContain(`${issuer.name}0100001`);
    site.setNow(new Date(Date.now() + 2 * 24 * 3600_000));
    const later = await signIn(site, assessor);
    expect(textOf(pageOf(await get(site, '/desk/calibration', later)))).toContain(said);
    site.setNow(noon);
  });

  it('is drawn once for each attempt that somebody was given', async () => {
    const { issuer, assessor, draw, take } = await seededDesk(site);
    await draw(false);
    await nextDraw(site, issuer, assessor, true);
    const again = () =>
      site.db.transaction().execute((trx) => seedAnchor(trx, { assessor, issuerId: issuer.id, now: noon }));
    expect(await again()).toBeUndefined();
    expect(await roleOf(site, await take(false))).toBe('first');
    await nextDraw(site, issuer, assessor, true);
    expect(await again()).toBeDefined();
  });

  it('is given with the attempts where they are assigned, and can be given back', async () => {
    const { issuer, assessor, lead, cookie } = await seededDesk(site);
    await site.db
      .insertInto('assessor_profiles')
      .values({ issuer_id: issuer.id, person_id: lead.id, max_load: 0 })
      .execute();
    await site.db.insertInto('assessing_settings').values({ issuer_id: issuer.id, assignment: 'auto' }).execute();
    await nextDraw(site, issuer, assessor, false);
    // What was just given counts: the draw is for the one after it.
    let secret = randomUUID();
    while (!isSeedDue({ secret, assessorId: assessor.id, given: 1, rate: 0.1 })) secret = randomUUID();
    await site.db.updateTable('anchor_draws').set({ secret }).where('issuer_id', '=', issuer.id).execute();
    await site.db.transaction().execute((trx) => assignWaiting(trx, { issuerId: issuer.id, now: noon }));
    const lists = async () => {
      const page = pageOf(await get(site, '/desk', { cookie }));
      return [...page.querySelectorAll('section:has(h2)')].map((section) => [
        section.querySelector('h2')?.textContent,
        section.querySelectorAll('tbody tr').length,
      ]);
    };
    expect(await lists()).toContainEqual(['Given to you', 2]);
    const given = await site.db
      .selectFrom('assignments as g')
      .innerJoin('anchor_seatings as s', 's.attempt_id', 'g.attempt_id')
      .select(['g.id', 'g.role', 'g.attempt_id'])
      .where('g.assessor_id', '=', assessor.id)
      .execute();
    expect(given).toMatchObject([{ role: 'first' }]);
    await post(site, `/desk/assignments/${given[0]?.id}/refuse`, { reason: 'Too long.' }, { cookie });
    expect(await lists()).toContainEqual(['Given to you', 1]);
    await post(site, `/desk/attempts/${given[0]?.attempt_id}/claim`, {}, { cookie });
    expect(await lists()).toContainEqual(['On your desk', 1]);
  });

  it('is nobody’s but the one’s for whom it was made', async () => {
    const { issuer, draw } = await seededDesk(site);
    const attemptId = await draw();
    const { person: other } = await insertMember(site, 'assessor', { issuer });
    const theirs = await signIn(site, other);
    expect((await get(site, '/desk', theirs)).body).not.toContain(attemptId);
    expect((await post(site, `/desk/attempts/${attemptId}/claim`, {}, theirs)).statusCode).toBe(409);
  });

  it('says what it was a day after it was scored, and is no decision any more', async () => {
    const { assessor, take, cookie } = await seededDesk(site);
    const id = await take(true);
    await rate(site, assessor, id);
    await decide(site, assessor, id);
    const shown = async (as: { cookie: string }) => [
      textOf(pageOf(await get(site, `/desk/assessments/${id}`, as)).querySelector('.page-head')).includes('anchor'),
      pageOf(await get(site, '/desk', as)).querySelectorAll('.desk-decided li').length,
    ];
    expect(await shown({ cookie })).toEqual([false, 1]);
    site.setNow(new Date(Date.now() + 2 * 24 * 3600_000));
    expect(await shown(await signIn(site, assessor))).toEqual([true, 0]);
    site.setNow(noon);
  });

  it('goes from the desk of who is at it once its earner took their leave back, as any that is taken back', async () => {
    const { anchor, draw, take, cookie } = await seededDesk(site);
    const id = await take(true);
    expect((await get(site, `/desk/assessments/${id}`, { cookie })).statusCode).toBe(200);
    await site.db.transaction().execute((trx) => endSeatings(trx, { anchorIds: [anchor.id], letGo: true, now: noon }));
    expect((await get(site, `/desk/assessments/${id}`, { cookie })).statusCode).toBe(409);
    expect(textOf(pageOf(await get(site, '/desk', { cookie })))).not.toContain('Dana Vance');
    expect(await draw()).toBeUndefined();
  });

  it('has what somebody sees in it kept for the leads, who ask nobody about it', async () => {
    const { lead, anchor, take, cookie } = await seededDesk(site);
    const id = await take(true);
    const { attempt_id } = await site.db
      .selectFrom('assessments')
      .select('attempt_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const seen = { kind: 'plagiarism', requirement: '', passage: '', detail: 'I know this text.' };
    expect((await post(site, `/desk/attempts/${attempt_id}/concerns`, seen, { cookie })).statusCode).toBe(303);
    const concern = await site.db
      .selectFrom('concerns')
      .select('id')
      .where('attempt_id', '=', attempt_id)
      .executeTakeFirstOrThrow();
    const path = `/lead/concerns/${concern.id}`;
    const as = await signIn(site, lead);
    const page = pageOf(await get(site, path, as));
    expect(page.querySelector(`a[href="/lead/calibration/anchors/${anchor.id}"]`)).not.toBeNull();
    expect(page.querySelector('form[action$="/ask"]')).toBeNull();
    expect((await post(site, `${path}/ask`, { question: 'Why?' }, as)).statusCode).toBe(409);
    const ending = (one: string) => post(site, `${path}/resolve`, { ending: one, reason: 'Seen.' }, as);
    expect((await ending('upheld-returned')).statusCode).toBe(422);
    expect((await ending('dismissed')).statusCode).toBe(303);
    await site.runJobs();
    const { rows } = await sql`select 1 from outbox_messages where recipient like '%anchors.invalid'`.execute(site.db);
    expect(rows).toEqual([]);
  });
});
