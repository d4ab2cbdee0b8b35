import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passCheck } from '../../../test/support/acts.ts';
import {
  type TestSite,
  createTestApp,
  get,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type Person, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import { countWaiting } from '../queue/count-waiting.queries.ts';
import { acceptCoaching } from './accept-coaching.ts';
import { mailComments } from './mail-comments.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const hour = 3600_000;
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);

type Signed = { person: Person; headers: { cookie: string } };
type Coach = Signed & { id: string; home: string };

async function someone(): Promise<Signed> {
  const person = await insertPerson(site);
  return { person, headers: await signIn(site, person) };
}

const name = (desk: Desk, fields: Record<string, string>) =>
  post(site, `${desk.home}/coach`, { name: 'Ada Byron', ...fields }, desk.headers);

async function linkTo(email: string): Promise<string> {
  await site.runJobs();
  const text = (await site.mailsTo(email)).findLast((mail) => mail.text.includes('/invitations/'))?.text ?? '';
  return /http\S+?(\/coaching\/invitations\/\S+)/.exec(text)?.[1] ?? '/coaching/invitations/none';
}

/** Names somebody and lets them accept. */
async function startCoaching(desk: Desk, who?: Signed): Promise<Coach> {
  const coach = who ?? (await someone());
  expect((await name(desk, { email: coach.person.email })).statusCode).toBe(303);
  const accepted = await post(site, await linkTo(coach.person.email), {}, coach.headers);
  expect(accepted.statusCode).toBe(303);
  const home = String(accepted.headers.location);
  return { ...coach, home, id: home.split('/').at(-1) ?? '' };
}

const comment = (coach: Coach, requirement: string, fields: Record<string, string> = {}) =>
  post(site, `${coach.home}/requirements/${requirement}/comments`, { body: 'Say more.', ...fields }, coach.headers);

const end = (desk: Desk, coach: Pick<Coach, 'id'>) =>
  post(site, `${desk.home}/coaches/${coach.id}/end`, {}, desk.headers);

const page = async (url: string, headers: { cookie: string }) => textOf(pageOf(await get(site, url, headers)));
const status = async (url: string, headers: { cookie: string }) => (await get(site, url, headers)).statusCode;
const actions = async (subject: string) =>
  (
    await site.db
      .selectFrom('audit_events')
      .select('action')
      .where('subject_id', '=', subject)
      .orderBy('position')
      .execute()
  ).map(({ action }) => action);

