import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type TestAttempt, insertAssessment, insertRating, releaseRatings } from '../../../test/support/attempts.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { type Desk, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const rate = (desk: Desk, fields: Record<string, string>, headers = desk.headers) =>
  post(site, `${desk.home}/self-ratings`, fields, headers);
const saved = async (desk: Desk) => {
  const rows = await site.db
    .selectFrom('self_ratings')
    .select(['look_for_key', 'value'])
    .where('enrolment_id', '=', desk.id)
    .orderBy('look_for_key')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.look_for_key, row.value]));
};
const chosen = (page: Document) =>
  [...page.querySelectorAll<HTMLInputElement>('.self-rating input[checked]')].map(({ name, value }) => [name, value]);

it('saves each look-for that is rated, shows it on both pages, and changes only what is sent again', async () => {
  const desk = await startWork(site);

  const first = await rate(desk, { 'self.noticed-shown': 'yes', 'self.changed-shown': 'almost', from: 'portfolio' });
  expect(first.statusCode).toBe(303);
  expect(first.headers.location).toBe(`${desk.home}/requirements/portfolio?rated=1#self-ratings`);
  const second = await rate(desk, { 'self.changed-shown': 'not_yet' });
  expect(second.headers.location).toBe(`${desk.home}/review?rated=1#self-ratings`);

  expect(await saved(desk)).toEqual({ 'noticed-shown': 'yes', 'changed-shown': 'not_yet' });
  const both = [
    ['self.noticed-shown', 'yes'],
    ['self.changed-shown', 'not_yet'],
  ];
  expect(chosen(pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers)))).toEqual(both);
  const review = pageOf(await get(site, `${desk.home}/review?rated=1`, desk.headers));
  expect(chosen(review)).toEqual(both);
  expect(textOf(review.querySelector('#self-ratings [role=status]'))).toBe('Your ratings are saved.');
});

it('answers a script with what it saved', async () => {
  const desk = await startWork(site);
  const answer = await rate(desk, { 'self.noticed-shown': 'yes' }, {
    ...desk.headers,
    accept: 'application/json',
  } as never);
  expect(answer.json()).toEqual({ saved: 1 });
});

it('refuses what no page of ours sends, work that is handed in and the work of others', async () => {
  const desk = await startWork(site);
  const stranger = await startWork(site);
  expect((await rate(desk, { 'self.noticed-shown': 'no' })).statusCode).toBe(422);
  expect((await rate(desk, { 'self.of-nothing': 'yes' })).statusCode).toBe(422);
  expect((await rate(desk, { 'self.noticed-shown': 'yes' }, stranger.headers)).statusCode).toBe(404);
  await makeEverything(site, desk);
  await submit(site, desk);
  expect((await rate(desk, { 'self.noticed-shown': 'yes' })).statusCode).toBe(409);
  expect(await saved(desk)).toEqual({});
});

/** An attempt that the earner rated in part, handed in. */
async function handInRated(desk: Desk): Promise<TestAttempt> {
  await makeEverything(site, desk);
  await rate(desk, { 'self.overview-complete': 'yes', 'self.noticed-shown': 'yes', 'self.changed-shown': 'almost' });
  expect((await submit(site, desk)).statusCode).toBe(303);
  const attempt = await site.db
    .selectFrom('attempts')
    .select(['id', 'sealed'])
    .where('enrolment_id', '=', desk.id)
    .executeTakeFirstOrThrow();
  return { id: attempt.id, number: 1, enrolment: desk, sealed: attempt.sealed as TestAttempt['sealed'] };
}

const lookFors = ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'];

it('is kept beside the attempt, not in it, and stands beside the assessor’s rating for the earner', async () => {
  const desk = await startWork(site);
  const attempt = await handInRated(desk);
  expect(JSON.stringify(attempt.sealed)).not.toContain('almost');
  const { person } = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
  const assessment = await insertAssessment(site, attempt, person);
  for (const lookFor of lookFors) {
    await insertRating(site, assessment, attempt, lookFor, {
      value: lookFor === 'changed-shown' ? 'no' : 'yes',
      comment: 'Look again.',
    });
  }
  const before = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
  expect(before.querySelector('.beside')).toBeNull();

  await releaseRatings(site, { assessmentId: assessment, outcome: 'not_yet' });
  // What is said of the next attempt leaves the one that was judged alone.
  await rate(desk, { 'self.changed-shown': 'yes' });

  const page = pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers));
  const said = textOf(page.querySelector('.feedback [data-look-for=changed-shown] .beside'));
  expect(said).toBe('Attempt 1: you Almost · the assessor No');
  expect(textOf(page)).toContain('You and the assessor agreed on 2 of 3 look-fors that you rated yourself.');
  expect(textOf(page)).not.toContain('you Yes · the assessor No');
});

it('never shows on the desk or to the issuer, in a page or in what a page carries along', async () => {
  const desk = await startWork(site);
  const attempt = await handInRated(desk);
  await site.db.updateTable('self_ratings').set({ value: 'not_yet' }).where('enrolment_id', '=', desk.id).execute();
  const { person } = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: desk.published.issuer });
  const assessment = await insertAssessment(site, attempt, person);
  const assessor = await signIn(site, person);
  const pages = [
    await get(site, '/desk', assessor),
    await get(site, `/desk/assessments/${assessment}`, assessor),
    await get(site, `/desk/assessments/${assessment}/decide`, assessor),
    await get(site, `/admin/${desk.published.issuer.slug}`, await signIn(site, admin)),
  ];
  for (const { statusCode, body } of pages) {
    expect([200, 422]).toContain(statusCode);
    expect(body).not.toMatch(/self[-_.]?rating|self\.noticed|you yes|not_yet|&quot;self&quot;/iu);
  }
  expect((await get(site, `${desk.home}/attempts/1`, assessor)).statusCode).toBe(404);
  const audit = await site.db.selectFrom('audit_events').select('details').execute();
  expect(JSON.stringify(audit)).not.toContain('not_yet');
});
