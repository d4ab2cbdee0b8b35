import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertPublished } from '../../../test/support/factories.ts';
import { type Desk, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import { refreshEffort } from './record-minutes.ts';
import { findWorkspace } from './workspace.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const at = (minutes: number) => {
  site.setNow(new Date(noon.getTime() + minutes * 60_000));
};

/** Hands everything in, its overview saved now and so many minutes later. */
async function finish(desk: Desk, minutes: number): Promise<void> {
  at(0);
  await makeEverything(site, desk);
  at(minutes);
  await putDraft(site, desk, 'overview', 1, { texts: { text: 'We counted who spoke in every lesson, twice.' } });
  expect((await submit(site, desk)).statusCode).toBe(303);
}

const minutesOf = (desk: Desk) =>
  site.db
    .selectFrom('requirement_minutes as r')
    .innerJoin('attempts as t', 't.id', 'r.attempt_id')
    .select(['requirement_key', 'minutes', 'micro_credential_id'])
    .where('t.enrolment_id', '=', desk.id)
    .orderBy('requirement_key')
    .execute();

it('keeps what each requirement of a first attempt took at the screen, and what half of all took', async () => {
  const published = await insertPublished(site);
  const of = { micro_credential_id: published.microCredentialId };
  const desks = [await startWork(site, published), await startWork(site, published), await startWork(site, published)];
  for (const [index, minutes] of [3, 8, 15].entries()) await finish(desks[index]!, minutes);
  // What was handed in without a save says nothing.
  expect(await minutesOf(desks[1]!)).toEqual([
    { requirement_key: 'overview', minutes: 10, ...of },
    { requirement_key: 'portfolio', minutes: 2, ...of },
  ]);

  await refreshEffort(site.db, noon);
  await refreshEffort(site.db, noon);

  const { taken } = (await findWorkspace(site.db, desks[0]!.person.id, desks[0]!.id))!;
  expect(Object.fromEntries(taken)).toEqual({ overview: { median: 10, n: 3 }, portfolio: { median: 2, n: 3 } });
});

it('is added up once by two at once', async () => {
  const rows = () => site.db.selectFrom('requirement_effort').selectAll().orderBy('requirement_key').execute();
  const before = await rows();
  const holding = await hold(site);
  await sql`lock table requirement_minutes in access exclusive mode`.execute(holding);
  const both = Promise.all([refreshEffort(site.db, noon), refreshEffort(site.db, noon)]);
  await untilBlocked(site, 2);
  await holding.commit().execute();
  await both;
  expect(await rows()).toEqual(before);
});

it('leaves later attempts out: they build on what was there', async () => {
  const desk = await startWork(site);
  await finish(desk, 5);
  const [first] = await site.db.selectFrom('attempts').selectAll().where('enrolment_id', '=', desk.id).execute();
  await site.db.updateTable('enrolments').set({ state: 'working', due_at: null }).where('id', '=', desk.id).execute();
  const over = { stage: 'returned', ended_at: noon } as const;
  await site.db.updateTable('judgings').set(over).where('enrolment_id', '=', desk.id).execute();
  expect((await submit(site, desk, 2)).statusCode).toBe(303);
  const kept = await site.db.selectFrom('requirement_minutes').select('attempt_id').distinct().execute();
  expect(kept.map((row) => row.attempt_id)).toContain(first?.id);
  expect((await minutesOf(desk)).length).toBe(2);
});