async function commentIds(desk: Desk): Promise<string[]> {
  const rows = await site.db
    .selectFrom('coach_comments')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

describe('naming a coach', () => {
  it('mails a link, shows nothing before it is accepted, and everything of the draft after', async () => {
    const desk = await startWork(site);
    await putDraft(site, desk, 'overview', 0, { texts: { text: 'We counted who spoke.' } });
    const coach = await startCoaching(desk);

    expect(await page(coach.home, coach.headers)).toContain(desk.published.definition.title);
    expect(await page(`${coach.home}/requirements/overview`, coach.headers)).toContain('We counted who spoke.');
    expect(await page('/coaching', coach.headers)).toContain(desk.person.name);
    expect(await page('/work', coach.headers)).toContain('Coaching');
    expect(await page('/work', desk.headers)).not.toContain('Coaching');
    expect(await actions(coach.id)).toEqual(['coach.named', 'coach.accepted']);
    await site.runJobs();
    expect((await site.mailsTo(desk.person.email)).at(-1)?.subject).toBe(`${coach.person.name} is now your coach`);
  });

  it('keeps only the hash of the link', async () => {
    const desk = await startWork(site);
    await name(desk, { email: 'hash@example.org' });
    const token = (await linkTo('hash@example.org')).split('/').at(-1);
    const rows = await site.db.selectFrom('coaches').selectAll().where('enrolment_id', '=', desk.id).execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows[0]?.token_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['no name', { name: ' ', email: 'a@example.org' }, 'Write the name of your coach'],
    ['no address', { email: 'nobody' }, 'Write their e-mail address'],
  ])('is refused with %s, with everything typed', async (_what, fields, message) => {
    const desk = await startWork(site);
    const response = await name(desk, fields);
    expect(response.statusCode).toBe(422);
    expect(textOf(pageOf(response))).toContain(message);
    expect(pageOf(response).querySelector<HTMLInputElement>('#email')?.value).toBe(fields.email);
  });

  it('is refused for one’s own address, and for one who is named already', async () => {
    const desk = await startWork(site);
    expect(textOf(pageOf(await name(desk, { email: desk.person.email })))).toContain('Write somebody else’s address');
    await name(desk, { email: 'Twice@example.org' });
    const again = await name(desk, { email: 'twice@example.org' });
    expect([again.statusCode, textOf(pageOf(again)).includes('named already')]).toEqual([422, true]);
  });

  it('takes one of two who name the same person at once', async () => {
    const desk = await startWork(site);
    const both = await Promise.all([1, 2].map(() => name(desk, { email: 'race@example.org' })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
  });

  it('takes ten at most', async () => {
    const desk = await startWork(site);
    for (let index = 0; index < 10; index += 1) await name(desk, { email: `many-${index}@example.org` });
    expect(textOf(pageOf(await name(desk, { email: 'more@example.org' })))).toContain('Ten people are named already');
  });

  it('does not exist for work of another', async () => {
    const desk = await startWork(site);
    const other = await startWork(site);
    const response = await post(site, `${desk.home}/coach`, { name: 'A', email: 'a@example.org' }, other.headers);
    expect(response.statusCode).toBe(404);
  });
});

describe('the link', () => {
  async function invited(): Promise<{ desk: Desk; url: string; id: string }> {
    const desk = await startWork(site);
    const email = `invited-${desk.id}@example.org`;
    await name(desk, { email });
    const { id } = await site.db
      .selectFrom('coaches')
      .select('id')
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    return { desk, url: await linkTo(email), id };
  }

  it('leads through signing in, and back', async () => {
    const { url } = await invited();
    const response = await get(site, url);
    const ways = [...pageOf(response).querySelectorAll('main a.btn')].map((link) => link.getAttribute('href'));
    expect(ways[0]).toBe(`/sign-in?next=${encodeURIComponent(url)}`);
    expect(response.headers['cache-control']).toContain('no-store');
    expect((await post(site, url, {})).headers.location).toMatch(/^\/sign-in\?/);
  });

  it('is not for the earner', async () => {
    const { desk, url } = await invited();
    expect(await page(url, desk.headers)).toContain('This is your own work');
    expect((await post(site, url, {}, desk.headers)).statusCode).toBe(409);
    expect(await status('/coaching', desk.headers)).toBe(200);
    expect(await page('/coaching', desk.headers)).toContain('You coach nobody now');
  });

  it('works once', async () => {
    const { url } = await invited();
    const [first, second] = [await someone(), await someone()];
    const accepted = await post(site, url, {}, first.headers);
    const home = String(accepted.headers.location);
    expect((await post(site, url, {}, second.headers)).statusCode).toBe(409);
    expect(await page(url, second.headers)).toContain('has been accepted already');
    expect(pageOf(await get(site, url, second.headers)).querySelector(`main a[href="${home}"]`)).toBeNull();
    expect(pageOf(await get(site, url, first.headers)).querySelector(`main a[href="${home}"]`)).not.toBeNull();
    expect(await status(home, second.headers)).toBe(404);
  });

  it('makes one of two who use it at once a coach', async () => {
    const { url } = await invited();
    const both = await Promise.all([someone(), someone()]);
    const codes = await Promise.all(both.map(({ headers }) => post(site, url, {}, headers)));
    expect(codes.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  });

  it('runs out after 30 days', async () => {
    const { url } = await invited();
    site.setNow(later(30 * 24 * hour));
    const other = await someone();
    expect(await page(url, other.headers)).toContain('This invitation is too old');
    expect((await post(site, url, {}, other.headers)).statusCode).toBe(409);
    site.setNow(noon);
  });

  it('is replaced by one that is sent again', async () => {
    const { desk, url, id } = await invited();
    const other = await someone();
    expect((await post(site, `${desk.home}/coaches/${id}/resend`, {}, desk.headers)).statusCode).toBe(409);
    site.setNow(later(11 * 60_000));
    expect((await post(site, `${desk.home}/coaches/${id}/resend`, {}, desk.headers)).statusCode).toBe(303);
    const next = await linkTo(`invited-${desk.id}@example.org`);
    expect(next).not.toBe(url);
    expect((await post(site, url, {}, other.headers)).statusCode).toBe(404);
    expect((await post(site, next, {}, other.headers)).statusCode).toBe(303);
    expect((await post(site, `${desk.home}/coaches/${id}/resend`, {}, desk.headers)).statusCode).toBe(409);
    site.setNow(noon);
  });

  it('is worth nothing once it was taken back', async () => {
    const { desk, url, id } = await invited();
    const other = await someone();
    expect((await end(desk, { id })).statusCode).toBe(303);
    expect((await post(site, url, {}, other.headers)).statusCode).toBe(409);
    expect(await page(url, other.headers)).toContain('was taken back');
  });

  it('makes nobody a coach twice', async () => {
    const { desk, url } = await invited();
    const coach = await startCoaching(desk);
    const response = await post(site, url, {}, coach.headers);
    expect([response.statusCode, textOf(pageOf(response)).includes('You coach this work already')]).toEqual([
      409,
      true,
    ]);
  });

  it('does not exist under a token that nobody was sent', async () => {
    const { headers } = await someone();
    expect(await status('/coaching/invitations/made-up', headers)).toBe(404);
    expect((await post(site, '/coaching/invitations/made-up', {}, headers)).statusCode).toBe(404);
  });
});

describe('a coach', () => {
  it('changes nothing of the work: every unsafe route of the earner’s is not found', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const of = { enrolmentId: desk.id, key: 'overview', artifactId: tally, coachId: coach.id, language: 'en' };
    const any = '0190a000-0000-7000-8000-00000000dead';
    const routes = site.app.routeList.filter(({ method, url }) => url.startsWith('/work/') && method !== 'HEAD');
    const before = await site.db
      .selectFrom('audit_events')
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirst();
    for (const { method, url } of routes) {
      const path = url.replaceAll(/:(\w+)/g, (_, param: string) => (of as Record<string, string>)[param] ?? any);
      const body =
        method === 'PUT' ? { payload: { revision: 1, data: {} } } : { payload: 'number=1&name=A&email=a@b.org' };
      const response = await site.app.inject({
        method: method as 'POST',
        url: path.endsWith('/artifacts') ? `${path}?requirement=tally` : path,
        headers: {
          ...coach.headers,
          accept: 'text/html',
          'sec-fetch-site': 'same-origin',
          ...(method === 'PUT' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(method === 'GET' ? {} : body),
      });
      expect([method, url, response.statusCode]).toEqual([method, url, 404]);
    }
    expect(routes.length).toBeGreaterThan(15);
    const upload = await site.app.inject({
      method: 'POST',
      url: '/uploads',
      headers: {
        ...coach.headers,
        'sec-fetch-site': 'same-origin',
        'tus-resumable': '1.0.0',
        'upload-length': '10',
        'upload-metadata': Object.entries({ filename: 'a.pdf', enrolment: desk.id, requirement: 'tally' })
          .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
          .join(','),
      },
    });
    expect(upload.statusCode).toBe(404);
    const after = await site.db
      .selectFrom('audit_events')
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirst();
    expect(after).toEqual(before);
  });

  it('sees the draft alone: not self-ratings, declarations, releases, earlier versions or packs', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    await post(site, `${desk.home}/self-ratings`, { 'rating-overview-complete': 'almost' }, desk.headers);
    const coach = await startCoaching(desk);
    const pages = await Promise.all(
      ['', '/requirements/overview', '/requirements/tally', '/requirements/portfolio'].map((path) =>
        get(site, coach.home + path, coach.headers),
      ),
    );
    for (const response of pages) {
      expect(response.statusCode).toBe(200);
      expect(response.body).not.toMatch(/self-rating|How you see it|release|history/i);
      expect(response.body).not.toContain(desk.home);
      expect(pageOf(response).querySelectorAll('[data-island]').length).toBe(0);
    }
  });

  it('opens files of the draft, and neither removed, private nor flagged ones', async () => {
    const desk = await startWork(site);
    const files = [await handIn(site, desk, 'tally', 'a.pdf'), await handIn(site, desk, 'tally', 'b.pdf')];
    const [kept = '', changed = ''] = files;
    const coach = await startCoaching(desk);
    const open = async (id: string) => [
      await status(`/artifacts/${id}`, coach.headers),
      await status(`/artifacts/${id}/view`, coach.headers),
      (await page(`${coach.home}/requirements/tally`, coach.headers)).includes(id === kept ? 'a.pdf' : 'b.pdf'),
    ];
    const set = (values: { is_private?: boolean; removed_at?: Date | null }) =>
      site.db.updateTable('artifacts').set(values).where('id', '=', changed).execute();
    expect(await open(kept)).toEqual([200, 200, true]);
    expect(await open(changed)).toEqual([200, 200, true]);
    await set({ is_private: true });
    expect(await open(changed)).toEqual([404, 404, false]);
    await set({ is_private: false, removed_at: noon });
    expect(await open(changed)).toEqual([404, 404, false]);
    await set({ removed_at: null });
    expect(await open(changed)).toEqual([200, 200, true]);
    expect(await status(`/artifacts/${kept}`, (await someone()).headers)).toBe(404);
  });

  it('does not see what an assessor flagged', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    await submit(site, desk);
    const coach = await startCoaching(desk);
    const attempt = await site.db
      .selectFrom('attempts')
      .select(['id', 'issuer_id'])
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    const flag = {
      issuer_id: attempt.issuer_id,
      attempt_id: attempt.id,
      reason: 'A name',
      raised_by: coach.person.id,
      raised_at: noon,
    };
    await site.db
      .insertInto('privacy_flags')
      .values({ ...flag, artifact_id: tally })
      .execute();
    await site.db
      .insertInto('privacy_flags')
      .values({ ...flag, requirement_key: 'overview', place: 'text' })
      .execute();
    expect(await page(`${coach.home}/requirements/tally`, coach.headers)).not.toContain('tally.pdf');
    expect(await status(`/artifacts/${tally}`, coach.headers)).toBe(404);
    const overview = await page(`${coach.home}/requirements/overview`, coach.headers);
    expect(overview).not.toContain('We counted who spoke');
    expect(overview).toContain('Hidden for privacy on November 22, 2026');
  });

  it('learns of what changed since they said to have read it', async () => {
    const desk = await startWork(site);
    await putDraft(site, desk, 'overview', 0, { texts: { text: 'First.' } });
    const coach = await startCoaching(desk);
    expect(await page('/coaching', coach.headers)).toContain('1 requirement changed');
    await post(site, `${coach.home}/read`, { until: noon.toISOString() }, coach.headers);
    expect(await page(coach.home, coach.headers)).toContain('Nothing changed since you read it');
    expect(await page('/coaching', coach.headers)).not.toContain('changed');
    site.setNow(later(hour));
    await putDraft(site, desk, 'overview', 1, { texts: { text: 'Second.' } });
    expect(await page(coach.home, coach.headers)).toContain('1 requirement changed');
    site.setNow(noon);
  });
});

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

describe('ending', () => {
  it('works at once: the coach finds nothing, the earner keeps the comments', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await comment(coach, 'overview', { body: 'Kept for you' });
    expect((await end(desk, coach)).statusCode).toBe(303);

    for (const url of [coach.home, `${coach.home}/requirements/overview`, `/artifacts/${tally}`])
      expect([url, await status(url, coach.headers)]).toEqual([url, 404]);
    expect((await comment(coach, 'overview')).statusCode).toBe(404);
    expect(await page('/coaching', coach.headers)).toContain('You coach nobody now');
    expect(await page(`${desk.home}/requirements/overview`, desk.headers)).toContain('Kept for you');
    expect(await page(`${desk.home}/coach`, desk.headers)).toContain('Ended');
    expect((await end(desk, coach)).statusCode).toBe(303);
    expect(await actions(coach.id)).toEqual(['coach.named', 'coach.accepted', 'coach.ended']);
    await site.runJobs();
    expect((await site.mailsTo(coach.person.email)).at(-1)?.subject).toBe(`${desk.person.name} ended your coaching`);
  });

  it('is up to the coach too, and to nobody else', async () => {
    const desk = await startWork(site);
    const [coach, other] = [await startCoaching(desk), await startCoaching(desk)];
    const stop = (by: Coach) => post(site, `${coach.home}/end`, {}, by.headers);
    expect((await stop(other)).statusCode).toBe(404);
    expect((await post(site, `${desk.home}/coaches/${coach.id}/end`, {}, other.headers)).statusCode).toBe(404);
    expect((await stop(coach)).headers.location).toBe('/coaching?ended=1');
    expect((await stop(coach)).statusCode).toBe(404);
    expect(await status(other.home, other.headers)).toBe(200);
    await site.runJobs();
    expect((await site.mailsTo(desk.person.email)).at(-1)?.subject).toBe(`${coach.person.name} no longer coaches you`);
  });

  it('takes no coach of other work of the earner’s', async () => {
    const desk = await startWork(site);
    const coach = await startCoaching(desk);
    const otherWork = await startWork(site);
    const response = await post(site, `${otherWork.home}/coaches/${coach.id}/end`, {}, otherWork.headers);
    expect(response.statusCode).toBe(404);
    expect(await status(coach.home, coach.headers)).toBe(200);
  });

  it('while a comment is being written lets in none after it', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const written = await site.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('coaches')
        .set({ ended_at: noon, ended_by: desk.person.id })
        .where('id', '=', coach.id)
        .execute();
      const writing = comment(coach, 'overview');
      await untilBlocked(site);
      return { writing };
    });
    expect((await written.writing).statusCode).toBe(404);
    expect(await commentIds(desk)).toEqual([]);
  });
});

