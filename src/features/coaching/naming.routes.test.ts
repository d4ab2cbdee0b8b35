import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { coachingActs, hour, later } from '../../../test/support/coaching.ts';
import { type Desk, putDraft, startWork } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { someone, name, linkTo, startCoaching, end, page, status, actions } = coachingActs(() => site);

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
