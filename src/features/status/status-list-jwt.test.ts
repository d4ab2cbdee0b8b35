import { sql } from 'kysely';
import { type JWK, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchOutside } from '#platform/fetch-outside.ts';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import { type TestSite, createTestApp, get, hold, noon, untilBlocked } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { issueAward } from '../awards/issue-award.ts';
import { revokeKey } from '../awards/revoke-key.ts';
import { createVerifyAnything } from '../verify/verify-anything.ts';
import { setAwardStatus } from './set-status.ts';
import { signStatusLists } from './sign-status-list.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://tessera.example' });
});
afterAll(() => site.close());

async function makeAward() {
  const { enrolment, attemptId } = await insertDecided(site);
  await issueAward(site.deps, { attemptId });
  const row = await site.db
    .selectFrom('awards')
    .innerJoin('award_credentials as c', 'c.award_id', 'awards.id')
    .select(['awards.id', 'c.jwt'])
    .where('awards.attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  return { id: row.id, jwt: row.jwt ?? '', issuer: enrolment.published.issuer };
}

type Award = Awaited<ReturnType<typeof makeAward>>;

const listOf = ({ issuer }: Award, accept: string, headers = {}) =>
  get(site, `/issuers/${issuer.slug}/status/revocation/1`, { accept, ...headers });

async function revoke({ id, issuer }: Award): Promise<void> {
  const change = { issuerId: issuer.id, awardId: id, reason: 'So', byPerson: null, at: site.deps.now() };
  await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'revoked' }));
  await site.runJobs();
}

describe('a status list as a JWT', () => {
  let award: Award;
  beforeAll(async () => {
    award = await makeAward();
  });

  it('says what the list with a proof says, and holds by the key that it names', async () => {
    const json = await listOf(award, 'application/json');
    const jwt = await listOf(award, 'application/vc+jwt');
    const { kid = '' } = decodeProtectedHeader(jwt.body);
    const key = (await get(site, new URL(kid).pathname)).json<JWK>();
    const { payload } = await jwtVerify(jwt.body, await importJWK(key, 'RS256'), {
      ...{ algorithms: ['RS256'], typ: 'vc+jwt', currentDate: noon },
      issuer: `did:web:tessera.example:issuers:${award.issuer.slug}`,
    });
    const { proof: _, ...list } = json.json<{ proof: unknown; id: string; validUntil: string }>();
    expect(payload).toMatchObject({ ...list, jti: list.id, exp: Date.parse(list.validUntil) / 1000 });
    const shared = ['access-control-allow-origin', 'cross-origin-resource-policy', 'cache-control', 'vary'];
    for (const header of shared) expect(jwt.headers[header]).toBe(json.headers[header]);
    expect(String(jwt.headers.vary)).toMatch(/\baccept\b/);

    // Each form has a mark of its own.
    expect(jwt.headers.etag).not.toBe(json.headers.etag);
    const mark = { 'if-none-match': String(jwt.headers.etag) };
    expect((await listOf(award, 'application/vc+jwt', mark)).statusCode).toBe(304);
    expect((await listOf(award, 'application/json', mark)).statusCode).toBe(200);
  });

  it.each([
    ['application/vc+jwt', 'application/vc+jwt'],
    ['application/jwt', 'application/jwt'],
    ['application/vc', 'application/vc'],
    ['application/json, application/vc+jwt;q=0.5', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('is told by its type: who asks for %s gets %s', async (accept, type) => {
    const answer = await listOf(award, accept);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type]);
    expect(answer.body.startsWith('{')).toBe(!type.endsWith('jwt'));
  });

  it('is what our own verifier can look a status up in', async () => {
    let change = (body: string) => body;
    const fetchDocument: FetchOutside = async (url) => {
      const { pathname } = new URL(url);
      const isList = pathname.includes('/status/');
      const answer = await get(site, pathname, { accept: isList ? 'application/vc+jwt' : 'application/json' });
      const body = Buffer.from(isList ? change(answer.body) : answer.body);
      return { url, status: answer.statusCode, contentType: String(answer.headers['content-type']), body };
    };
    const reasonNow = async () => {
      // One by one: each keeps what it was told for a while.
      const verify = createVerifyAnything({ now: () => noon, canonize: canonizeHere, fetchDocument });
      const found = await verify({ bytes: Buffer.from(award.jwt) });
      return found.ok ? found.verification.reason : found.problem;
    };
    expect(await reasonNow()).toBe('ok');
    await revoke(award);
    expect(await reasonNow()).toBe('revoked');
    change = (body) => `${body.slice(0, -20)}${'A'.repeat(20)}`;
    expect(await reasonNow()).toBe('status-unreadable');
  });

  it('is signed when it is asked for where the list was signed before there were JWTs of lists', async () => {
    await listOf(award, 'application/json');
    await sql`update status_list_credentials set jwt = null where issuer_id = ${award.issuer.id}`.execute(site.db);
    expect((await listOf(award, 'application/jwt')).body).toMatch(/^ey/);
  });
});

describe('signing the lists', () => {
  it('is done once by two who were asked at the same time', async () => {
    const award = await makeAward();
    const list = { issuerId: award.issuer.id, number: 1 };
    const held = await hold(site);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`status-list:${list.issuerId}:1`}, 0))`.execute(held);
    const both = [signStatusLists(site.deps, list), signStatusLists(site.deps, list)];
    await untilBlocked(site, 2);
    // Whoever comes second would write over what the first has signed.
    await sql`create function signed_twice() returns trigger language plpgsql as $$ begin raise 'signed twice'; end $$`.execute(
      site.db,
    );
    await sql`create trigger signed_twice before update on status_list_credentials for each row execute function signed_twice()`.execute(
      site.db,
    );
    await held.commit().execute();
    const done = await Promise.allSettled(both);
    await sql`drop trigger signed_twice on status_list_credentials`.execute(site.db);
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect((await listOf(award, 'application/json')).statusCode).toBe(200);
  });

  it.each(['ed25519', 'rsa'] as const)('is done anew once the %s key is revoked', async (algorithm) => {
    const award = await makeAward();
    await listOf(award, 'application/json');
    const key = await site.db
      .selectFrom('issuer_keys')
      .select('id')
      .where('issuer_id', '=', award.issuer.id)
      .where('algorithm', '=', algorithm)
      .executeTakeFirstOrThrow();
    await revokeKey(site.deps, { issuer: award.issuer, keyId: key.id, reason: 'Lost.', actorId: null });
    // The lists alone: nothing of them changes.
    await site.runJobs({ 'replace-credentials': async () => undefined });
    const { assertionMethod } = (await get(site, `/issuers/${award.issuer.slug}/did.json`)).json<{
      assertionMethod: string[];
    }>();
    const { proof } = (await listOf(award, 'application/json')).json<{ proof: { verificationMethod: string }[] }>();
    const { kid = '' } = decodeProtectedHeader((await listOf(award, 'application/jwt')).body);
    expect(assertionMethod).toContain(proof[0]?.verificationMethod);
    expect(assertionMethod.map((id) => id.split('#')[1])).toContain(new URL(kid).pathname.split('/').at(-1));
  });
});
