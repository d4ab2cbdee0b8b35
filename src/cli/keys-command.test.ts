import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestSite, createTestApp } from '../../test/support/app.ts';
import { insertDecided } from '../../test/support/earned.ts';
import {
  type Published,
  type TestIssuer,
  insertEnrolment,
  insertIssuer,
  insertPublished,
} from '../../test/support/factories.ts';
import { jwtHolds, verifies } from '../../test/support/stranger.ts';
import { issueAward } from '../features/awards/issue-award.ts';
import { listIssuerKeys } from '../features/awards/issuer-keys.queries.ts';
import { runCommand } from './run-command.ts';

let site: TestSite;
let published: Published;
let issuer: TestIssuer;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** Each test has an issuer of its own, that gave one award. */
beforeEach(async () => {
  vi.stubEnv('DATABASE_URL', site.databaseUrl);
  vi.stubEnv('DATA_DIR', site.dataDir);
  vi.stubEnv('SECRET', 'a secret for tests, long enough to be one');
  // The test runner sets one of its own, which is no address.
  vi.stubEnv('BASE_URL', '');
  published = await insertPublished(site);
  ({ issuer } = published);
  await award();
  return () => vi.unstubAllEnvs();
});

async function award(): Promise<void> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  await issueAward(site.deps, { attemptId });
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await runCommand(['keys', ...args], {
    out: (text) => lines.push(text),
    error: (text) => errors.push(text),
  });
  return { code, out: lines.join('\n'), errors: errors.join('\n') };
}

const keysNow = () => listIssuerKeys(site.db, issuer.id);

async function nameOf(algorithm: 'ed25519' | 'rsa'): Promise<string> {
  return (await keysNow()).find((key) => key.algorithm === algorithm && key.state === 'active')?.name ?? '';
}

const credentials = () =>
  site.db
    .selectFrom('award_credentials')
    .select(['number', 'credential', 'jwt'])
    .where('issuer_id', '=', issuer.id)
    .orderBy('id')
    .execute();

describe('tessera keys list', () => {
  it('names each key, what it is for, since when, and how much it signed', async () => {
    const [proof, jwt] = [await nameOf('ed25519'), await nameOf('rsa')];
    const { code, out } = await run('list', issuer.slug);
    for (const line of [`${proof}  ed25519`, `${jwt}  rsa`])
      expect(out).toMatch(new RegExp(String.raw`^${line}, active since \d{4}-\d\d-\d\d, signed 1$`, 'm'));
    expect(out).toMatch(/\n2 keys$/);
    expect(code).toBe(0);
  });

  it('without an issuer lists the keys of all of them, under their slugs', async () => {
    const proof = await nameOf('ed25519');
    const { code, out } = await run('list');
    expect(out).toMatch(new RegExp(String.raw`^${issuer.slug}$[^]*^${proof}  ed25519`, 'm'));
    expect([code, out.split('\n').at(-1)]).toEqual([0, expect.stringMatching(/^\d+ keys$/)]);
  });
});

describe('tessera keys rotate', () => {
  it('retires both keys, so that new ones sign; what they signed still verifies', async () => {
    const before = (await keysNow()).map(({ name }) => name);
    const { code, out } = await run('rotate', issuer.slug);
    expect(code).toBe(0);
    for (const name of before) expect(out).toContain(`Retired ${name}; a new key signs from now on.`);
    await award();
    expect((await keysNow()).map(({ state, signed }) => `${state} ${signed}`).sort()).toEqual(
      ['active 1', 'active 1', 'retired 1', 'retired 1'].sort(),
    );
    for (const { credential, jwt } of await credentials())
      expect([await verifies(site, credential), await jwtHolds(site, jwt ?? '')]).toEqual([true, true]);
  });

  it('retires the one that is named by its beginning, once', async () => {
    const [proof, jwt] = [await nameOf('ed25519'), await nameOf('rsa')];
    expect(await run('rotate', issuer.slug, proof.slice(0, 20))).toMatchObject({ code: 0 });
    expect(await nameOf('rsa')).toBe(jwt);
    expect(await nameOf('ed25519')).not.toBe(proof);
    const again = await run('rotate', issuer.slug, proof);
    expect([again.code, again.errors]).toEqual([2, `The issuer has no such key: ${proof}. See: keys list`]);
  });

  it('says that an issuer that gave no award has no key yet', async () => {
    const { slug } = await insertIssuer(site);
    expect(await run('rotate', slug)).toEqual({
      ...{ code: 2, out: '' },
      errors: 'There is no active key yet: the first award makes both.',
    });
  });
});

