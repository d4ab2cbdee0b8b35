import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBadge } from '#domain/badge/read-badge.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertIssuer, insertMember, insertPerson, signIn } from '../../../test/support/factories.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { issueAward } from './issue-award.ts';
import { reissueCredential } from './reissue-credential.ts';

/** An award whose name was corrected: its first credential bears a former one. */
let site: TestSite;
let awardId: string;
let issuer: { id: string; slug: string };
let address: string;
let former: { credential: unknown; jwt: string };
let signedIn: Record<'its earner' | 'an admin of its issuer' | 'an operator' | 'another admin' | 'somebody', Headers>;
type Headers = Record<string, string>;

const formerName = 'Anneliese Former';

beforeAll(async () => {
  site = await createTestApp();
  const { enrolment, attemptId } = await insertDecided(site);
  issuer = enrolment.published.issuer;
  await site.db.updateTable('people').set({ name: formerName }).where('id', '=', enrolment.person.id).execute();
  const issued = await issueAward(site.deps, { attemptId });
  address = `/verify/${issued.ok ? issued.publicId : ''}`;
  const row = await site.db
    .selectFrom('awards as a')
    .innerJoin('award_credentials as c', 'c.award_id', 'a.id')
    .select(['a.id', 'c.credential', 'c.jwt'])
    .where('a.attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  [awardId, former] = [row.id, { credential: row.credential, jwt: row.jwt ?? '' }];
  const change = { awardId, reason: 'new-name', recipient: { name: 'Anna Present' } } as const;
  await site.db.transaction().execute((trx) => reissueCredential(trx, site.deps, change));
  const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: enrolment.published.issuer });
  const { person: other } = await insertMember(site, 'issuer_admin', { issuer: await insertIssuer(site) });
  const operator = await insertPerson(site);
  await site.db.updateTable('people').set({ is_operator: true }).where('id', '=', operator.id).execute();
  signedIn = {
    'its earner': await signIn(site, enrolment.person),
    'an admin of its issuer': await signIn(site, admin),
    'an operator': await signIn(site, operator),
    'another admin': await signIn(site, other),
    somebody: await signIn(site, await insertPerson(site)),
  };
});
afterAll(() => site.close());

describe('a credential of a former name', () => {
  it.each([
    ['JSON', '/credentials/1', 'application/vc'],
    ['a JWT', '/credentials/1', 'application/vc+jwt'],
    ['a page', '/credentials/1', 'text/html'],
    ['a file', '/credentials/1.jwt', '*/*'],
  ])('is gone as %s, and says where the present one is', async (_what, path, accept) => {
    const answer = await get(site, `${address}${path}`, { accept });
    const latest = `${site.deps.baseUrl}${address}${path.replace('/1', '/2')}`;
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      410,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.headers).toMatchObject({
      link: `<${latest}>; rel="latest-version"`,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'link',
      vary: expect.stringContaining('cookie') as string,
    });
    expect(answer.json()).toMatchObject({ status: 410, latestVersion: latest });
    expect(answer.body).not.toContain('Former');
    const { pathname } = new URL(latest);
    expect((await get(site, pathname, { accept })).statusCode).toBe(200);
  });

  it.each(['its earner', 'an admin of its issuer', 'an operator'] as const)('can be read by %s', async (who) => {
    for (const path of ['/credentials/1', '/credentials/1.jwt']) {
      const answer = await get(site, `${address}${path}`, signedIn[who]);
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each(['another admin', 'somebody'] as const)('can’t be read by %s', async (who) => {
    expect((await get(site, `${address}/credentials/1`, signedIn[who])).statusCode).toBe(410);
  });

  it.each(['/credential.json', '/credential.jwt', '/badge.png', '/badge.png?format=jwt', '/badge.svg'])(
    'is not what %s gives',
    async (path) => {
      const answer = await get(site, `${address}${path}`);
      expect(answer.statusCode).toBe(200);
      const read = readBadge(answer.rawPayload);
      if (!read.ok) throw new Error(read.reason);
      const { text } = read.badge;
      const said = text.startsWith('{') ? text : Buffer.from(text.split('.')[1] ?? '', 'base64url').toString();
      expect((JSON.parse(said) as { id: string }).id).toBe(`${site.deps.baseUrl}${address}/credentials/2`);
      expect(said).not.toContain('Former');
    },
  );

  it('still verifies for whoever holds a copy, as a credential and as a JWT', async () => {
    for (const award of [former.credential, former.jwt]) {
      const answer = await verify(award);
      expect(answer.json()).toMatchObject({ outcome: 'verified', says: { earner: formerName } });
    }
  });

  it.each(['/credentials/1', '/credentials/1.jwt'])(
    'is told as replaced where its address %s is verified',
    async (path) => {
      const typed = `${site.deps.baseUrl}${address}${path}`;
      const told = `replaced by a newer one of the same award. Check that one: ${site.deps.baseUrl}${address}/credentials/2`;
      const answer = await verify(typed);
      expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining(told)]);
      const page = await post(site, '/verify', { award: typed });
      expect([page.statusCode, textOf(pageOf(page))]).toEqual([422, expect.stringContaining(told)]);
      const linked = await get(site, `/verify?award=${encodeURIComponent(typed)}`);
      expect([linked.statusCode, textOf(pageOf(linked))]).toEqual([410, expect.stringContaining(told)]);
      expect(answer.body + page.body + linked.body).not.toContain('Former');
    },
  );

  it('is served on where the newer one bears the same name: both are in force', async () => {
    const change = { awardId, reason: 'new-identity', recipient: { name: 'Anna Present' } } as const;
    await site.db.transaction().execute((trx) => reissueCredential(trx, site.deps, change));
    for (const number of [2, 3]) {
      const answer = await get(site, `${address}/credentials/${number}`, { accept: 'application/vc' });
      expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    }
    const named = `${site.deps.baseUrl}${address}/credentials/2`;
    const page = await get(site, `/verify?award=${encodeURIComponent(named)}`);
    expect([page.statusCode, textOf(pageOf(page))]).toEqual([200, expect.stringContaining('Anna Present')]);
  });

  it('leaves the present one to be verified by its address, and served when it is revoked, too', async () => {
    const present = `${address}/credentials/3`;
    const found = await post(site, '/verify', { award: `${site.deps.baseUrl}${present}` });
    expect([found.statusCode, found.headers.location]).toEqual([303, address]);
    const change = { issuerId: issuer.id, awardId, reason: 'So', byPerson: null, at: site.deps.now() };
    await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'revoked' }));
    await site.runJobs();
    for (const path of [present, `${present}.jwt`]) expect((await get(site, path)).statusCode).toBe(200);
    const answer = await verify((await get(site, present, { accept: 'application/json' })).json());
    expect(answer.json()).toMatchObject({ outcome: 'failed', reason: 'revoked' });
    expect((await get(site, `${address}/credentials/1`)).statusCode).toBe(410);
  });
});

function verify(award: unknown) {
  return site.app.inject({
    method: 'POST',
    url: '/api/verify',
    headers: { accept: 'application/json' },
    payload: { award },
  });
}
