import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '#platform/audit.ts';
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
import {
  type Person,
  type TestIssuer,
  insertIssuer,
  insertMember,
  insertMembership,
  insertPerson,
  signIn,
} from '../../../test/support/factories.ts';
import { removeRole } from './remove-role.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** An issuer with one admin, who is signed in. */
async function makeAdmin() {
  const { person: admin, issuer } = await insertMember(site, 'issuer_admin');
  return { admin, issuer, headers: await signIn(site, admin), people: `/admin/${issuer.slug}/people` };
}

async function rolesOf(person: Person, issuer: TestIssuer): Promise<string[]> {
  const rows = await site.db
    .selectFrom('memberships')
    .select('role')
    .where('person_id', '=', person.id)
    .where('issuer_id', '=', issuer.id)
    .orderBy('role')
    .execute();
  return rows.map(({ role }) => role);
}

async function actionsAt(issuer: TestIssuer): Promise<string[]> {
  const rows = await site.db.selectFrom('audit_events').select('action').where('issuer_id', '=', issuer.id).execute();
  return rows.map(({ action }) => action);
}

describe('people', () => {
  it('are listed with their roles, found by name and address, and paged by key', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const names = Array.from({ length: 55 }, (_, index) => `Robin ${String(index).padStart(2, '0')}`);
    for (const name of names) await insertMember(site, 'assessor', { issuer, name });
    await insertMember(site, 'assessor', { issuer, name: '100% Sure <b>' });
    await insertMember(site, 'assessor', { name: 'Robin of another issuer' });

    const found = await get(site, `${people}?q=robin`, headers);
    expect(textOf(pageOf(found))).toContain('55 people with a role here found for “robin”');
    const next = pageOf(found).querySelector('.pager a')?.getAttribute('href') ?? '';
    const second = textOf(pageOf(await get(site, next, headers)));
    expect(second).toContain('Robin 54');
    expect(second).not.toContain('Robin 49');
    expect(second).not.toContain('another issuer');

    const wild = pageOf(await get(site, `${people}?q=${encodeURIComponent('100%')}`, headers));
    expect([...wild.querySelectorAll('tbody tr')].map((row) => textOf(row.querySelector('th')))).toHaveLength(1);
    expect(textOf(wild)).toContain('100% Sure <b>');
    expect(textOf(pageOf(await get(site, `${people}?q=nobody`, headers)))).toContain('Nobody here has that');
  });

  it('get and lose roles, which count at once', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const { person } = await insertMember(site, 'assessor', { issuer });
    const theirs = await signIn(site, person);
    expect((await get(site, people, theirs)).statusCode).toBe(404);

    const given = await post(site, `${people}/${person.id}/roles`, { role: 'issuer_admin' }, headers);
    expect(given.headers.location).toBe(`${people}?done=given`);
    expect((await get(site, people, theirs)).statusCode).toBe(200);

    await post(site, `${people}/${person.id}/roles/issuer_admin/remove`, {}, headers);
    expect((await get(site, people, theirs)).statusCode).toBe(404);
    expect(await rolesOf(person, issuer)).toEqual(['assessor']);
    expect(await actionsAt(issuer)).toEqual(['role.given', 'role.removed']);
  });

  it('keep one admin at least', async () => {
    const { admin, issuer, headers, people } = await makeAdmin();
    const refused = await post(site, `${people}/${admin.id}/roles/issuer_admin/remove`, {}, headers);

    expect(refused.statusCode).toBe(409);
    expect(pageOf(refused).querySelector('[role=alert]')?.textContent).toContain('An issuer needs one issuer admin');
    expect(await rolesOf(admin, issuer)).toEqual(['issuer_admin']);

    const { person: second } = await insertMember(site, 'issuer_admin', { issuer });
    const left = await post(site, `${people}/${admin.id}/roles/issuer_admin/remove`, {}, headers);
    expect(left.headers.location).toBe('/work');
    expect(await rolesOf(second, issuer)).toEqual(['issuer_admin']);
  });

  it('keep one admin when two remove each other at the same moment', async () => {
    const { admin, issuer, headers, people } = await makeAdmin();
    const { person: second } = await insertMember(site, 'issuer_admin', { issuer });
    const first = await hold(site);
    const change = {
      issuerId: issuer.id,
      actorId: second.id,
      personId: admin.id,
      role: 'issuer_admin' as const,
      now: noon,
    };
    expect(await removeRole(first, change)).toEqual({ ok: true });

    const other = post(site, `${people}/${second.id}/roles/issuer_admin/remove`, {}, headers);
    await untilBlocked(site);
    await first.commit().execute();

    expect((await other).statusCode).toBe(409);
    expect(await rolesOf(second, issuer)).toEqual(['issuer_admin']);
  });

  it('lose a role while somebody else writes to the issuer’s trail', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const { person } = await insertMember(site, 'assessor', { issuer });
    const event = { issuerId: issuer.id, actorId: null, subject: { type: 'person', id: person.id } };

    const writer = await hold(site);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${issuer.id}`}, 0))`.execute(writer);
    const removal = post(site, `${people}/${person.id}/roles/assessor/remove`, {}, headers);
    await untilBlocked(site);
    await audit(writer, { ...event, action: 'ratings.saved' });
    await writer.commit().execute();

    expect((await removal).statusCode).toBe(303);
    expect(await actionsAt(issuer)).toEqual(['ratings.saved', 'role.removed']);
  });

  it('of another issuer, or with ids that name nobody, are not found', async () => {
    const { headers, people, issuer } = await makeAdmin();
    const other = await insertMember(site, 'assessor');
    expect((await get(site, `/admin/${other.issuer.slug}/people`, headers)).statusCode).toBe(404);
    for (const id of [other.person.id, '01a20264-5337-787e-ae49-a897929b8038', 'x', "';drop table people;--"]) {
      const path = `${people}/${encodeURIComponent(id)}/roles`;
      expect((await post(site, path, { role: 'issuer_admin' }, headers)).statusCode).toBe(404);
      expect((await post(site, `${path}/assessor/remove`, {}, headers)).statusCode).toBe(404);
    }
    expect(await rolesOf(other.person, issuer)).toEqual([]);
    expect(await rolesOf(other.person, other.issuer)).toEqual(['assessor']);
  });

  it('can’t be given a role that does not exist', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const { person } = await insertMember(site, 'assessor', { issuer });
    expect((await post(site, `${people}/${person.id}/roles`, { role: 'operator' }, headers)).statusCode).toBe(422);
    expect((await post(site, `${people}/${person.id}/roles/operator/remove`, {}, headers)).statusCode).toBe(404);
  });
});

