import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon } from '../../test/support/app.ts';
import { insertPerson, signIn } from '../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const day = 24 * 3600_000;

describe('the accounts library on our tables', () => {
  it('signs up with ids of the database, a lower-case address, and a cookie that we can read', async () => {
    const { headers, response } = await site.deps.auth.api.signUpEmail({
      body: { name: 'Ada Lopez', email: 'Ada@Example.ORG', password: 'a long password' },
      headers: new Headers(),
      returnHeaders: true,
    });

    expect(response.user.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(await site.db.selectFrom('people').select(['email', 'email_verified']).execute()).toEqual([
      { email: 'ada@example.org', email_verified: false },
    ]);
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(headers.getSetCookie().join()).toMatch(/HttpOnly/);
    expect((await get(site, '/not-there', { cookie })).body).not.toContain('Ada Lopez');
    const page = await get(site, '/sign-in', { cookie });
    expect(page.statusCode).toBe(303);
  });

  it('keeps tokens of mails only as hashes', async () => {
    const person = await insertPerson(site);
    await site.deps.auth.api.signInMagicLink({ body: { email: person.email }, headers: new Headers() });
    await site.runJobs();

    const [mail] = await site.mailsTo(person.email);
    const token = new URL(/http\S+/.exec(mail?.text ?? '')?.[0] ?? '').searchParams.get('token') ?? '';
    expect(token).toMatch(/^[A-Za-z]{32}$/);
    const stored = await site.db.selectFrom('verifications').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(token);
  });
});

describe('a session', () => {
  it('is lengthened, with its cookie, by a visit after a day, not by every page', async () => {
    const headers = await signIn(site, await insertPerson(site));
    site.setNow(new Date(noon.getTime() + day / 2));
    expect((await get(site, '/library', headers)).headers['set-cookie']).toBeUndefined();

    site.setNow(new Date(noon.getTime() + 2 * day));
    const renewed = await get(site, '/library', headers);
    expect(renewed.headers['set-cookie']).toMatch(/^tessera\.session_token=.*Max-Age=2592000.*HttpOnly; SameSite=Lax/);
    expect((await get(site, '/library', headers)).headers['set-cookie']).toBeUndefined();

    site.setNow(new Date(noon.getTime() + 31 * day));
    expect((await get(site, '/sign-in', headers)).statusCode).toBe(303);
    site.setNow(new Date(noon.getTime() + 70 * day));
    expect((await get(site, '/sign-in', headers)).statusCode).toBe(200);
    site.setNow(noon);
  });

  it('is not looked up for what answers everyone alike', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tessera-assets-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/a.js'), ';');
    const assets = { styles: [], enhance: undefined, islands: undefined, folder };
    const built = await createTestApp({ overrides: { assets } });
    const headers = await signIn(built, await insertPerson(built));
    built.setNow(new Date(noon.getTime() + 2 * day));
    for (const url of ['/healthz', '/assets/a.js']) {
      const answer = await get(built, url, headers);
      expect([url, answer.statusCode, answer.headers['set-cookie']]).toEqual([url, 200, undefined]);
    }
    expect((await get(built, '/library', headers)).headers['set-cookie']).toBeDefined();
    await built.close();
    await rm(folder, { recursive: true });
  });

  it('comes over HTTPS by the cookie that browsers take from HTTPS alone', async () => {
    const secure = await createTestApp({ baseUrl: 'https://tessera.test' });
    const { cookie } = await signIn(secure, await insertPerson(secure));
    expect((await get(secure, '/work', { cookie })).statusCode).toBe(200);
    const planted = cookie.replace('__Secure-', '');
    expect((await get(secure, '/work', { cookie: planted })).statusCode).toBe(303);
    await secure.close();
  });

  it('is nothing with a signature that is not ours', async () => {
    const { cookie } = await signIn(site, await insertPerson(site));
    const forged = cookie.replace(/\.[^.]*$/, `.${encodeURIComponent(Buffer.alloc(32).toString('base64'))}`);
    expect((await get(site, '/sign-in', { cookie: forged })).statusCode).toBe(200);
  });
});