describe('asking the coach to look', () => {
  it('mails every coach, once a day, and shows until they have written', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const ask = () => post(site, `${desk.home}/requirements/overview/look`, {}, desk.headers);
    expect((await ask()).statusCode).toBe(303);
    expect((await ask()).statusCode).toBe(409);
    await site.runJobs();
    const asked = (await site.mailsTo(coach.person.email)).filter(({ subject }) => subject.includes('look at'));
    expect(asked.map(({ subject }) => subject)).toEqual([`${desk.person.name} asks you to look at “Overview”`]);
    expect(asked[0]?.text).toContain(`${coach.home}/requirements/overview`);
    expect(await page('/coaching', coach.headers)).toContain('Asks you to look at 1');
    expect(await page(`${coach.home}/requirements/overview`, coach.headers)).toContain('asks you to look at this');
    site.setNow(later(hour));
    await comment(coach, 'overview');
    expect(await page('/coaching', coach.headers)).not.toContain('Asks you to look');
    expect(await page(coach.home, coach.headers)).not.toContain('Please look at this');
    site.setNow(later(25 * hour));
    expect((await ask()).statusCode).toBe(303);
    site.setNow(noon);
  });

  it('is refused where nobody coaches', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    expect((await post(site, `${desk.home}/requirements/overview/look`, {}, desk.headers)).statusCode).toBe(409);
    await end(desk, await startCoaching(desk));
    expect((await post(site, `${desk.home}/requirements/overview/look`, {}, desk.headers)).statusCode).toBe(409);
    expect(await page(`${desk.home}/requirements/overview`, desk.headers)).not.toContain('to look at this');
  });
});