describe('tessera keys revoke', () => {
  it('puts another key in the place of one that somebody else may have, and has the awards signed again', async () => {
    const name = await nameOf('ed25519');
    const { code, out } = await run('revoke', issuer.slug, name, '--reason', 'A laptop was stolen.');
    expect([code, out]).toEqual([
      0,
      `Revoked ${name}, which signed 1 credential. The jobs sign the awards again, and revoke what it signed.`,
    ]);
    expect((await run('list', issuer.slug)).out).toMatch(
      new RegExp(String.raw`${name}  ed25519, revoked since \S+, signed 1, 1 to sign again`),
    );
    await site.runJobs();
    expect((await run('list', issuer.slug)).out).not.toContain('to sign again');
    const verdicts = [];
    for (const { number, credential } of await credentials()) verdicts.push([number, await verifies(site, credential)]);
    expect(verdicts).toEqual([
      [1, false],
      [2, true],
    ]);
    const trail = await site.db
      .selectFrom('audit_events')
      .select(['actor_id', 'details'])
      .where('action', '=', 'issuer-key.revoked')
      .where('issuer_id', '=', issuer.id)
      .execute();
    expect(trail).toMatchObject([{ actor_id: null, details: { reason: 'A laptop was stolen.' } }]);

    const again = await run('revoke', issuer.slug, name, '--reason', 'Again.');
    expect([again.code, again.errors]).toEqual([2, `The key ${name} was revoked already.`]);
  });

  it.each([
    ['without a reason', (slug: string, name: string) => [slug, name], 'Say why'],
    ['with an empty reason', (slug: string, name: string) => [slug, name, '--reason', ' '], 'Say why'],
    ['without a key', (slug: string) => [slug, '--reason', 'So'], 'Name the key as keys list prints it'],
    ['of a key that is none', (slug: string) => [slug, 'zzz', '--reason', 'So'], 'The issuer has no such key: zzz'],
    [
      'of another issuer',
      (_: string, name: string) => ['nobody', name, '--reason', 'So'],
      'There is no issuer “nobody”',
    ],
  ])('revokes nothing %s', async (_what, args, problem) => {
    const { code, errors } = await run('revoke', ...args(issuer.slug, await nameOf('ed25519')));
    expect([code, errors]).toEqual([2, expect.stringContaining(problem)]);
    expect((await keysNow()).map(({ state }) => state)).toEqual(['active', 'active']);
  });
});

describe('tessera keys check', () => {
  it('says whether every key can be used, and which can’t with another SECRET', async () => {
    const whole = await run('check');
    expect([whole.code, whole.out]).toEqual([0, expect.stringMatching(/^\d+ keys checked, all can be used\.$/)]);

    vi.stubEnv('SECRET', 'another secret, also long enough to be one');
    const { code, out, errors } = await run('check');
    const [count] = out.split(' ');
    expect([code, out]).toEqual([1, `${count} keys checked, ${count} can’t be used.`]);
    for (const name of [await nameOf('ed25519'), await nameOf('rsa')])
      expect(errors).toContain(
        `${issuer.slug}  ${name}\n  The signing key of the issuer “${issuer.slug}” can’t be read`,
      );
  });
});

it.each([[[]], [['dance']]])('says what keys can do when it is called with %j', async (args) => {
  const { code, errors } = await run(...args);
  expect([code, errors]).toEqual([2, expect.stringContaining('keys list | rotate | revoke | check')]);
});
