import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, post } from '../../../test/support/app.ts';
import { insertMember } from '../../../test/support/factories.ts';
import { nowhere, deskActs } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { openDesk, claimed, colleague, claim, put, rate, sendDecision, ratingsOf } = deskActs(() => site);

describe('what is not theirs', () => {
  it.each(['nobody’s id', 'an attempt of another issuer', 'something that is no id'])(
    'is not found: %s',
    async (what) => {
      const desk = await openDesk();
      const stranger = await claimed();
      const attemptId = { 'nobody’s id': nowhere, 'an attempt of another issuer': stranger.attempt.id }[what] ?? 'x';
      const assessmentId =
        { 'nobody’s id': nowhere, 'an attempt of another issuer': stranger.assessmentId }[what] ?? 'x';
      const at = `/desk/assessments/${assessmentId}`;
      const { cookie } = desk;
      const responses = await Promise.all([
        claim(attemptId, cookie),
        get(site, at, { cookie }),
        get(site, `${at}/decide`, { cookie }),
        post(site, at, {}, { cookie }),
        post(site, `${at}/release`, {}, { cookie }),
        sendDecision(assessmentId, cookie, { seen: '' }),
        rate(assessmentId, 'tally-readable', cookie, { value: 'yes' }),
        put(`${at}/overall`, cookie, { comment: 'x', revision: 0 }),
      ]);
      expect(responses.map((response) => response.statusCode)).toEqual(Array(8).fill(404));
      expect(await ratingsOf(stranger.assessmentId)).toEqual([]);
    },
  );

  it('is a colleague’s assessment', async () => {
    const desk = await claimed();
    const other = await colleague(desk);
    expect((await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: other.cookie })).statusCode).toBe(404);
    expect((await rate(desk.assessmentId, 'tally-readable', other.cookie, { value: 'yes' })).statusCode).toBe(404);
  });

  it('is an assessment at an issuer where they no longer assess', async () => {
    const desk = await claimed();
    await insertMember(site, 'assessor').then(({ issuer }) =>
      site.db
        .insertInto('memberships')
        .values({ issuer_id: issuer.id, person_id: desk.assessor.id, role: 'assessor' })
        .execute(),
    );
    await site.db.deleteFrom('memberships').where('issuer_id', '=', desk.issuer.id).execute();
    expect((await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie })).statusCode).toBe(404);
  });

  it('is a look-for of another definition, or one that was demonstrated before', async () => {
    const desk = await claimed({ carriedOver: [{ lookFor: 'tally-readable', attempt: 1 }] });
    expect((await rate(desk.assessmentId, 'stranger', desk.cookie, { value: 'yes' })).statusCode).toBe(404);
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no' })).statusCode).toBe(404);
    expect(await ratingsOf(desk.assessmentId)).toEqual([]);
  });
});
