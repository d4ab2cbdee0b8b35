import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { type Published, insertEnrolment, insertPublished } from '../../../test/support/factories.ts';
import { issueAward } from './issue-award.ts';
import { listIssuerKeys } from './issuer-keys.queries.ts';
import { reissueCredential } from './reissue-credential.ts';
import { replaceCredentials } from './replace-credentials.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

async function award(published: Published): Promise<string> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  await issueAward(site.deps, { attemptId });
  const { id } = await site.db
    .selectFrom('awards')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  return id;
}

const toWallet = (awardId: string, did: string) =>
  site.db
    .transaction()
    .execute((trx) => reissueCredential(trx, site.deps, { awardId, reason: 'new-identity', recipient: { did } }));

async function credentialsOf(awardId: string) {
  const { rows } = await sql<{ number: number; reason: string; credential: unknown; jwt: string; revoked: boolean }>`
    select c.number, c.reason, c.credential, c.jwt, (get_byte(l.revoked, e.index / 8) >> (7 - e.index % 8)) & 1 = 1 as revoked
    from award_credentials c join status_entries e on e.award_credential_id = c.id
      join status_lists l on l.issuer_id = e.issuer_id and l.number = e.list_number
    where c.award_id = ${awardId} order by c.number`.execute(site.db);
  return rows;
}

/** By our own verifier, with the keys and lists that the site serves. */
async function verdict(award: unknown): Promise<string> {
  const answer = await site.app.inject({
    method: 'POST',
    url: '/api/verify',
    headers: { accept: 'application/json' },
    payload: { award },
  });
  const { outcome, reason } = answer.json<{ outcome: string; reason: string }>();
  return `${outcome}: ${reason}`;
}

const secured = { ed25519: 'credential', rsa: 'jwt' } as const;

describe.each(['ed25519', 'rsa'] as const)('after an %s key is revoked', (algorithm) => {
  it('no credential that it signed counts, in a wallet or anywhere; of each award the newest is signed again', async () => {
    const published = await insertPublished(site);
    const { issuer } = published;
    const inWallets = await award(published);
    await toWallet(inWallets, 'did:example:phone');
    await toWallet(inWallets, 'did:example:laptop');
    const renamedSince = await award(published);
    const keyId =
      (await listIssuerKeys(site.db, issuer.id)).find((key) => key.algorithm === algorithm && key.state === 'active')
        ?.id ?? '';
    await rotateKey(site.deps, { issuer, keyId, actorId: null });
    await toWallet(renamedSince, 'did:example:tablet');

    await revokeKey(site.deps, { issuer, keyId, reason: 'A backup was lost.', actorId: null });
    await site.runJobs();
    const told = async (awardId: string) =>
      (await credentialsOf(awardId)).map(({ number, reason, revoked }) => [number, reason, revoked]);
    expect(await told(inWallets)).toEqual([
      [1, 'issued', true],
      [2, 'new-identity', true],
      [3, 'new-identity', true],
      [4, 'new-key', false],
    ]);
    expect(await told(renamedSince)).toEqual([
      [1, 'issued', true],
      [2, 'new-identity', false],
    ]);
    const all = [...(await credentialsOf(inWallets)), ...(await credentialsOf(renamedSince))];
    const verdicts = [];
    for (const row of all) verdicts.push(await verdict(row[secured[algorithm]]));
    const bad = 'failed: key-revoked';
    expect(verdicts).toEqual([bad, bad, bad, 'verified: ok', bad, 'verified: ok']);

    // Run again it changes nothing.
    expect(await replaceCredentials(site.deps, { keyId })).toBe(0);
    expect(await told(inWallets)).toHaveLength(4);
  });
});

describe('what others keep of an issuer’s keys', () => {
  it('is asked for anew, so that a new key counts at once', async () => {
    const published = await insertPublished(site);
    await award(published);
    const { issuer } = published;
    const url = `/issuers/${issuer.slug}/did.json`;
    const kept = await get(site, url);
    const ask = () => get(site, url, { 'if-none-match': String(kept.headers.etag) });
    expect([kept.headers['cache-control'], (await ask()).statusCode]).toEqual(['public, no-cache', 304]);
    const [active] = await listIssuerKeys(site.db, issuer.id);
    await rotateKey(site.deps, { issuer, keyId: active?.id ?? '', actorId: null });
    expect((await ask()).statusCode).toBe(200);
  });

  it('is no key that was revoked, for those who verify a JWT by the key that it names and by nothing else', async () => {
    const published = await insertPublished(site);
    await award(published);
    const { issuer } = published;
    const rsa = (await listIssuerKeys(site.db, issuer.id)).find(({ algorithm }) => algorithm === 'rsa');
    const url = `/issuers/${issuer.slug}/keys/${rsa?.name}`;
    expect((await get(site, url)).statusCode).toBe(200);
    await rotateKey(site.deps, { issuer, keyId: rsa?.id ?? '', actorId: null });
    expect((await get(site, url)).statusCode).toBe(200);
    await revokeKey(site.deps, { issuer, keyId: rsa?.id ?? '', reason: 'A backup was lost.', actorId: null });
    const gone = await get(site, url, { accept: 'application/json' });
    expect([gone.statusCode, gone.headers['access-control-allow-origin']]).toEqual([410, '*']);
    expect(gone.body).not.toContain('"n"');
  });
});
