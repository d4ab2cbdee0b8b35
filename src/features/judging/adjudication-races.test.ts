import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAssessor, assess, claim, rate } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { findScoring } from '../desk/desk.queries.ts';
import { completeAssessment, ratingsDigest } from './complete-assessment.ts';
import { withdrawAttempt } from './withdraw-attempt.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it.each([
  ['the adjudicator', 'not-waiting'],
  ['the earner', 'being-decided'],
] as const)(
  'an adjudication is sent while its earner takes the attempt back: first comes %s',
  async (first, reason) => {
    const { attempt, ada, ben, cem, earner } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    await assess(site, ben, attempt.id);
    const seat = await claim(site, cem, attempt.id);
    await rate(site, cem, seat);
    const assessor = await asAssessor(site, cem);
    const scoring = await findScoring(site.db, assessor, seat, noon);
    const seen = scoring ? ratingsDigest(scoring) : '';
    const { baseUrl } = site.deps;
    const send = () =>
      site.db
        .transaction()
        .execute((trx) => completeAssessment(trx, { assessor, assessmentId: seat, seen, now: noon, baseUrl }));
    const takeBack = () =>
      site.db
        .transaction()
        .execute((trx) =>
          withdrawAttempt(trx, { personId: earner.id, enrolmentId: attempt.enrolment.id, number: 1, now: noon }),
        );

    const holder = await hold(site);
    await sql`select 1 from enrolments where id = ${attempt.enrolment.id} for update`.execute(holder);
    const inOrder = first === 'the adjudicator' ? [send, takeBack] : [takeBack, send];
    const one = inOrder[0]?.();
    await untilBlocked(site, 1);
    const other = inOrder[1]?.();
    await untilBlocked(site, 2);
    await holder.commit().execute();
    const results = await Promise.all([one, other]);
    expect(results).toContainEqual({ ok: false, reason });
    expect(results).toContainEqual(expect.objectContaining({ settled: expect.objectContaining({ next: 'released' }) }));
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'earned' });
  },
);
