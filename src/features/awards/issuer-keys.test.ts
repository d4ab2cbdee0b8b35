import { createKeyService } from '#platform/key-service.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Published,
  insertEnrolment,
  insertIssuer,
  insertMember,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { startKeyService } from '../../../test/support/key-service.ts';
import { jwtHolds, verifies } from '../../../test/support/stranger.ts';
import { checkKeys } from './check-keys.ts';
import { issueAward } from './issue-award.ts';
import { getSigningKeys } from './issuer-keys.ts';
import { listIssuerKeys } from './issuer-keys.queries.ts';
import { replaceCredentials } from './replace-credentials.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

async function award(published: Published, deps = site.deps): Promise<string> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  const result = await issueAward(deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

const credentialsOf = (publicId: string) =>
  site.db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .selectAll('c')
    .where('a.public_id', '=', publicId)
    .orderBy('c.number')
    .execute();

const keysOf = async (issuer: { id: string }) =>
  Object.fromEntries((await listIssuerKeys(site.db, issuer.id)).map((key) => [`${key.algorithm} ${key.state}`, key]));

describe('an issuer’s keys', () => {
  it('are made on first need, both at once, and served for everybody', async () => {
    const published = await insertPublished(site);
    const [credential] = await credentialsOf(await award(published));
    const { 'ed25519 active': proof, 'rsa active': jwt } = await keysOf(published.issuer);

    const response = await get(site, `/issuers/${published.issuer.slug}/keys/${jwt?.name}`);
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, no-cache',
    });
    expect(response.json()).toMatchObject({ kty: 'RSA', alg: 'RS256', kid: jwt?.name });
    expect((await get(site, `/issuers/${published.issuer.slug}/keys/other`)).statusCode).toBe(404);

    const did = (await get(site, `/issuers/${published.issuer.slug}/did.json`)).json<{ assertionMethod: string[] }>();
    expect(did.assertionMethod.map((id) => id.split('#')[1]).sort()).toEqual([proof?.name, jwt?.name].sort());
    expect(await verifies(site, credential?.credential)).toBe(true);
    expect(await jwtHolds(site, credential?.jwt ?? '')).toBe(true);
    const rows = await site.db.selectFrom('issuer_keys').select('secret_encrypted').execute();
    expect(JSON.stringify(rows)).not.toContain('PRIVATE KEY');
  });

  it('rotate: the new one signs, and what the one before signed still verifies', async () => {
    const published = await insertPublished(site);
    const older = await award(published);
    for (const kind of ['ed25519 active', 'rsa active']) {
      const keyId = (await keysOf(published.issuer))[kind]?.id ?? '';
      const rotation = { issuer: published.issuer, keyId, actorId: null };
      // Of two who rotate the same key at once one does.
      const both = await Promise.all([rotateKey(site.deps, rotation), rotateKey(site.deps, rotation)]);
      expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    }
    const newer = await award(published);

    const [before] = await credentialsOf(older);
    const [after] = await credentialsOf(newer);
    expect(after?.issuer_key_id).not.toBe(before?.issuer_key_id);
    expect(after?.jwt_key_id).not.toBe(before?.jwt_key_id);
    for (const one of [before, after]) {
      expect(await verifies(site, one?.credential)).toBe(true);
      expect(await jwtHolds(site, one?.jwt ?? '')).toBe(true);
    }
  });

  it('revoke: nothing that it signed verifies, every award is signed again as it was, and goes on where it was killed', async () => {
    const published = await insertPublished(site);
    const awards = [await award(published), await award(published), await award(published)];
    const keyId = (await keysOf(published.issuer))['ed25519 active']?.id ?? '';
    const revocation = { issuer: published.issuer, keyId, reason: 'A backup was lost.', actorId: null };

    expect(await revokeKey(site.deps, { ...revocation, reason: ' ' })).toEqual({ ok: false, reason: 'no-reason' });
    expect(await revokeKey(site.deps, revocation)).toEqual({ ok: true });
    expect(await revokeKey(site.deps, revocation)).toEqual({ ok: false, reason: 'already-revoked' });
    const [old] = await credentialsOf(awards[0] ?? '');
    expect(await verifies(site, old?.credential)).toBe(false);

    // Half of it was done when the worker was killed: another run does the rest, and no more than that.
    const crash = new Error('killed');
    const dying = { ...site.deps, now: dyingClock(2, crash) };
    await expect(replaceCredentials(dying, { keyId })).rejects.toThrow(crash);
    await site.runJobs();
    expect(await replaceCredentials(site.deps, { keyId })).toBe(0);

    for (const publicId of awards) {
      const [first, second, ...more] = await credentialsOf(publicId);
      expect(more).toEqual([]);
      expect(second).toMatchObject({ reason: 'new-key', number: 2 });
      expect(await verifies(site, second?.credential)).toBe(true);
      const same = ({ credentialSubject, awardedDate }: Record<string, unknown>) => ({
        credentialSubject,
        awardedDate,
      });
      expect(same(second?.credential as Record<string, unknown>)).toEqual(
        same(first?.credential as Record<string, unknown>),
      );
      expect(await isRevoked(first?.id ?? '')).toBe(true);
      expect(await isRevoked(second?.id ?? '')).toBe(false);
    }
    const trail = await site.db.selectFrom('audit_events').select('action').where('subject_id', '=', keyId).execute();
    expect(trail).toEqual([{ action: 'issuer-key.revoked' }]);
  });

  it('leave an award that was revoked as it is when its key is', async () => {
    const published = await insertPublished(site);
    const publicId = await award(published);
    await sql`insert into award_status_events (issuer_id, award_id, status, reason, at)
      select issuer_id, id, 'revoked', 'Copied.', ${noon} from awards where public_id = ${publicId}`.execute(site.db);
    const keyId = (await keysOf(published.issuer))['rsa active']?.id ?? '';
    await revokeKey(site.deps, { issuer: published.issuer, keyId, reason: 'Lost.', actorId: null });
    await site.runJobs();
    expect(await credentialsOf(publicId)).toHaveLength(1);
  });

  it('are waited for by whoever revokes one, so that no award is left behind under it', async () => {
    const published = await insertPublished(site);
    await award(published);
    const keyId = (await keysOf(published.issuer))['ed25519 active']?.id ?? '';
    const signing = await hold(site);
    await getSigningKeys(signing, published.issuer, site.deps);
    const revoking = revokeKey(site.deps, { issuer: published.issuer, keyId, reason: 'Lost.', actorId: null });
    await untilBlocked(site, 1);
    await signing.commit().execute();
    expect(await revoking).toEqual({ ok: true });
  });
});