describe('a coach who is an assessor', () => {
  async function handedIn() {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await someone();
    await insertMembership(site, desk.published.issuer, coach.person, 'assessor');
    const attempt = async () => {
      expect((await submit(site, desk)).statusCode).toBe(303);
      const { id } = await site.db
        .selectFrom('attempts')
        .select('id')
        .where('enrolment_id', '=', desk.id)
        .executeTakeFirstOrThrow();
      return id;
    };
    return { desk, coach, attempt };
  }

  it('neither finds the work in the queue nor claims it, also once it has ended', async () => {
    const { desk, coach, attempt } = await handedIn();
    const coaching = await startCoaching(desk, coach);
    const id = await attempt();
    for (const isOver of [false, true]) {
      if (isOver) await end(desk, coaching);
      expect(await page('/desk', coach.headers)).not.toContain(desk.published.definition.title);
      const claimed = await post(site, `/desk/attempts/${id}/claim`, {}, coach.headers);
      expect(claimed.statusCode).toBe(403);
      expect(textOf(pageOf(claimed))).toContain('You have coached this work');
    }
    const other = await someone();
    await insertMembership(site, desk.published.issuer, other.person, 'assessor');
    expect(await page('/desk', other.headers)).toContain(desk.published.definition.title);
    const issuerIds = [desk.published.issuer.id];
    const counted = (who: Signed) => countWaiting(site.db, { id: who.person.id, issuerIds }, { now: noon });
    expect(await counted(coach)).toEqual([]);
    expect(await counted(other)).toMatchObject([{ waiting: 1 }]);
  });

  it('accepts nothing while assessing the work', async () => {
    const { desk, coach, attempt } = await handedIn();
    const id = await attempt();
    await passCheck(site, coach.person, id);
    await post(site, `/desk/attempts/${id}/claim`, {}, coach.headers);
    await name(desk, { email: coach.person.email });
    const response = await post(site, await linkTo(coach.person.email), {}, coach.headers);
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response))).toContain('You are assessing this work now');
  });

  it('who accepts while the claim waits, does not get it', async () => {
    const { desk, coach, attempt } = await handedIn();
    const id = await attempt();
    await name(desk, { email: coach.person.email });
    const token = (await linkTo(coach.person.email)).split('/').at(-1) ?? '';
    const claiming = await site.db.transaction().execute(async (trx) => {
      const accepted = await acceptCoaching(trx, { token, person: coach.person, now: noon, baseUrl: 'http://x.test' });
      expect(accepted.ok).toBe(true);
      const claim = post(site, `/desk/attempts/${id}/claim`, {}, coach.headers);
      await untilBlocked(site);
      return { claim };
    });
    expect((await claiming.claim).statusCode).toBe(403);
  });
});

describe('who can see the work', () => {
  it('is said on its page: the earner, coaches, who was asked to confirm, and the issuer once it is handed in', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await name(desk, { name: 'Lena Fischer', email: 'lena@example.org' });
    const peer = {
      name: 'Noor Haddad',
      email: 'noor@example.org',
      kind: 'role',
      statement: 'They did.',
      channel: 'mail',
    };
    await post(site, `${desk.home}/requirements/overview/attestations`, peer, desk.headers);
    const panel = async () =>
      textOf(pageOf(await get(site, desk.home, desk.headers)).querySelector('[aria-labelledby="who-sees-title"]'));
    const before = await panel();
    expect(before).toContain(`${coach.person.name}, coachReads your drafts and files`);
    expect(before).toContain('Lena Fischer, invited as coachSees nothing before they accept.');
    expect(before).toContain('Noor Haddad, asked to confirmSees “Overview”');
    expect(before).toContain('See what you hand in, once you do');
    expect(before).toContain('Nobody else.');
    await end(desk, coach);
    await submit(site, desk);
    const after = await panel();
    expect(after).not.toContain(coach.person.name);
    expect(after).toContain('See what you handed in, since');
  });
});
