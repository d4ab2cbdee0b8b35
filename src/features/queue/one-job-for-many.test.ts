import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAssessor, assess, claim, rate } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { type Judged, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { findScoring } from '../desk/desk.queries.ts';
import { completeAssessment, ratingsDigest } from '../judging/complete-assessment.ts';
import { askForAssignment } from './assign-waiting.ts';
import { endAllAssignments } from './clear-desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** Asks for assignment in a transaction that writes to the trail only once `act` waits for it. */
async function beside({ issuer, attempt }: Judged, act: (trx: Trx) => Promise<unknown>): Promise<void> {
  const other = await hold(site);
  await askForAssignment(other, issuer.id);
  const acting = site.db.transaction().execute(act);
  await untilBlocked(site, 1);
  const subject = { type: 'attempt', id: attempt.id };
  await audit(other, { issuerId: issuer.id, actorId: null, action: 'attempt.checked', subject });
  await other.commit().execute();
  await acting;
}

it('is asked for before the trail is written to where two are apart, so that nobody waits for the other', async () => {
  const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
  const { attempt, ada, ben } = judged;
  await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
  const seat = await claim(site, ben, attempt.id);
  await rate(site, ben, seat);
  const assessor = await asAssessor(site, ben);
  const scoring = await findScoring(site.db, assessor, seat, noon);
  const seen = scoring ? ratingsDigest(scoring) : '';
  const command = { assessor, assessmentId: seat, seen, now: noon, baseUrl: site.deps.baseUrl };
  await beside(judged, (trx) => completeAssessment(trx, command));
  expect(await stageOf(site, attempt)).toMatchObject({ stage: 'adjudication' });
});

it('is asked for before the trail is written to where somebody gives back what they were given', async () => {
  const judged = await insertJudged(site);
  const { attempt, issuer, ada } = judged;
  await site.db
    .insertInto('assignments')
    .values({ issuer_id: issuer.id, attempt_id: attempt.id, role: 'first', assessor_id: ada.id, assigned_at: noon })
    .execute();
  const command = { issuerId: issuer.id, personId: ada.id, actorId: ada.id, reason: 'away', now: noon } as const;
  await beside(judged, async (trx) => {
    await endAllAssignments(trx, command);
    await askForAssignment(trx, issuer.id);
  });
  const given = await site.db
    .selectFrom('assignments')
    .select('end_reason')
    .where('attempt_id', '=', attempt.id)
    .execute();
  expect(given).toEqual([{ end_reason: 'away' }]);
});
