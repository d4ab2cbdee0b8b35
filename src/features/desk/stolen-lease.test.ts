import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trx } from '#platform/database.ts';
import { asAssessor, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertJudged } from '../../../test/support/judged.ts';
import { claimAttempt } from './claim-attempt.ts';
import { saveRatings } from './save-ratings.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** Somebody whose claim has just run out saves a rating, and a colleague claims the attempt. */
async function runOut() {
  const judged = await insertJudged(site);
  const seat = await claim(site, judged.ada, judged.attempt.id);
  await site.db.updateTable('assessments').set({ lease_expires_at: noon }).where('id', '=', seat).execute();
  const [ada, ben] = [await asAssessor(site, judged.ada), await asAssessor(site, judged.ben)];
  const ratings = [{ lookFor: 'tally-readable', value: 'no' as const, comment: 'Mine.', revision: 0 }];
  return {
    save: (trx: Trx) => saveRatings(trx, { assessor: ada, assessmentId: seat, ratings, now: noon }),
    take: (trx: Trx) => claimAttempt(trx, { assessor: ben, attemptId: judged.attempt.id, now: noon }),
    saved: () =>
      site.db.selectFrom('ratings').select(['assessment_id', 'comment']).where('assessment_id', '=', seat).execute(),
    holders: () =>
      site.db
        .selectFrom('assessments')
        .select('assessor_id')
        .where('attempt_id', '=', judged.attempt.id)
        .where('state', '=', 'claimed')
        .execute()
        .then((rows) => rows.map(({ assessor_id }) => assessor_id)),
    ada,
    ben,
    seat,
  };
}

/** The first has done its part and not committed it when the second begins; what the two come to. */
async function meet<One, Other>(first: (trx: Trx) => Promise<One>, second: (trx: Trx) => Promise<Other>) {
  const held = await hold(site);
  const one = await first(held);
  const other = site.db.transaction().execute(second);
  await untilBlocked(site, 1);
  await held.commit().execute();
  return [one, await other] as const;
}

describe('a lease that is taken while its holder saves', () => {
  it('is renewed by the save where that came first: nobody takes it', async () => {
    const { save, take, saved, holders, ada, seat } = await runOut();
    const [one, other] = await meet(save, take);
    expect(one).toMatchObject({ ok: true, conflicts: [] });
    expect(other).toEqual({ ok: false, reason: 'held-by-another' });
    expect(await saved()).toEqual([{ assessment_id: seat, comment: 'Mine.' }]);
    expect(await holders()).toEqual([ada.id]);
  });

  it('is gone where the claim came first: nothing is saved, and they are told', async () => {
    const { save, take, saved, holders, ben } = await runOut();
    const [one, other] = await meet(take, save);
    expect(one).toMatchObject({ ok: true });
    expect(other).toEqual({ ok: false, reason: 'let-go' });
    expect(await saved()).toEqual([]);
    expect(await holders()).toEqual([ben.id]);
  });
});