describe('invitations', () => {
  const invite = (people: string, headers: { cookie: string }, email: string, role = 'assessor') =>
    post(site, `${people}/invitations`, { email, role }, headers);

  async function linkIn(email: string): Promise<string> {
    await site.runJobs();
    const mail = (await site.mailsTo(email)).at(-1);
    return new URL(/http\S+/.exec(mail?.text ?? '')?.[0] ?? 'none:').pathname;
  }

  it('go by mail, keep no secret behind, and lead to the role', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const invited = await insertPerson(site);
    expect((await invite(people, headers, ` ${invited.email.toUpperCase()} `)).headers.location).toBe(
      `${people}?done=invited`,
    );
    expect(textOf(pageOf(await get(site, people, headers)))).toContain(`${invited.email}Assessor`);

    const link = await linkIn(invited.email);
    expect(JSON.stringify(await site.db.selectFrom('invitations').selectAll().execute())).not.toContain(
      link.split('/')[2],
    );
    const theirs = await signIn(site, invited);
    expect((await post(site, link, {}, theirs)).statusCode).toBe(303);
    expect(await rolesOf(invited, issuer)).toEqual(['assessor']);
    expect(textOf(pageOf(await get(site, people, headers)))).toContain('None is waiting to be accepted');
  });

  it('replace an open one to the same role', async () => {
    const { headers, people } = await makeAdmin();
    const invited = await insertPerson(site);
    await invite(people, headers, invited.email);
    const first = await linkIn(invited.email);
    await invite(people, headers, invited.email);
    const second = await linkIn(invited.email);

    const theirs = await signIn(site, invited);
    expect((await post(site, first, {}, theirs)).statusCode).toBe(409);
    expect((await post(site, second, {}, theirs)).statusCode).toBe(303);
  });

  it('can be taken back, by the issuer’s own admins only', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const invited = await insertPerson(site);
    await invite(people, headers, invited.email);
    const link = await linkIn(invited.email);
    const [row] = await site.db.selectFrom('invitations').select('id').where('issuer_id', '=', issuer.id).execute();

    const other = await makeAdmin();
    expect((await post(site, `${other.people}/invitations/${row?.id}/withdraw`, {}, other.headers)).statusCode).toBe(
      404,
    );
    expect((await post(site, `${people}/invitations/${row?.id}/withdraw`, {}, headers)).statusCode).toBe(303);
    expect((await post(site, `${people}/invitations/${row?.id}/withdraw`, {}, headers)).statusCode).toBe(404);
    expect((await post(site, link, {}, await signIn(site, invited))).statusCode).toBe(409);
  });

  it('are refused to whoever has the role, and re-render what was typed', async () => {
    const { issuer, headers, people } = await makeAdmin();
    const { person } = await insertMember(site, 'assessor', { issuer });
    expect((await invite(people, headers, person.email)).statusCode).toBe(409);

    const wrong = await invite(people, headers, 'no address', 'designer');
    expect(wrong.statusCode).toBe(422);
    const page = pageOf(wrong);
    expect(page.title).toMatch(/^Error: /);
    expect(page.querySelector<HTMLInputElement>('#email')?.getAttribute('value')).toBe('no address');
    expect(page.querySelector<HTMLOptionElement>('#role option[selected]')?.value).toBe('designer');
    expect((await invite(people, headers, 'a@b.org', 'operator')).statusCode).toBe(422);
    expect(await site.db.selectFrom('invitations').selectAll().where('issuer_id', '=', issuer.id).execute()).toEqual(
      [],
    );
  });

  it('can be sent by operators everywhere', async () => {
    const issuer = await insertIssuer(site);
    const operator = await insertPerson(site, { isOperator: true });
    await insertMembership(site, issuer, operator, 'designer');
    const headers = await signIn(site, operator);
    expect((await invite(`/admin/${issuer.slug}/people`, headers, 'new@school.org')).statusCode).toBe(303);
    expect((await get(site, '/admin/no-such-issuer/people', headers)).statusCode).toBe(404);
    site.setNow(noon);
  });
});
