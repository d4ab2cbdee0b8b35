import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#domain/access/viewer.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertEnrolment, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { buildApp } from '../../app.ts';

let site: TestSite;
beforeEach(async () => {
  site = await createTestApp();
});
afterEach(() => site.close());

const ada = { name: 'Ada Lopez', email: 'ada@school.org', password: 'four quiet stones' };

type Response = Awaited<ReturnType<typeof post>>;

function cookieOf(response: Response): { cookie: string } {
  return { cookie: [response.headers['set-cookie']].flat().join('; ').split(';')[0] ?? '' };
}

async function signUp(fields: Partial<typeof ada> & { next?: string } = {}) {
  return post(site, '/sign-up', { ...ada, ...fields });
}

/** The path and query of the link in the newest mail to an address. */
async function mailedLink(email: string): Promise<string> {
  await site.runJobs();
  const mail = (await site.mailsTo(email)).at(-1);
  const url = new URL(/http\S+/.exec(mail?.text ?? '')?.[0] ?? 'none:');
  return url.pathname + url.search;
}

describe('signing up', () => {
  it('makes an account, signs in, and goes on to where the person was going', async () => {
    const response = await signUp({ email: ' Ada@School.org ', next: '/micro-credentials/x?y=1' });

    expect([response.statusCode, response.headers.location]).toEqual([303, '/micro-credentials/x?y=1']);
    const page = await get(site, '/nowhere-at-all', cookieOf(response));
    expect(page.statusCode).toBe(404);
    expect((await get(site, '/sign-in', cookieOf(response))).headers.location).toBe('/work');
    expect(await site.db.selectFrom('people').select(['name', 'email']).execute()).toEqual([
      { name: 'Ada Lopez', email: 'ada@school.org' },
    ]);
  });

  it('keeps the password only as a hash', async () => {
    await signUp();
    expect(JSON.stringify(await site.db.selectFrom('accounts').selectAll().execute())).not.toContain(ada.password);
  });

  it.each([
    ['name', ' ', 'Enter your name'],
    ['name', 'x'.repeat(201), 'Enter a name of at most 200 characters'],
    ['email', 'not an address', 'Enter an e-mail address such as ana@school.org'],
    ['email', `${'x'.repeat(320)}@school.org`, 'That is too long to be an e-mail address'],
    ['password', 'short', 'Choose a password of 10 characters or more; a few words make a good one'],
    ['password', 'x'.repeat(129), 'Choose a password of at most 128 characters'],
  ])('refuses the %s %j, keeps what was typed but the password, and stores nothing', async (field, value, message) => {
    const response = await signUp({ [field]: value });

    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(page.title).toMatch(/^Error: /);
    const summary = page.querySelector('[role=alert] a');
    expect([summary?.getAttribute('href'), summary?.textContent]).toEqual([`#${field}`, message]);
    const typed = { ...ada, [field]: value };
    expect(page.querySelector<HTMLInputElement>('[name=name]')?.value).toBe(typed.name);
    expect(page.querySelector<HTMLInputElement>('[name=email]')?.getAttribute('value')).toBe(typed.email);
    expect(page.querySelector<HTMLInputElement>('[name=password]')?.value).toBe('');
    expect(await site.db.selectFrom('people').selectAll().execute()).toEqual([]);
  });

  it('shows markup and SQL in a name as text', async () => {
    const name = `<script>alert(1)</script>'; drop table people; --`;
    const response = await signUp({ name });

    const { body } = await get(site, '/nowhere', cookieOf(response));
    expect(body).not.toContain('<script>alert');
    const page = await get(site, '/reset', cookieOf(response));
    expect(textOf(pageOf(page))).toContain(name);
  });

  it('keeps out what is no text at all', async () => {
    const response = await post(site, '/sign-up', { name: ['a', 'b'], email: ada.email, password: ada.password });
    expect(response.statusCode).toBe(422);
    const withNul = await signUp({ name: 'Ada\0 Lopez' });
    expect(withNul.statusCode).toBe(303);
  });

  it('makes no second account with an address, and lets in whoever knows its password', async () => {
    await signUp();
    const stranger = await signUp({ password: 'a guess at the password' });
    expect(stranger.statusCode).toBe(422);
    expect(stranger.headers['set-cookie']).toBeUndefined();

    expect((await signUp()).statusCode).toBe(303);
    expect(await site.db.selectFrom('people').selectAll().execute()).toHaveLength(1);
  });
});

