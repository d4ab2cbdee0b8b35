import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAssessor, assess, claim, decide, rate } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { signIn } from '../../../test/support/factories.ts';
import { claimAs, heardOf, insertCoach, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { findScoring } from '../desk/desk.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

describe('two seats', () => {
  it('are taken by two, and neither sees the other', async () => {
    const { attempt, ada, ben, cem } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const [first, second] = [await claim(site, ada, attempt.id), await claim(site, ben, attempt.id)];
    await rate(site, ada, first, { 'tally-readable': 'no' });
    expect(await decide(site, ada, first)).toEqual({ next: 'waiting' });
    const scoring = await findScoring(site.db, await asAssessor(site, ben), second, site.deps.now());
    expect(scoring?.ratings.size).toBe(0);
    expect(scoring?.earlierVoices).toBeUndefined();
    expect((await get(site, `/desk/assessments/${first}`, await signIn(site, ben))).statusCode).toBe(404);
    expect(await claimAs(site, cem, attempt)).toEqual({ ok: false, reason: 'held-by-another' });
    expect(await claimAs(site, ada, attempt)).toMatchObject({ ok: false, reason: 'obstacle' });
    const done = await get(site, `/desk/assessments/${first}`, await signIn(site, ada));
    expect(textOf(pageOf(done))).toContain('The decision follows from all assessments of this attempt.');
  });

  it('on the same side of Yes settle, with both comments in one voice', async () => {
    const { attempt, ada, ben } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    await assess(site, ben, attempt.id, { 'tally-readable': 'almost' });
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'working' });
    expect((await heardOf(site, attempt)).get('tally-readable')).toMatchObject({ value: 'almost' });
    const settled = await site.db
      .selectFrom('decision_ratings')
      .select(['look_for_key', 'settled_by'])
      .where('attempt_id', '=', attempt.id)
      .where('settled_by', '=', 'merged')
      .execute();
    expect(settled).toEqual([{ look_for_key: 'tally-readable', settled_by: 'merged' }]);
  });

  it('apart have an adjudicator, who was neither, decide what is contested, seeing both comments', async () => {
    const { attempt, ada, ben, cem } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    await assess(site, ben, attempt.id);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'adjudication', contested: ['tally-readable'] });
    expect(await claimAs(site, ada, attempt)).toMatchObject({ ok: false });
    const seat = await claim(site, cem, attempt.id);
    const scoring = await findScoring(site.db, await asAssessor(site, cem), seat, site.deps.now());
    expect(scoring?.only).toEqual(['tally-readable']);
    expect(scoring?.earlierVoices).toEqual([
      {
        lookFor: 'tally-readable',
        voices: [expect.objectContaining({ value: 'no' }), expect.objectContaining({ value: 'yes' })],
      },
    ]);
    await rate(site, cem, seat);
    expect(await decide(site, cem, seat)).toMatchObject({ next: 'released', outcome: 'earned' });
    expect(await stageOf(site, attempt)).toMatchObject({ state: 'earned' });
    const { process } = await site.db
      .selectFrom('decisions')
      .select('process')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    expect(process).toMatchObject({ independent: 2, adjudicated: ['tally-readable'], heldBy: null });
  });

  it('keep what an assessor rated who comes back to the other one', async () => {
    const { attempt, ada, ben } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const first = await claim(site, ada, attempt.id);
    await rate(site, ada, first, {}, 2);
    await post(site, `/desk/assessments/${first}/release`, {}, await signIn(site, ada));
    await claim(site, ben, attempt.id);
    const again = await claim(site, ada, attempt.id);
    const scoring = await findScoring(site.db, await asAssessor(site, ada), again, site.deps.now());
    expect([scoring?.role, scoring?.ratings.size]).toEqual(['second', 2]);
  });
});

describe('an attempt that its coach scores', () => {
  it('is theirs alone while they coach and assess, and is recorded as such', async () => {
    const judged = await insertJudged(site, { policy: 'coach' }, { byCoach: true });
    const { attempt, ada, ben } = judged;
    await insertCoach(site, judged, ada);
    expect(await claimAs(site, ben, attempt)).toEqual({ ok: false, reason: 'for-the-coach' });
    await assess(site, ada, attempt.id);
    const { process } = await site.db
      .selectFrom('decisions')
      .select('process')
      .where('attempt_id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    expect(process).toMatchObject({ byCoach: true });
  });

  it('is anybody’s once there is no such coach', async () => {
    const judged = await insertJudged(site, { policy: 'coach' }, { byCoach: true });
    const { attempt, ada, ben } = judged;
    await insertCoach(site, judged, ada);
    await site.db.deleteFrom('memberships').where('person_id', '=', ada.id).execute();
    expect(await claimAs(site, ben, attempt)).toMatchObject({ ok: true });
  });

  it('is not theirs once it is adjudicated, nor of whoever coached it before', async () => {
    const judged = await insertJudged(site, { policy: 'coach' }, { byCoach: true });
    const { attempt, ada, ben } = judged;
    await insertCoach(site, judged, ada);
    await insertCoach(site, judged, ben);
    await site.db
      .updateTable('coaches')
      .set({ ended_at: site.deps.now(), ended_by: ben.id })
      .where('person_id', '=', ben.id)
      .execute();
    expect(await claimAs(site, ben, attempt)).toMatchObject({ obstacle: { reason: 'coached' } });
    await site.db
      .updateTable('judgings')
      .set({ stage: 'adjudication', contested: ['tally-readable'], adjudication_round: 1 })
      .where('attempt_id', '=', attempt.id)
      .execute();
    expect(await claimAs(site, ada, attempt)).toMatchObject({ obstacle: { reason: 'coached' } });
  });
});
