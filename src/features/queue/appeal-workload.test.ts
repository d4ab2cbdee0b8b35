import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAssessor, assess } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { insertJudged } from '../../../test/support/judged.ts';
import type { Trx } from '#platform/database.ts';
import { giveAppeal } from '../appeals/give-appeal.ts';
import { raiseAppeal } from '../appeals/raise-appeal.ts';
import { takeAppeal } from '../appeals/take-appeal.ts';
import { readDecision } from '../judging/read-decision.ts';
import { listWorkload } from './workload.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('counts an appeal as overdue by when it is to be answered, given or begun, not by when its attempt was due', async () => {
  const { attempt, issuer, ada, ben, lead, earner } = await insertJudged(site);
  await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
  const days = (count: number) => new Date(noon.getTime() + count * 24 * 3600_000);
  const now = days(20);
  const whose = { personId: earner.id, enrolmentId: attempt.enrolment.id, number: 1, now };
  await readDecision(site.db, whose);
  const inTransaction = <Result>(act: (trx: Trx) => Promise<Result>) => site.db.transaction().execute(act);
  const asked = { ...whose, lookFors: ['tally-readable'], reason: 'It is on page 2.' };
  expect(await inTransaction((trx) => raiseAppeal(trx, asked))).toEqual({ ok: true });
  const leader = { ...lead, issuerIds: [issuer.id] };
  const giving = { lead: leader, attemptId: attempt.id, to: ben.id, now, baseUrl: site.deps.baseUrl };
  expect(await inTransaction((trx) => giveAppeal(trx, giving))).toEqual({ ok: true });
  const overdue = async (at: Date) =>
    (await listWorkload(site.db, [issuer.id], at)).find(({ id }) => id === ben.id)?.overdue;
  expect([await overdue(now), await overdue(days(60))]).toEqual([0, 1]);
  const assessor = { ...(await asAssessor(site, ben)), leadIssuerIds: [] };
  const taken = await inTransaction((trx) => takeAppeal(trx, { assessor, attemptId: attempt.id, now }));
  expect(taken).toMatchObject({ ok: true });
  expect([await overdue(now), await overdue(days(60))]).toEqual([0, 1]);
});