describe('signing in with a password', () => {
  it('opens a session, and signing out ends it', async () => {
    await signUp();
    const signedIn = await post(site, '/sign-in', { email: 'ADA@school.org', password: ada.password });
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/work']);
    const headers = cookieOf(signedIn);
    expect((await get(site, '/sign-in', headers)).statusCode).toBe(303);

    const out = await post(site, '/sign-out', {}, headers);
    expect(out.headers.location).toBe('/');
    expect((await get(site, '/sign-in', headers)).statusCode).toBe(200);
  });

  it('leads to the desk who assesses, to the admin who only runs an issuer, and everyone else to their work', async () => {
    await signUp();
    const person = await site.db.selectFrom('people').select('id').executeTakeFirstOrThrow();
    const leadsTo = async (next?: string) => {
      const fields = { email: ada.email, password: ada.password, ...(next === undefined ? {} : { next }) };
      return (await post(site, '/sign-in', fields)).headers.location;
    };
    const published = await insertPublished(site);
    const give = (role: Role) =>
      site.db
        .insertInto('memberships')
        .values({ issuer_id: published.issuer.id, person_id: person.id, role })
        .execute();

    await give('designer');
    expect(await leadsTo()).toBe('/work');
    await give('issuer_admin');
    expect(await leadsTo()).toBe('/admin');
    await insertEnrolment(site, { person: { ...ada, id: person.id }, published });
    expect(await leadsTo()).toBe('/work');
    await give('lead_assessor');
    expect(await leadsTo()).toBe('/desk');
    expect(await leadsTo('/awards')).toBe('/awards');
  });

  it('leads an operator to the admin', async () => {
    const operator = await insertPerson(site, { isOperator: true });
    expect((await get(site, '/sign-in', await signIn(site, operator))).headers.location).toBe('/admin');
  });

  it('answers the same to a wrong password and to an unknown address', async () => {
    await signUp();
    const answer = async (email: string) => {
      const response = await post(site, '/sign-in', { email, password: 'not the password' });
      return [response.statusCode, response.headers['set-cookie'], response.body.replaceAll(email, '')];
    };
    expect(await answer(ada.email)).toEqual(await answer('who@school.org'));
    expect((await answer(ada.email))[0]).toBe(422);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/a b',
    '/évil.example',
    '/\u0001',
  ])('never leads on to %j', async (next) => {
    await signUp();
    const response = await post(site, '/sign-in', { email: ada.email, password: ada.password, next });
    expect(response.headers.location).toBe('/work');
    expect((await get(site, `/sign-in?next=${encodeURIComponent(next)}`)).body).not.toMatch(/[eé]vil/);
  });

  it('refuses a form of another site', async () => {
    await signUp();
    const fields = { email: ada.email, password: ada.password };
    const foreign = await post(site, '/sign-in', fields, { 'sec-fetch-site': 'cross-site' });
    expect([foreign.statusCode, foreign.headers['set-cookie']]).toEqual([403, undefined]);
    const old = await site.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
    expect(old.statusCode).toBe(403);
  });

  it('counts a network by the address that the proxy saw, whatever the request says of itself', async () => {
    const app = await buildApp(site.deps, { trustProxy: true });
    const tryOut = (claimed: string) =>
      app.inject({ method: 'POST', url: '/sign-up', headers: { 'x-forwarded-for': `${claimed}, 203.0.113.7` } });
    for (let tries = 0; tries < 60; tries++) expect((await tryOut(`198.51.100.${tries}`)).statusCode).toBe(422);

    expect((await tryOut('198.51.100.61')).statusCode).toBe(429);
    await app.close();
  });

  it('stops guessing at one address, and says for how long', async () => {
    await signUp();
    const guess = (email: string) => post(site, '/sign-in', { email, password: 'a wrong password' });
    for (let tries = 0; tries < 20; tries++) expect((await guess(ada.email)).statusCode).toBe(422);

    const stopped = await guess(ada.email);
    expect(stopped.statusCode).toBe(429);
    expect(textOf(pageOf(stopped))).toMatch(/Wait (15|14) minutes, then try again/);
    expect((await guess('someone.else@school.org')).statusCode).toBe(422);
  });

  it('leads back from a page that asked to sign in, and tells when a session has ended', async () => {
    expect(
      (await post(site, '/invitations/x', {}, { referer: 'http://tessera.test/invitations/x' })).headers.location,
    ).toBe('/sign-in?expired=1&next=%2Finvitations%2Fx');
    const page = pageOf(await get(site, '/sign-in?expired=1&next=/work/1'));
    expect(textOf(page.querySelector('[role=status]'))).toContain('You were signed out meanwhile');
    expect(page.querySelector<HTMLInputElement>('[name=next]')?.value).toBe('/work/1');
  });
});

