import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Trx } from '#platform/database.ts';
import { assess } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { signIn } from '../../../test/support/factories.ts';
import { actAsLead, insertJudged } from '../../../test/support/judged.ts';
import { raiseAppeal } from '../appeals/raise-appeal.ts';
import { readDecision } from '../judging/read-decision.ts';
import { addAffiliation } from '../queue/affiliate.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const which = /same school/u;
const unsaid = /conflict of interest keeps them/u;

it('tells leads who judge without names that somebody has a conflict, not which, until they ask for the names', async () => {
  const judged = await insertJudged(site, { blind: true }, { isBlind: true });
  const { attempt, ada, ben, lead, earner } = judged;
  const inTransaction = <Result>(act: (trx: Trx) => Promise<Result>) => site.db.transaction().execute(act);
  const school = { name: 'Elm School', district: '', region: '', type: 'high' as const };
  for (const { id: personId } of [ben, earner])
    await inTransaction((trx) => addAffiliation(trx, { personId, school, now: noon }));
  const as = await signIn(site, lead);
  const said = async (path: string, fields: Record<string, string>) =>
    textOf(pageOf(await post(site, path, fields, as)));

  const handed = await said(`/lead/attempts/${attempt.id}/hand-over`, { to: ben.id });
  expect(handed).toMatch(unsaid);
  expect(handed).not.toMatch(which);
  await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
  const whose = { personId: earner.id, enrolmentId: attempt.enrolment.id, number: 1, now: noon };
  await readDecision(site.db, whose);
  const asked = { ...whose, lookFors: ['tally-readable'], reason: 'It is on page 2.' };
  expect(await inTransaction((trx) => raiseAppeal(trx, asked))).toEqual({ ok: true });
  const appeal = `/lead/appeals/${attempt.id}`;
  const pages = async () => [
    textOf(pageOf(await get(site, appeal, as))),
    textOf(pageOf(await post(site, `${appeal}/give`, { to: ben.id }, as)).querySelector('.error-summary')),
  ];
  for (const page of await pages()) {
    expect(page).toMatch(unsaid);
    expect(page).not.toMatch(which);
  }

  expect((await actAsLead(site, judged, 'names', {}, lead)).statusCode).toBe(303);
  for (const page of await pages()) expect(page).toMatch(which);
});
