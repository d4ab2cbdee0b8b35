import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaseMilliseconds } from '#domain/assessment/claim.ts';
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
import { insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import { insertEnrolment } from '../../../test/support/factories.ts';
import { deskActs } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { openDesk, claimed, colleague, claim, rate, ratingsOf, assessmentsOf } = deskActs(() => site);

describe('claiming', () => {
  it('puts the attempt into the assessor’s hands', async () => {
    const desk = await openDesk();
    const response = await claim(desk.attempt.id, desk.cookie);
    const [assessment] = await assessmentsOf(desk.attempt.id);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe(`/desk/assessments/${assessment?.id}`);
    expect(assessment).toMatchObject({ assessor_id: desk.assessor.id, state: 'claimed' });
    expect(assessment?.lease_expires_at).toEqual(new Date(noon.getTime() + leaseMilliseconds));
  });

  it('lets one of two who claim at once have it, and tells the other', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    const first = await hold(site);
    await sql`select 1 from enrolments where id = ${desk.attempt.enrolment.id} for update`.execute(first);
    const both = [claim(desk.attempt.id, desk.cookie), claim(desk.attempt.id, other.cookie)];
    await untilBlocked(site, 2);
    await first.commit().execute();
    const codes = (await Promise.all(both)).map((response) => response.statusCode);
    expect(codes.sort()).toEqual([303, 409]);
    expect(await assessmentsOf(desk.attempt.id)).toHaveLength(1);
  });

  it('refuses what another holds, in words', async () => {
    const desk = await openDesk();
    await insertAssessment(site, desk.attempt, (await colleague(desk)).person);
    const response = await claim(desk.attempt.id, desk.cookie);
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response).querySelector('[role=alert]'))).toBe(
      'Another assessor claimed this attempt before you. The queue shows what is still free.',
    );
  });

  it('takes over a claim that has run out, and keeps what was rated under it', async () => {
    const desk = await openDesk();
    const other = await colleague(desk);
    const old = await insertAssessment(site, desk.attempt, other.person, { leaseExpiresAt: noon });
    await insertRating(site, old, desk.attempt, 'tally-readable', { value: 'no', comment: 'Unreadable.' });
    expect((await claim(desk.attempt.id, desk.cookie)).statusCode).toBe(303);
    const assessments = await assessmentsOf(desk.attempt.id);
    expect(assessments.map(({ assessor_id, state }) => [assessor_id, state])).toEqual([
      [other.person.id, 'let_go'],
      [desk.assessor.id, 'claimed'],
    ]);
    expect(await ratingsOf(old)).toHaveLength(1);
    expect((await rate(old, 'tally-readable', other.cookie, { value: 'yes', revision: 1 })).statusCode).toBe(409);
    expect(await ratingsOf(old)).toMatchObject([{ value: 'no' }]);
  });

  it('gives own ratings back to whoever lets go and comes again', async () => {
    const desk = await claimed();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    await post(site, `/desk/assessments/${desk.assessmentId}/release`, {}, { cookie: desk.cookie });
    expect((await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie })).statusCode).toBe(409);
    const response = await claim(desk.attempt.id, desk.cookie);
    expect(response.headers.location).toBe(`/desk/assessments/${desk.assessmentId}`);
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([{ value: 'yes' }]);
  });

  it('refuses own work', async () => {
    const desk = await openDesk();
    const { published } = desk.attempt.enrolment;
    const own = await insertAttempt(site, {
      enrolment: await insertEnrolment(site, { person: desk.assessor, published }),
    });
    const response = await claim(own.id, desk.cookie);
    expect(response.statusCode).toBe(403);
    expect(textOf(pageOf(response))).toContain('This is your own work');
    expect(await assessmentsOf(own.id)).toEqual([]);
  });

  it('refuses an attempt that was decided or followed by another', async () => {
    const desk = await openDesk();
    await site.db
      .updateTable('enrolments')
      .set({ state: 'working', due_at: null })
      .where('id', '=', desk.attempt.enrolment.id)
      .execute();
    expect((await claim(desk.attempt.id, desk.cookie)).statusCode).toBe(409);
    await insertAttempt(site, { enrolment: desk.attempt.enrolment, number: 2 });
    expect((await claim(desk.attempt.id, desk.cookie)).statusCode).toBe(409);
    expect(await assessmentsOf(desk.attempt.id)).toEqual([]);
  });
});
