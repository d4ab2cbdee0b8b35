import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import {
  insertEnrolment,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { type DB } from '#platform/tables.ts';
import { clocksOf } from '../queue/clock.ts';
import { listAssigned, listClaimed } from '../queue/on-desk.queries.ts';
import { countWaiting } from '../queue/count-waiting.queries.ts';
import { listQueue } from '../queue/queue.queries.ts';
import { listDecided } from './desk.queries.ts';
import { lookFors, nowhere, deskActs } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { openDesk, claimed, colleague, confirmation, sendDecision } = deskActs(() => site);

describe('the queue', () => {
  it('lists what waits with its earner, number and due date, and says what is overdue', async () => {
    const desk = await openDesk({ submittedAt: new Date('2026-11-02T09:00:00Z') });
    const page = pageOf(await get(site, '/desk', { cookie: desk.cookie }));
    const row = page.querySelector('tbody tr');
    expect(textOf(page)).toContain('1 attempt waits to be taken.');
    expect(textOf(row)).toContain(desk.attempt.enrolment.person.name);
    expect(textOf(row)).toContain('Overdue by 9 working days was due November 9, 2026');
    expect(row?.querySelector('form')?.action).toContain(`/desk/attempts/${desk.attempt.id}/claim`);
  });

  it.each(['x', '1.00000000----------------------------'])(
    'begins anew at %j, which is no place in it',
    async (after) => {
      const desk = await openDesk();
      const response = await get(site, `/desk?after=${after}`, { cookie: desk.cookie });
      expect(response.statusCode).toBe(200);
      expect(pageOf(response).querySelectorAll('tbody tr')).toHaveLength(1);
    },
  );

  it('leaves out own work and the work of other issuers', async () => {
    const desk = await openDesk();
    await openDesk();
    const { published } = desk.attempt.enrolment;
    await insertAttempt(site, { enrolment: await insertEnrolment(site, { person: desk.assessor, published }) });
    const page = pageOf(await get(site, '/desk', { cookie: desk.cookie }));
    expect(page.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(textOf(page)).toContain('1 attempt waits to be taken.');
  });

  it('shows what the assessor holds first, and marks what others hold until their claim runs out', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    await insertAssessment(site, desk.attempt, other.person);
    const mine = pageOf(await get(site, '/desk', { cookie: other.cookie }));
    expect(textOf(mine.querySelector('#claimed-title'))).toBe('On your desk');
    expect(textOf(mine)).toContain('Nothing else waits: all there is lies on your desk.');
    const theirs = () => get(site, '/desk', { cookie: desk.cookie }).then((response) => textOf(pageOf(response)));
    expect(await theirs()).toContain(`With ${other.person.name}`);
    await site.db
      .updateTable('assessments')
      .set({ lease_expires_at: new Date(noon.getTime() - 1) })
      .where('attempt_id', '=', desk.attempt.id)
      .execute();
    expect(await theirs()).not.toContain(`With ${other.person.name}`);
  });

  it('is helpful when empty', async () => {
    const { person } = await insertMember(site, 'assessor');
    const page = await get(site, '/desk', await signIn(site, person));
    expect(textOf(pageOf(page))).toContain('Nothing waits right now. When an earner hands in an attempt');
  });

  it('filters by micro-credential and pages by key, each attempt once', async () => {
    const desk = await openDesk();
    const other = await insertPublished(site, { issuer: desk.issuer });
    const earners = await Promise.all(Array.from({ length: 45 }, () => insertPerson(site)));
    for (const person of earners)
      await insertAttempt(site, { enrolment: await insertEnrolment(site, { person, published: other }) });
    const seen: string[] = [];
    let url: string | undefined = `/desk?micro-credential=${other.definition.slug}`;
    while (url !== undefined) {
      const page: Document = pageOf(await get(site, url, { cookie: desk.cookie }));
      seen.push(...[...page.querySelectorAll('[data-label=Earner]')].map((cell) => textOf(cell)));
      url = page.querySelector('a[rel=next]')?.getAttribute('href') ?? undefined;
    }
    expect(seen.sort()).toEqual(earners.map((person) => person.name).sort());
  });

  it('leads back to what the assessor decided, nobody else’s, while they assess there', async () => {
    const desk = await claimed();
    for (const lookFor of lookFors)
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value: 'no', comment: 'Show it.' });
    const decided = (cookie: string) =>
      get(site, '/desk', { cookie }).then((response) => pageOf(response).querySelector('.desk-decided'));
    expect(await decided(desk.cookie)).toBeNull();
    await sendDecision(desk.assessmentId, desk.cookie, await confirmation(desk.assessmentId, desk.cookie));
    const list = await decided(desk.cookie);
    expect(textOf(list)).toContain(`attempt 1 by ${desk.attempt.enrolment.person.name}`);
    expect(textOf(list)).toContain('Not yet');
    expect(list?.querySelector('a')?.getAttribute('href')).toBe(`/desk/assessments/${desk.assessmentId}`);
    expect(await decided((await colleague(desk)).cookie)).toBeNull();
    expect(await listDecided(site.db, { id: desk.assessor.id, name: '', issuerIds: [nowhere] }, noon)).toEqual([]);
  });

  it('costs the same few statements whatever waits', async () => {
    const desk = await openDesk();
    const statements: string[] = [];
    const db = new Kysely<DB>({
      dialect: new PostgresDialect({ pool: site.deps.pool }),
      log: ({ query }) => {
        statements.push(query.sql);
      },
    });
    const assessor = { id: desk.assessor.id, name: '', issuerIds: [desk.issuer.id] };
    await Promise.all([
      clocksOf(db, assessor.issuerIds),
      listQueue(db, assessor, { now: noon }),
      listClaimed(db, assessor),
      listAssigned(db, assessor),
      countWaiting(db, assessor, { now: noon }),
      listDecided(db, assessor, noon),
    ]);
    // Two of them ask first for what the assessor is not certified.
    expect(statements).toHaveLength(9);
  });
});