describe('signing in by a mailed link', () => {
  it('works once, after a button, and leads on', async () => {
    const person = await insertPerson(site);
    await post(site, '/sign-in/link', { email: person.email, next: '/desk' });
    const link = await mailedLink(person.email);
    expect(link).toMatch(/^\/sign-in\/link\?token=\w+&next=%2Fdesk$/);

    // A program that opens every link of a mail leaves it as it is.
    for (let visits = 0; visits < 3; visits++) {
      const page = await get(site, link);
      expect([page.statusCode, page.headers['set-cookie']]).toEqual([200, undefined]);
    }
    const form = pageOf(await get(site, link));
    const fields = Object.fromEntries([...form.querySelectorAll('input')].map((input) => [input.name, input.value]));
    const signedIn = await post(site, '/sign-in/link/confirm', fields);
    // Without a password from before, the page that offers one comes first.
    expect(signedIn.headers.location).toBe('/reset?confirmed=1&next=%2Fdesk');
    expect((await get(site, '/sign-in', cookieOf(signedIn))).statusCode).toBe(303);

    const again = await post(site, '/sign-in/link/confirm', fields);
    expect([again.headers.location, again.headers['set-cookie']]).toEqual(['/sign-in?spent=1&next=%2Fdesk', undefined]);
  });

  it('ends the password of whoever signed up with the address before it was shown to be theirs', async () => {
    const squatter = cookieOf(await signUp());
    await post(site, '/sign-in/link', { email: ada.email });
    const token = new URL(await mailedLink(ada.email), 'http://x').searchParams.get('token') ?? '';
    await post(site, '/sign-in/link/confirm', { token });

    expect((await get(site, '/sign-in', squatter)).statusCode).toBe(200);
    expect((await post(site, '/sign-in', { email: ada.email, password: ada.password })).statusCode).toBe(422);
  });

  it.each(['/sign-in/link', '/reset'])('answers the same on %s whether or not the address is known', async (path) => {
    const { email } = await insertPerson(site);
    const answer = async (address: string) => {
      const response = await post(site, path, { email: address });
      await site.runJobs();
      return [response.statusCode, response.body.replaceAll(address, '')];
    };
    expect(await answer(email)).toEqual(await answer('nobody@school.org'));
    expect(await site.mailsTo(email)).toHaveLength(1);
    expect(await site.mailsTo('nobody@school.org')).toEqual([]);
  });

  it('sends only so many mails to one address', async () => {
    for (let asked = 0; asked < 5; asked++) await post(site, '/sign-in/link', { email: ada.email });
    expect((await post(site, '/sign-in/link', { email: ada.email })).statusCode).toBe(429);
  });

  it('re-renders with what was typed', async () => {
    const response = await post(site, '/sign-in/link', { email: 'ada@', next: '/desk' });
    expect(response.statusCode).toBe(422);
    expect(pageOf(response).querySelector<HTMLInputElement>('#email')?.getAttribute('value')).toBe('ada@');
    expect(pageOf(response).querySelector<HTMLInputElement>('[name=next]')?.value).toBe('/desk');
  });
});

describe('a new password', () => {
  it('is set once by the mailed link, and signs every browser out', async () => {
    const browser = cookieOf(await signUp());
    await post(site, '/reset', { email: ada.email, next: '/work/7' });
    const link = await mailedLink(ada.email);
    expect(link).toMatch(/^\/reset\/\w+\?next=%2Fwork%2F7$/);
    expect((await get(site, link)).statusCode).toBe(200);

    const path = link.split('?')[0] ?? '';
    const tooShort = await post(site, path, { password: 'short', next: '/work/7' });
    expect(tooShort.statusCode).toBe(422);
    const done = await post(site, path, { password: 'five new stones', next: '/work/7' });
    expect(done.headers.location).toBe('/sign-in?reset=1&next=%2Fwork%2F7');

    expect((await get(site, '/sign-in', browser)).statusCode).toBe(200);
    expect((await post(site, '/sign-in', { email: ada.email, password: ada.password })).statusCode).toBe(422);
    expect((await post(site, '/sign-in', { email: ada.email, password: 'five new stones' })).statusCode).toBe(303);
    const again = await post(site, path, { password: 'a third password' });
    expect(again.statusCode).toBe(422);
    expect(textOf(pageOf(again))).toContain('That link has been used, or it is too old');
  });

  it.each(['0', 'x'.repeat(150), "'%20or%201=1--"])('is not set by the made-up link %j', async (token) => {
    expect((await post(site, `/reset/${token}`, { password: 'five new stones' })).statusCode).toBe(422);
  });
});

describe('the local outbox', () => {
  it('shows messages with their links, newest first', async () => {
    const [first, second] = [await insertPerson(site), await insertPerson(site, { name: '<b>Bo</b>' })];
    for (const { email } of [first, second]) {
      await post(site, '/sign-in/link', { email });
      await site.runJobs();
    }
    const page = pageOf(await get(site, '/dev/outbox'));
    const messages = [...page.querySelectorAll('article')];
    expect(messages.map((message) => textOf(message).includes(second.email))).toEqual([true, false]);
    expect(textOf(messages[0] ?? null)).toContain('Hello <b>Bo</b>');
    expect(messages[0]?.querySelector('a')?.href).toMatch(/^http:\/\/tessera\.test\/sign-in\/link\?token=/);
  });

  it('does not exist in production', async () => {
    const production = await createTestApp({ production: true });
    expect((await get(production, '/dev/outbox')).statusCode).toBe(404);
    await production.close();
  });

  it('is no way around signing in to others’ pages', async () => {
    const headers = await signIn(site, await insertPerson(site));
    expect((await get(site, '/dev/outbox?before=not-an-id', headers)).statusCode).toBe(200);
  });
});
