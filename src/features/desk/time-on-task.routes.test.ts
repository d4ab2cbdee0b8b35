import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { beatCap, formCap } from '#domain/assessment/time-on-task.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { deskActs, nowhere } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
afterEach(() => {
  site.setNow(noon);
});

const { claimed, colleague, filledForm, rate } = deskActs(() => site);

const at = (seconds: number) => {
  site.setNow(new Date(noon.getTime() + seconds * 1000));
};

const beat = (assessmentId: string, cookie: string, body: unknown = { resumes: false }) =>
  site.app.inject({
    method: 'POST',
    url: `/desk/assessments/${assessmentId}/beat`,
    headers: { cookie, accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    payload: body as object,
  });

const seconds = async (id: string) =>
  (await site.db.selectFrom('assessments').select('active_seconds').where('id', '=', id).executeTakeFirst())
    ?.active_seconds;

it('grows from beat to beat, by little where beats are missing, and saves count as beats', async () => {
  const { assessmentId, cookie } = await claimed();
  expect((await beat(assessmentId, cookie, { resumes: true })).json()).toEqual({ activeSeconds: 0 });
  at(30);
  expect((await beat(assessmentId, cookie)).json()).toEqual({ activeSeconds: 30 });
  at(40);
  expect((await rate(assessmentId, 'tally-readable', cookie, { value: 'yes' })).json().activeSeconds).toBe(40);
  at(4000);
  expect((await beat(assessmentId, cookie)).json()).toEqual({ activeSeconds: 40 + beatCap });
  at(8000);
  expect((await beat(assessmentId, cookie, { resumes: true })).json()).toEqual({ activeSeconds: 40 + beatCap });
  const page = pageOf(await get(site, `/desk/assessments/${assessmentId}`, { cookie }));
  expect(textOf(page.querySelector('.scoring-bar'))).toContain('Time on task: 1 minute');
});

it('counts a second once for two tabs that beat at once', async () => {
  const { assessmentId, cookie } = await claimed();
  await beat(assessmentId, cookie);
  at(30);
  const held = await hold(site);
  await sql`select 1 from assessments where id = ${assessmentId} for update`.execute(held);
  const both = [beat(assessmentId, cookie), beat(assessmentId, cookie)];
  await untilBlocked(site, 2);
  await held.commit().execute();
  expect((await Promise.all(both)).map((response) => response.json())).toEqual(Array(2).fill({ activeSeconds: 30 }));
  expect(await seconds(assessmentId)).toBe(30);
});

it('counts between two saves without a script, with a cap', async () => {
  const { assessmentId, cookie } = await claimed();
  const url = `/desk/assessments/${assessmentId}`;
  const save = async (comment: string) =>
    post(site, url, await filledForm(assessmentId, cookie, { 'comment-tally-readable': comment }), { cookie });
  await save('One');
  at(200);
  await save('Two');
  expect(await seconds(assessmentId)).toBe(200);
  at(9000);
  await save('Three');
  expect(await seconds(assessmentId)).toBe(200 + formCap);
  at(18_000);
  const scripted = await filledForm(assessmentId, cookie, { 'comment-tally-readable': 'Four', live: '1' });
  await post(site, url, scripted, { cookie });
  expect(await seconds(assessmentId)).toBe(200 + formCap + beatCap);
});

it('is nobody else’s, and ends with the claim', async () => {
  const desk = await claimed();
  const other = await colleague(desk);
  expect((await beat(desk.assessmentId, other.cookie)).statusCode).toBe(404);
  expect((await beat(nowhere, desk.cookie)).statusCode).toBe(404);
  await site.db.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', desk.assessmentId).execute();
  expect((await beat(desk.assessmentId, desk.cookie)).statusCode).toBe(409);
  expect(await seconds(desk.assessmentId)).toBe(0);
});