async function isRevoked(credentialId: string): Promise<boolean> {
  const { rows } = await sql<{ revoked: boolean }>`
    select get_bit(l.revoked, (e.index / 8) * 8 + 7 - e.index % 8) = 1 as revoked
    from status_entries e join status_lists l on l.issuer_id = e.issuer_id and l.number = e.list_number
    where e.award_credential_id = ${credentialId}`.execute(site.db);
  return rows[0]?.revoked ?? false;
}

/** A clock that stops whoever asks it once too often. */
function dyingClock(times: number, crash: Error): () => Date {
  let left = times;
  return () => {
    if (left === 0) throw crash;
    left -= 1;
    return noon;
  };
}

describe('the keys’ page', () => {
  it('lets an issuer admin rotate, and asks once before it revokes', async () => {
    const issuer = await insertIssuer(site);
    const published = await insertPublished(site, { issuer });
    await award(published);
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer });
    const headers = await signIn(site, admin);
    const { 'ed25519 active': key, 'rsa active': rsa } = await keysOf(issuer);
    const here = `/admin/${issuer.slug}/keys`;

    expect((await post(site, `${here}/${key?.id}/rotate`, {}, headers)).headers.location).toBe(`${here}?done=rotated`);
    expect((await post(site, `${here}/${key?.id}/rotate`, {}, headers)).statusCode).toBe(409);
    const asked = await get(site, `${here}/${rsa?.id}/revoke`, headers);
    expect(textOf(pageOf(asked))).toContain('It signed 1 credential.');
    const unsaid = await post(site, `${here}/${rsa?.id}/revoke`, { reason: ' ' }, headers);
    expect(unsaid.statusCode).toBe(422);
    expect(textOf(pageOf(unsaid))).toContain('Say why the key is revoked');
    await post(site, `${here}/${rsa?.id}/revoke`, { reason: 'A laptop was stolen.' }, headers);
    const page = textOf(pageOf(await get(site, here, headers)));
    expect(page).toContain('“A laptop was stolen.”');
    expect(page).toContain('1 award to sign again');
  });
});

describe('a key service', () => {
  it('makes the keys and signs with them; what it signs wrongly is refused, and no error tells its token', async () => {
    const service = await startKeyService();
    const published = await insertPublished(site);
    const token = 'a token of its own';
    const deps = { ...site.deps, keyService: createKeyService({ url: service.url, token }) };

    const [credential] = await credentialsOf(await award(published, deps));
    expect(await verifies(site, credential?.credential)).toBe(true);
    expect(await jwtHolds(site, credential?.jwt ?? '')).toBe(true);
    const stored = await site.db
      .selectFrom('issuer_keys')
      .select(['secret_encrypted', 'service_key'])
      .where('issuer_id', '=', published.issuer.id)
      .execute();
    expect(stored.map((row) => row.secret_encrypted)).toEqual([null, null]);

    service.behaviour.lies = true;
    await expect(award(published, deps)).rejects.toThrow('does not fit the public key');
    const wrong = { ...deps, keyService: createKeyService({ url: service.url, token: 'another token' }) };
    await expect(award(published, wrong)).rejects.toThrow(/refused \(401\). Check KEY_SERVICE_TOKEN/);
    await service.close();
    const away = await award(published, deps).catch((error: unknown) => String(error));
    expect(away).toMatch(/can’t be reached/);
    expect(away).not.toContain(token);
    await expect(award(published)).rejects.toThrow(/Set KEY_SERVICE_URL and KEY_SERVICE_TOKEN/);
    const problems = (await checkKeys(deps)).filter(({ problem }) => problem !== undefined);
    expect(problems.map(({ issuerSlug }) => issuerSlug)).toEqual([published.issuer.slug, published.issuer.slug]);
  });
});
