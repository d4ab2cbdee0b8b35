import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '#platform/hash.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertIssuer, insertPerson, signIn } from '../../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const day = 24 * 3600_000;

/** An invitation to assess, open for two weeks from noon; its token is the given one. */
async function invite(token: string, overrides: { email?: string; withdrawn_at?: Date } = {}) {
  const issuer = await insertIssuer(site);
  const person = await insertPerson(site, { emailVerified: false });
  const values = { issuer_id: issuer.id, email: person.email, role: 'assessor' as const, token_sha256: sha256(token) };
  await site.db
    .insertInto('invitations')
    .values({ ...values, expires_at: new Date(noon.getTime() + 14 * day), ...overrides })
    .execute();
  return { issuer, person, url: `/invitations/${token}` };
}

const rolesOf = (personId: string) =>
  site.db.selectFrom('memberships').select(['issuer_id', 'role']).where('person_id', '=', personId).execute();

describe('an invitation', () => {
  it('leads through signing in, and back, to the role', async () => {
    const { issuer, person, url } = await invite('token-accept');
    const stranger = pageOf(await get(site, url));
    const ways = [...stranger.querySelectorAll('main a')].map((link) => link.getAttribute('href'));
    expect(ways).toEqual([
      `/sign-in?next=${encodeURIComponent(url)}`,
      `/sign-up?${new URLSearchParams({ email: person.email, next: url }).toString()}`,
    ]);

    const headers = await signIn(site, person);
    expect((await get(site, '/desk', headers)).statusCode).not.toBe(200);
    const page = pageOf(await get(site, url, headers));
    expect(page.querySelector(`form[action="${url}"] button`)?.textContent).toBe('Accept');
    const accepted = await post(site, url, {}, headers);

    expect([accepted.statusCode, accepted.headers.location]).toEqual([303, '/desk']);
    expect(await rolesOf(person.id)).toEqual([{ issuer_id: issuer.id, role: 'assessor' }]);
    const events = await site.db.selectFrom('audit_events').select(['action', 'actor_id']).execute();
    expect(events).toContainEqual({ action: 'invitation.accepted', actor_id: person.id });
    expect((await post(site, url, {}, headers)).statusCode).toBe(409);
  });

  it('is not for another person', async () => {
    const { person, url } = await invite('token-other');
    const other = await insertPerson(site);
    const headers = await signIn(site, other);

    const page = pageOf(await get(site, url, headers));
    expect(textOf(page)).toContain(`It was sent to ${person.email}, but you are signed in as ${other.email}`);
    expect(page.querySelector(`form[action="${url}"]`)).toBeNull();
    expect((await post(site, url, {}, headers)).statusCode).toBe(404);
    expect(await rolesOf(other.id)).toEqual([]);
  });

  it.each([
    ['expired', {}, 15, 'This invitation is too old'],
    ['withdrawn', { withdrawn_at: noon }, 0, 'This invitation was taken back'],
  ])('gives nothing when it is %s', async (token, overrides, days, message) => {
    const { person, url } = await invite(`token-${token}`, overrides);
    site.setNow(new Date(noon.getTime() + days * day));
    const headers = await signIn(site, person);

    expect(textOf(pageOf(await get(site, url, headers)))).toContain(message);
    expect((await post(site, url, {}, headers)).statusCode).toBe(409);
    expect(await rolesOf(person.id)).toEqual([]);
    site.setNow(noon);
  });

  it('does not exist under a token that nobody was sent', async () => {
    expect((await get(site, '/invitations/made-up')).statusCode).toBe(404);
    const headers = await signIn(site, await insertPerson(site));
    expect((await post(site, '/invitations/made-up', {}, headers)).statusCode).toBe(404);
  });

  it('sends whoever is not signed in to sign in', async () => {
    const { url } = await invite('token-anonymous');
    expect((await post(site, url, {})).headers.location).toMatch(/^\/sign-in\?/);
  });
});
