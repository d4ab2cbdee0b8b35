import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon, post } from '../../../test/support/app.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { type Desk, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
let desk: Desk;
let proof: string;
let attemptId: string;
let assessor: { cookie: string };

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});

beforeEach(async () => {
  site.setNow(noon);
  desk = await startWork(site);
  ({ proof } = await makeEverything(site, desk));
  await submit(site, desk, 1);
  const attempt = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  attemptId = attempt.id;
  const { person } = await insertMember(site, 'lead_assessor', { issuer: desk.published.issuer });
  assessor = await signIn(site, person);
});

const raise = (target: string) =>
  post(site, `/desk/attempts/${attemptId}/privacy-flags`, { target, reason: 'A first name can be read' }, assessor);

const judging = () =>
  site.db
    .selectFrom('judgings')
    .select(['paused_at', 'due_at'])
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();

async function release(): Promise<string> {
  const { id } = await site.db
    .insertInto('releases')
    .values({
      ...{ person_id: desk.person.id, kind: 'student', subject: 'J. D.', covers: ['image'], given_by: 'A parent' },
      ...{ given_on: '2026-09-01', expires_on: '2027-06-30', note: '', created_at: noon },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const name = (fields: Record<string, string>) =>
  post(site, `/work/${desk.id}/artifacts/${proof}/people`, fields, desk.headers);

async function mailOf() {
  await site.runJobs();
  return (
    (await site.mailsTo(desk.person.email)).find(({ subject }) => subject.startsWith('Something is hidden'))?.text ?? ''
  );
}

it('stops the clock of an attempt of which something is hidden, until it is shown again', async () => {
  const before = await judging();
  await raise(`file:${proof}`);
  expect((await judging()).paused_at).toEqual(noon);
  expect(await mailOf()).toContain('stands still');
  site.setNow(new Date('2026-11-26T12:00:00Z'));
  const flag = await site.db
    .selectFrom('privacy_flags')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  await post(site, `/desk/attempts/${attemptId}/privacy-flags/${flag.id}/lift`, {}, assessor);
  const after = await judging();
  expect(after.paused_at).toBeNull();
  expect(after.due_at.getTime()).toBeGreaterThan(before.due_at.getTime());
});

it('tells the earner which release is missing, and goes on once it is named', async () => {
  await name({ shows: 'yes' });
  await raise(`file:${proof}`);
  const mail = await mailOf();
  expect(mail).toContain('it names no release');
  expect(mail).toContain('/consent');
  await name({ shows: 'yes' });
  expect((await judging()).paused_at).toEqual(noon);
  await name({ shows: 'yes', release: await release() });
  expect((await judging()).paused_at).toBeNull();
});

it('waits on for a release that no longer holds', async () => {
  const id = await release();
  await site.db.updateTable('releases').set({ expires_on: '2026-11-01' }).where('id', '=', id).execute();
  await name({ shows: 'yes', release: id });
  await raise(`file:${proof}`);
  expect(await mailOf()).toContain('no longer holds');
  await name({ shows: 'yes', release: id });
  expect((await judging()).paused_at).toEqual(noon);
});

it('stands still as long as a text is hidden, too', async () => {
  await raise(`file:${proof}`);
  await raise('text:overview:text');
  await name({ shows: 'no' });
  expect((await judging()).paused_at).toEqual(noon);
});
