import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOpenBadgeSchema } from '#domain/credential/open-badge-schema.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { type Enrolment, insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { issueAward } from './issue-award.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

type Issued = { publicId: string; enrolment: Enrolment; cookies: { cookie: string } };

async function issue(): Promise<Issued> {
  const { enrolment, attemptId } = await insertDecided(site);
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return { publicId: result.publicId, enrolment, cookies: await signIn(site, enrolment.person) };
}

const credentialsOf = (publicId: string) =>
  site.db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .innerJoin('status_entries as e', 'e.award_credential_id', 'c.id')
    .innerJoin('status_lists as l', (join) =>
      join.onRef('l.issuer_id', '=', 'e.issuer_id').onRef('l.number', '=', 'e.list_number'),
    )
    .selectAll('c')
    .select(sql<boolean>`(get_byte(l.revoked, e.index / 8) >> (7 - e.index % 8)) & 1 = 1`.as('is_revoked'))
    .where('a.public_id', '=', publicId)
    .orderBy('c.number')
    .execute();

describe('POST /awards/:publicId/reissue', () => {
  it('issues to the address that the earner has now, keeps the date, and leaves the old one in force', async () => {
    const { publicId, enrolment, cookies } = await issue();
    await sql`update people set email = ${`new-${enrolment.person.email}`} where id = ${enrolment.person.id}`.execute(
      site.db,
    );
    const answer = await post(site, `/awards/${publicId}/reissue`, { to: 'email' }, cookies);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/verify/${publicId}?done=reissued`]);
    const told = pageOf(await get(site, `/verify/${publicId}?done=reissued`, cookies)).querySelector('[role=status]');
    expect(textOf(told)).toContain('It is issued again.');
    expect((await get(site, `/verify/${publicId}?done=reissued`)).body).not.toContain('It is issued again.');

    const [first, second] = await credentialsOf(publicId);
    expect(second).toMatchObject({ number: 2, reason: 'new-identity', identity: 'email', is_revoked: false });
    expect(first?.is_revoked).toBe(false);
    const [old, renewed] = [first, second].map((row) => row?.credential as Record<string, never>);
    expect(checkOpenBadgeSchema(renewed)).toEqual({ ok: true });
    for (const kept of ['awardedDate', 'validFrom', 'evidence', 'issuer']) expect(renewed?.[kept]).toEqual(old?.[kept]);
    const hashOf = (row: typeof first) =>
      (row?.credential as { credentialSubject: { identifier: { identityHash: string }[] } }).credentialSubject
        .identifier[0]?.identityHash;
    expect(hashOf(second)).not.toBe(hashOf(first));
    await site.runJobs();
    expect((await site.mailsTo(`new-${enrolment.person.email}`)).at(-1)?.subject).toMatch(/was issued again/);
  });

  it('issues to a bound wallet, and ends the earlier ones where that is asked for', async () => {
    const { publicId, enrolment, cookies } = await issue();
    const did = 'did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi';
    await site.db
      .insertInto('wallets')
      .values({ person_id: enrolment.person.id, did, name: 'Wallet 1', bound_at: site.deps.now() })
      .execute();
    await post(site, `/awards/${publicId}/reissue`, { to: did, 'ends-old': 'yes' }, cookies);
    const [first, second] = await credentialsOf(publicId);
    expect(second).toMatchObject({ identity: 'did', subject_did: did, is_revoked: false });
    expect(second?.credential).toMatchObject({ credentialSubject: { id: did } });
    expect(first?.is_revoked).toBe(true);
  });

  it.each([
    ['nothing that changes', {}, /Choose what changes/],
    ['a wallet of nobody', { to: 'did:key:zNobody' }, /Choose one of your wallets/],
    ['a name of the earner’s own choice', { name: 'Somebody Else' }, /Choose what changes/],
  ])('issues nothing for %s', async (_what, fields, message) => {
    const { publicId, cookies } = await issue();
    const answer = await post(site, `/awards/${publicId}/reissue`, fields, cookies);
    expect(answer.statusCode).toBe(422);
    expect(textOf(pageOf(answer))).toMatch(message);
    expect(await credentialsOf(publicId)).toHaveLength(1);
  });

  it('issues nothing of an award that is revoked', async () => {
    const { publicId, cookies, enrolment } = await issue();
    await sql`insert into award_status_events (issuer_id, award_id, status, reason, at)
      select issuer_id, id, 'revoked', 'Issued in error', now() from awards where public_id = ${publicId}`.execute(
      site.db,
    );
    await sql`update people set email = ${`other-${enrolment.person.email}`} where id = ${enrolment.person.id}`.execute(
      site.db,
    );
    const answer = await post(site, `/awards/${publicId}/reissue`, { to: 'email' }, cookies);
    expect(textOf(pageOf(answer))).toMatch(/This award is revoked/);
    const page = pageOf(await get(site, `/awards/${publicId}/reissue`, cookies));
    expect([page.querySelector('main form'), textOf(page)]).toEqual([null, expect.stringContaining('revoked')]);
    expect(await credentialsOf(publicId)).toHaveLength(1);
  });

  it('is not found for somebody else', async () => {
    const { publicId } = await issue();
    const stranger = await signIn(site, await insertPerson(site));
    expect((await get(site, `/awards/${publicId}/reissue`, stranger)).statusCode).toBe(404);
    expect((await post(site, `/awards/${publicId}/reissue`, { to: 'email' }, stranger)).statusCode).toBe(404);
  });
});

describe('POST /admin/:issuer/awards/:publicId/reissue', () => {
  it('corrects a name, tells the earner and keeps the trail; an issuer’s admin finds only its own awards', async () => {
    const { publicId, enrolment } = await issue();
    const { issuer } = enrolment.published;
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer });
    const cookies = await signIn(site, admin);
    const address = `/admin/${issuer.slug}/awards/${publicId}/reissue`;
    expect((await post(site, address, { name: '  ' }, cookies)).statusCode).toBe(422);
    expect((await post(site, address, { name: 'Ana  Luz' }, cookies)).statusCode).toBe(303);
    const [first, second] = await credentialsOf(publicId);
    expect(second).toMatchObject({ reason: 'new-name', recipient_name: 'Ana Luz' });
    expect(JSON.stringify(second?.credential)).toContain('"Ana Luz"');
    const trail = await sql<{ actor_id: string; details: unknown }>`select actor_id, details from audit_events
      where action = 'award.reissued' and subject_id = ${first?.award_id}`.execute(site.db);
    expect(trail.rows).toMatchObject([{ actor_id: admin.id, details: { newName: true } }]);
    // The trail is kept for ever: it says that there is another name, and not which.
    expect(JSON.stringify(trail.rows)).not.toContain('Ana');

    const other = await issue();
    expect((await get(site, `/admin/${issuer.slug}/awards/${other.publicId}/reissue`, cookies)).statusCode).toBe(404);
  });
});

describe('GET /verify/:publicId/credentials/:number', () => {
  it('answers each credential at its id, as JSON or as a JWT, to any site', async () => {
    const { publicId } = await issue();
    const address = `/verify/${publicId}/credentials/1`;
    const json = await get(site, address, { accept: 'application/vc' });
    expect(json.headers).toMatchObject({ 'access-control-allow-origin': '*', 'content-type': 'application/vc' });
    expect(json.json()).toMatchObject({ id: `${site.deps.baseUrl}${address}` });
    const jwts = [
      await get(site, address, { accept: 'application/vc+jwt' }),
      await get(site, `${address}.jwt`),
      await get(site, address, { accept: 'application/jwt' }),
    ].map(({ body }) => body);
    const claims = JSON.parse(Buffer.from(jwts[0]?.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
    expect(claims.jti).toBe(json.json<{ id: string }>().id);
    expect(new Set(jwts).size).toBe(1);
    for (const missing of ['2', '0', 'x', '1x', '9999999999', '2.jwt', 'x.jwt'])
      expect((await get(site, `/verify/${publicId}/credentials/${missing}`)).statusCode).toBe(404);
  });
});

describe('achievement.id', () => {
  it('is a page for people and the Achievement of the credential for programs, at the old address, too', async () => {
    const { publicId, enrolment } = await issue();
    const { credentialSubject } = (await get(site, `/verify/${publicId}/credentials/1`)).json<{
      credentialSubject: { achievement: { id: string } };
    }>();
    const { pathname } = new URL(credentialSubject.achievement.id);
    const page = await get(site, pathname);
    expect(textOf(pageOf(page))).toMatch(/version 1/);
    const achievement = await get(site, pathname, { accept: 'application/ld+json' });
    expect(achievement.headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(String(achievement.headers.vary)).toContain('accept');
    const { '@context': _context, ...content } = achievement.json<Record<string, unknown>>();
    expect(content).toEqual(credentialSubject.achievement);
    const older = await get(site, `/micro-credentials/${enrolment.published.definition.slug}?version=1`);
    expect(older.headers.location).toBe(pathname);
    expect((await get(site, pathname.replace(/1$/, '2'))).statusCode).toBe(404);
    expect(textOf(pageOf(page))).not.toMatch(/not the current version/);

    const { microCredentialId, versionId } = enrolment.published;
    const next = await site.db
      .insertInto('definition_versions')
      .columns(['issuer_id', 'micro_credential_id', 'number', 'sha256', 'document'])
      .expression((eb) =>
        eb
          .selectFrom('definition_versions')
          .select(['issuer_id', 'micro_credential_id'])
          .select([sql`2`.as('number'), sql`${'2'.repeat(64)}`.as('sha256')])
          .select('document')
          .where('id', '=', versionId),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    await site.db
      .updateTable('micro_credentials')
      .set({ current_version_id: next.id })
      .where('id', '=', microCredentialId)
      .execute();
    const old = pageOf(await get(site, pathname));
    expect(textOf(old)).toMatch(/This is not the current version/);
    expect(old.querySelector('.alert a')?.getAttribute('href')).toBe(pathname.replace('/versions/1', ''));
  });
});
