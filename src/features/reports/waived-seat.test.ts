import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { actAsLead, insertConflict, insertJudged, loseRole, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { listWays } from './fairness.queries.ts';
import { countFirstRatings, countPairedRatings } from './reports.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('counts what the one said who is left, whichever of the two seats was theirs', async () => {
  const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
  const { attempt, issuer, ada, ben, cem } = judged;
  await claim(site, ada, attempt.id);
  await assess(site, ben, attempt.id);
  const scope = { issuerIds: [issuer.id], microCredentialId: undefined, versionId: undefined, since: undefined };
  const first = async () => [...(await countFirstRatings(site.db, scope)).values()][0];
  expect(await first()).toBeUndefined();
  await insertConflict(site, judged, judged.lead);
  await loseRole(site, judged, ada, cem);
  await site.db.updateTable('assessments').set({ state: 'let_go' }).where('assessor_id', '=', ada.id).execute();
  const waived = await actAsLead(site, judged, 'waive', { reason: 'Nobody else is there.' }, judged.lead);
  expect(waived.statusCode).toBe(303);
  expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released' });

  expect(await first()).toEqual([0, 0, 1]);
  const span = { from: new Date(noon.getTime() - 1), until: new Date(noon.getTime() + 1) };
  expect(await listWays(site.db, { issuerIds: [issuer.id], ...span })).toMatchObject([{ assessor: ben.name }]);
  expect((await countPairedRatings(site.db, scope)).clusters).toEqual([]);
});
