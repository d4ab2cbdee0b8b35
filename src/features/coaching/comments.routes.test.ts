import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { type Coach, coachingActs } from '../../../test/support/coaching.ts';
import { insertMembership } from '../../../test/support/factories.ts';
import { makeEverything, startWork, submit } from '../../../test/support/work.ts';
import { mailComments } from './mail-comments.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { someone, startCoaching, comment, page, status, actions, commentIds } = coachingActs(() => site);

describe('comments', () => {
  it('stand by their piece for the earner, with a link to the place, until they are dealt with', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const written = await comment(coach, 'tally', {
      place: `item-${tally}`,
      file: tally,
      type: 'page',
      at: '2',
      body: 'Whose column is *this*? <b>Hm</b>',
    });
    expect(written.statusCode).toBe(303);

    const own = pageOf(await get(site, `${desk.home}/requirements/tally`, desk.headers));
    const notes = own.querySelector('#coach-comments');
    expect(textOf(notes)).toContain('Whose column is this? <b>Hm</b>');
    expect(textOf(notes)).toContain(coach.person.name);
    expect(notes?.querySelector('h3 a')?.getAttribute('href')).toBe(`#item-${tally}`);
    expect(own.getElementById(`item-${tally}`)).not.toBeNull();
    expect(notes?.querySelector(`a[href="/artifacts/${tally}/view?at=page=2"]`)).not.toBeNull();
    expect(await page(desk.home, desk.headers)).toContain('1 comment from your coach');

    const form = notes?.querySelector('form[action$="/resolve"]')?.getAttribute('action') ?? '';
    await post(site, form, {}, desk.headers);
    expect(await page(`${desk.home}/requirements/tally`, desk.headers)).toContain('1 comment dealt with');
    expect(await page(desk.home, desk.headers)).not.toContain('from your coach');
    expect(await page(`${coach.home}/requirements/tally`, coach.headers)).toContain('Dealt with');
    await post(site, form, { reopen: '1' }, desk.headers);
    expect(await page(desk.home, desk.headers)).toContain('1 comment from your coach');
    const [id = ''] = await commentIds(desk);
    expect(await actions(id)).toEqual(['coach.commented', 'coach.comment-resolved', 'coach.comment-reopened']);
  });

  it('come last where their piece is gone', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await comment(coach, 'tally', { place: `item-${tally}`, file: tally, type: 'page', at: '2' });
    await post(site, `${desk.home}/artifacts/${tally}/remove`, {}, desk.headers);
    const notes = pageOf(await get(site, `${desk.home}/requirements/tally`, desk.headers)).querySelector(
      '#coach-comments',
    );
    expect(textOf(notes)).toContain('On what is no longer there');
    expect(textOf(notes)).toContain('A file that is no longer there');
    const gone = await comment(coach, 'tally', { place: `item-${tally}`, body: 'Kept as typed' });
    expect(gone.statusCode).toBe(422);
    expect(textOf(pageOf(gone))).toContain('This piece was removed meanwhile');
    expect(pageOf(gone).querySelector('textarea')?.value).toBe('Kept as typed');
  });

  it.each([
    ['nothing', { body: ' ' }, 'Write your comment'],
    ['too much', { body: 'x'.repeat(5001) }, 'Shorten the comment'],
    ['a page past the end', { file: 'tally', type: 'page', at: '14' }, '14'],
    ['a place that can’t be read', { file: 'tally', type: 'page', at: 'four' }, 'Write the page as a number'],
    ['a place without its kind', { file: 'tally', type: 'whole', at: '4' }, 'Say what kind of place it is'],
    ['a place without a file', { at: '4' }, 'Choose the file that you point into'],
    ['a file of another requirement', { file: 'proof' }, 'This file was removed meanwhile'],
    ['a piece of another requirement', { place: 'entry-noticed' }, 'This piece was removed meanwhile'],
  ])('are refused with %s', async (_what, fields: Record<string, string>, message) => {
    const desk = await startWork(site);
    const made = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const file = fields.file === undefined ? {} : { file: made[fields.file as 'tally'] };
    const response = await comment(coach, 'tally', { ...fields, ...file });
    expect(response.statusCode).toBe(422);
    expect(textOf(pageOf(response).querySelector('.error-summary'))).toContain(message);
    expect(await commentIds(desk)).toEqual([]);
  });

  it('are deleted by who wrote them, until they are dealt with, and by nobody else', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const [coach, other] = [await startCoaching(desk), await startCoaching(desk)];
    await comment(coach, 'overview');
    await comment(coach, 'overview', { place: 'text' });
    const [first = '', second = ''] = await commentIds(desk);
    const remove = (by: Coach, id: string, home = by.home) =>
      post(site, `${home}/comments/${id}/delete`, {}, by.headers);
    expect((await remove(other, first)).statusCode).toBe(404);
    expect((await remove(other, first, coach.home)).statusCode).toBe(404);
    expect((await remove(coach, first)).statusCode).toBe(303);
    await post(site, `${desk.home}/comments/${second}/resolve`, {}, desk.headers);
    expect((await remove(coach, second)).statusCode).toBe(409);
    expect(await commentIds(desk)).toEqual([second]);
    expect(await actions(first)).toEqual(['coach.commented', 'coach.comment-deleted']);
    expect(await page(`${other.home}/requirements/overview`, other.headers)).not.toContain('Say more.');
  });

  it('are dealt with by the earner alone', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await comment(coach, 'overview');
    const [id = ''] = await commentIds(desk);
    const stranger = await startWork(site);
    for (const home of [desk.home, stranger.home]) {
      expect((await post(site, `${home}/comments/${id}/resolve`, {}, stranger.headers)).statusCode).toBe(404);
    }
    expect((await post(site, `${desk.home}/comments/${id}/resolve`, {}, coach.headers)).statusCode).toBe(404);
  });

  it('are told by one mail an hour at most, without what they say', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const told = async () =>
      (await site.mailsTo(desk.person.email)).filter(({ subject }) => /^\d+ comments? from/.test(subject));
    const jobs = async () => {
      const { rows } = await sql<{ minutes: number }>`
        select round(extract(epoch from run_at - now()) / 60)::int as minutes
        from graphile_worker.jobs where key = ${`mail-comments:${desk.id}`}`.execute(site.db);
      return rows.map(({ minutes }) => minutes);
    };
    const run = async () => {
      await sql`update graphile_worker._private_jobs set run_at = now() where key = ${`mail-comments:${desk.id}`}`.execute(
        site.db,
      );
      await site.runJobs();
    };
    await comment(coach, 'overview', { body: 'A secret' });
    await comment(coach, 'tally');
    expect(await jobs()).toEqual([15]);
    await run();
    const [mail, ...more] = await told();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe(`2 comments from ${coach.person.name}`);
    expect(mail?.text).toContain('“Overview”, “Tally sheet”');
    expect(mail?.text).not.toContain('A secret');

    await comment(coach, 'overview');
    expect(await jobs()).toEqual([60]);
    const ids = await commentIds(desk);
    await post(site, `${coach.home}/comments/${ids.at(-1) ?? ''}/delete`, {}, coach.headers);
    await run();
    expect(await told()).toHaveLength(1);
    await site.db
      .transaction()
      .execute((trx) => mailComments(trx, { enrolmentId: desk.id, now: noon, baseUrl: 'http://x.test' }));
    await site.runJobs();
    expect(await told()).toHaveLength(1);
  });

  it('are never handed in, and no assessor sees them', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await comment(coach, 'overview', { body: 'Between you and me' });
    expect((await submit(site, desk)).statusCode).toBe(303);
    const attempt = await site.db
      .selectFrom('attempts')
      .select(['id', 'sealed'])
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(attempt.sealed)).not.toContain('Between you and me');
    expect(JSON.stringify(attempt.sealed)).not.toContain(coach.person.name);

    const assessor = await someone();
    await insertMembership(site, desk.published.issuer, assessor.person, 'assessor');
    const claimed = await post(site, `/desk/attempts/${attempt.id}/claim`, {}, assessor.headers);
    const scoring = await get(site, String(claimed.headers.location), assessor.headers);
    expect(scoring.statusCode).toBe(200);
    expect(scoring.body).toContain('We counted who spoke');
    expect(scoring.body).not.toContain('Between you and me');
    expect(await status(coach.home, assessor.headers)).toBe(404);
    expect(await status(`/attempts/${attempt.id}/pack.zip`, coach.headers)).toBe(404);
    expect(await status(`/attempts/${attempt.id}/attempt.pdf`, coach.headers)).toBe(404);
    expect(await page(`${desk.home}/requirements/overview`, desk.headers)).toContain('Between you and me');
  });
});
