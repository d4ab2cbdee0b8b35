import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialUrl } from '#domain/credential/achievement-credential.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPerson, signIn } from '../../../test/support/factories.ts';
import {
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDocument,
  newEd25519Key,
  statusList,
} from '../../../test/support/foreign-issuer.ts';
import { issueAward } from '../awards/issue-award.ts';
import { reissueCredential } from '../awards/reissue-credential.ts';
import { setAwardStatus } from '../status/set-status.ts';

/** An award whose first credential ended when the second was issued. */
let site: TestSite;
let own: { awardId: string; issuerId: string; publicId: string; former: Record<string, unknown>; jwt: string };
let headers: Record<string, string>;
const key = newEd25519Key();
const web: Record<string, unknown> = {
  'https://badges.example.org/.well-known/did.json': foreignDocument({ ed25519: [key] }),
};

beforeAll(async () => {
  site = await createTestApp({ overrides: { fetchDocument: (url) => fakeWeb(web)(url) } });
  const person = await insertPerson(site);
  headers = await signIn(site, person);
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person }) });
  await issueAward(site.deps, { attemptId });
  const row = await site.db
    .selectFrom('awards as a')
    .innerJoin('award_credentials as c', 'c.award_id', 'a.id')
    .select(['a.id', 'a.issuer_id', 'a.public_id', 'c.credential', 'c.jwt'])
    .where('a.attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  own = {
    ...{ awardId: row.id, issuerId: row.issuer_id, publicId: row.public_id, jwt: row.jwt ?? '' },
    former: row.credential as Record<string, unknown>,
  };
  const change = { awardId: row.id, reason: 'new-name', recipient: { name: 'Anna Present' }, endsOld: true } as const;
  await site.db.transaction().execute((trx) => reissueCredential(trx, site.deps, change));
  await site.runJobs();
});
afterAll(() => site.close());

const api = async (award: unknown) =>
  (await site.app.inject({ method: 'POST', url: '/api/verify', payload: { award } })).json<{
    outcome: string;
    reason: string;
    page?: string;
    steps: { name: string; detail: string; reason: string }[];
  }>();
const page = () => `${site.deps.baseUrl}/verify/${own.publicId}`;
const setStatus = (status: 'suspended' | 'in-force' | 'revoked') =>
  site.db.transaction().execute((trx) =>
    setAwardStatus(trx, {
      ...{ issuerId: own.issuerId, awardId: own.awardId, status, reason: 'So', byPerson: null, at: site.deps.now() },
    }),
  );

describe('a credential of ours that a newer one replaced', () => {
  it('is told as replaced, with the page of its award, and is not verified', async () => {
    for (const award of [own.former, own.jwt]) {
      const log = await api(award);
      expect(log).toMatchObject({ outcome: 'failed', reason: 'replaced', page: page() });
      expect(log.steps.find(({ name }) => name === 'status')?.detail).toBe(
        `Replaced on November 22, 2026: the award is in force under a newer credential. See ${page()}`,
      );
    }
    const shown = pageOf(await post(site, '/verify', { award: JSON.stringify(own.former) }));
    expect(textOf(shown.querySelector('.verification__outcome'))).toBe('Replaced');
    expect(shown.querySelector('[aria-labelledby=says] a')?.getAttribute('href')).toBe(page());
  });

  it('is not told so of a stranger’s credential that bears its id', async () => {
    const url = 'https://badges.example.org/status/1';
    web[url] = await addProof(statusList(url, 'revocation', [7]), key);
    const entry = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '7' };
    const award = await addProof(
      foreignCredential({
        id: credentialUrl(site.deps.baseUrl, own.publicId, 1),
        credentialStatus: { ...entry, id: `${url}#7`, statusListCredential: url },
      }),
      key,
    );
    const log = await api(award);
    expect(log).toMatchObject({ outcome: 'failed', reason: 'revoked' });
    expect(log.page).toBeUndefined();
  });

  it('is checked by its address so often for one caller, for whom the page stays open', async () => {
    const from = (url: string, remoteAddress = '192.0.2.7') =>
      site.app.inject({ method: 'GET', url, headers: { accept: 'text/html' }, remoteAddress });
    const former = `/verify?award=${page()}/credentials/1`;
    const before = [];
    for (let index = 0; index < 30; index += 1) before.push((await from(former)).statusCode);
    expect(new Set(before)).toEqual(new Set([410]));
    expect((await from(former)).statusCode).toBe(429);
    expect((await from(former, '192.0.2.8')).statusCode).toBe(410);
    expect((await from(`/verify?award=${own.publicId}`)).statusCode).toBe(303);
  });

  it('and what is told of it are for no search engine', async () => {
    const answers = [
      await get(site, `/verify/${own.publicId}/credentials/1`),
      await get(site, `/verify?award=${page()}/credentials/1`),
      await post(site, '/verify', { award: JSON.stringify(own.former) }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([410, 410, 200]);
    for (const { headers: told } of answers) expect(told['x-robots-tag']).toBe('noindex');
    expect((await get(site, '/verify')).headers['x-robots-tag']).toBeUndefined();
  });

  it('does not hide what became of the award itself', async () => {
    await setStatus('suspended');
    await site.runJobs();
    expect((await api(own.former)).steps.at(-1)?.detail).toContain('has a newer credential, and is suspended');
    await setStatus('in-force');
    await site.runJobs();
  });
});

it('lists the awards of a learner record, and what became of each', async () => {
  const record = (await get(site, '/awards/transcript.clr.json', headers)).body;
  const shown = pageOf(await post(site, '/verify', { award: record }));
  const contents = shown.querySelector('[aria-labelledby=contents]');
  expect(textOf(contents)).toMatch(/^1 award in it.+Verified/);
  expect(textOf(shown.querySelector('[aria-labelledby=says]'))).toContain('Record');
});

it('tells a revoked award as revoked, whatever replaced its credential', async () => {
  await setStatus('revoked');
  await site.runJobs();
  expect(await api(own.former)).toMatchObject({ outcome: 'failed', reason: 'revoked' });
});
