import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPerson } from '../../../test/support/factories.ts';
import {
  type Ed25519Key,
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDocument,
  newEd25519Key,
} from '../../../test/support/foreign-issuer.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { findPublicAward } from '../awards/awards.queries.ts';
import { issueAward } from '../awards/issue-award.ts';
import { setAwardStatus } from '../status/set-status.ts';
import { createLocalVerification } from './local-verification.ts';

const address = 'https://badges.example.org/awards/1.json';

let site: TestSite;
let key: Ed25519Key;
let signed: Record<string, unknown>;
let own: { publicId: string; email: string; awardId: string; issuerId: string };
let asked: string[] = [];
beforeAll(async () => {
  key = newEd25519Key();
  signed = await addProof(foreignCredential(), key);
  const pages = {
    [address]: signed,
    'https://badges.example.org/.well-known/did.json': foreignDocument({ ed25519: [key] }),
  };
  site = await createTestApp({ overrides: { fetchDocument: (url) => fakeWeb(pages, asked)(url) } });
  const person = await insertPerson(site);
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { person }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  await site.runJobs();
  const { id, issuer_id } = await site.db
    .selectFrom('awards')
    .select(['id', 'issuer_id'])
    .where('public_id', '=', result.publicId)
    .executeTakeFirstOrThrow();
  own = { publicId: result.publicId, email: person.email, awardId: id, issuerId: issuer_id };
});
afterAll(() => site.close());
beforeEach(() => {
  asked = [];
});

const post = (fields: Record<string, string>, files: Parameters<typeof postFiles>[3] = []) =>
  postFiles(site, '/verify', { email: '', award: '', ...fields }, files);
const resultOf = (response: Awaited<ReturnType<typeof post>>) =>
  textOf(pageOf(response).querySelector('[aria-labelledby=verification]'));

it('verifies an award of ours again after the database failed it once', async () => {
  let fails = true;
  const db = new Proxy(site.db, {
    get(target, name) {
      if (name === 'selectFrom' && fails) throw new Error('The connection is lost.');
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const award = (await findPublicAward(site.db, own.publicId))!;
  const endorsement = { ...signed, type: ['VerifiableCredential', 'EndorsementCredential'] };
  // Its endorsements are asked about only where its own signature holds.
  const { proof: _, ...unsigned } = award.credential;
  const verificationMethod = `${(unsigned.issuer as { id: string }).id}#${key.publicMultibase}`;
  const endorsed = {
    ...award,
    publicKeys: [{ publicMultibase: key.publicMultibase, publicJwk: null, revokedAt: null }],
    credential: await addProof({ ...unsigned, endorsement: [endorsement] }, key, { verificationMethod }),
  };
  const verify = createLocalVerification(db);
  await expect(verify(endorsed, noon)).rejects.toThrow('The connection is lost.');
  fails = false;
  await expect(verify(endorsed, noon)).resolves.toMatchObject({ outcome: 'failed' });
});

describe('GET /verify', () => {
  const ask = (award: string) => get(site, `/verify?award=${encodeURIComponent(award)}`);

  it('is a form that needs no script, and leads to an award of ours by its code or any address of it', async () => {
    const form = pageOf(await get(site, '/verify')).querySelector('form[action="/verify"][method="post"]');
    expect(form?.querySelector('#award')).not.toBeNull();
    expect(form?.querySelector('input[type="file"]')).not.toBeNull();
    const page = `/verify/${own.publicId}`;
    for (const typed of [
      own.publicId,
      ` ${own.publicId} `,
      page,
      `${site.deps.baseUrl}${page}/certificate.pdf?paper=letter`,
    ]) {
      const response = await ask(typed);
      expect.soft([response.statusCode, response.headers.location], typed).toEqual([303, page]);
    }
  });

  it.each(['x', 'a-code-that-nobody-ever-got', '//evil.example/verify/', '<b>'])(
    'says that no award has the code %j, and keeps it',
    async (typed) => {
      const response = await ask(typed);
      const page = pageOf(response);
      expect(response.statusCode).toBe(404);
      expect(textOf(page.querySelector('.field-error'))).toContain('No award has this code or address');
      expect(page.querySelector<HTMLTextAreaElement>('#award')?.value).toBe(typed);
    },
  );

  it('asks for a code when none is given', async () => {
    expect((await ask(' ')).statusCode).toBe(422);
  });
});

describe('POST /verify', () => {
  it('verifies a file of another issuer, and keeps none of it', async () => {
    const response = await post({}, [{ field: 'file', name: 'award.json', content: JSON.stringify(signed) }]);
    expect(resultOf(response)).toMatch(/^Result Verified/);
    expect(textOf(pageOf(response).querySelector('[aria-labelledby=says]'))).toContain('Another issuer');
    expect(response.headers['cache-control']).toContain('no-store');
  });

  it('verifies what is pasted, and what lies at an address, for the person with an e-mail address', async () => {
    expect(resultOf(await post({ award: JSON.stringify(signed), email: 'ana@example.org' }))).toContain('Verified');
    expect(resultOf(await post({ award: address, email: 'eve@example.org' }))).toMatch(
      /^Result Given to somebody else/,
    );
  });

  it('warns of what a changed award says', async () => {
    const response = await post({ award: JSON.stringify({ ...signed, name: '<script>alert(1)</script>' }) });
    expect(resultOf(response)).toMatch(/^Result Not valid/);
    expect(textOf(pageOf(response).querySelector('[aria-labelledby=says]'))).toContain('Do not rely on this');
    expect(response.body).not.toContain('<script>alert(1)');
  });

  it('leads to the page of an award of ours', async () => {
    const response = await post({ award: own.publicId });
    expect([response.statusCode, response.headers.location]).toEqual([303, `/verify/${own.publicId}`]);
  });

  it('takes keys, status and awards of this installation from its own tables, never over the network', async () => {
    const page = `${site.deps.baseUrl}/verify/${own.publicId}`;
    const text = resultOf(await post({ award: page, email: own.email }));
    expect(text).toMatch(/^Result Verified/);
    expect(text).toContain('Does it still count? Passed');
    expect(asked).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'Enter a code or an address'],
    ['a code that nobody has', { award: 'a-code-that-nobody-ever-got' }, 'No award has this code'],
    ['words', { award: 'see my award' }, 'This is neither a code nor an address'],
    ['an address out of reach', { award: 'https://gone.example/award.json' }, 'This address gives no award'],
    ['half an e-mail address', { award: address, email: 'ana' }, 'Enter an e-mail address'],
  ])('asks again for %s, with all that was typed', async (_what, fields, message) => {
    const response = await post(fields);
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(textOf(page.querySelector('.error-summary'))).toContain(message);
    expect(page.querySelector<HTMLTextAreaElement>('#award')?.value).toBe(fields.award ?? '');
  });

  it('says of a file that is no award what it is', async () => {
    const check = async (content: Uint8Array | string) =>
      resultOf(await post({}, [{ field: 'file', name: 'award', content }]));
    expect(await check(Buffer.alloc(5_000_001, 1))).toContain('larger than 5 MB');
    expect(await check('a letter')).toContain('This is no badge');
  });
});

describe('POST /api/verify', () => {
  const api = (payload: unknown, type = 'application/json') =>
    site.app.inject({
      method: 'POST',
      url: '/api/verify',
      headers: { 'content-type': type, accept: 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  it('gives the log, step by step', async () => {
    const log = (await api({ award: signed, email: 'ana@example.org' })).json<Record<string, unknown>>();
    expect(log).toMatchObject({
      outcome: 'verified',
      reason: 'ok',
      says: { issuer: 'Another issuer', day: '2026-01-01' },
    });
    expect((log.steps as { name: string }[]).map(({ name }) => name)).toEqual([
      'structure',
      'schema',
      'contexts',
      'issuer-key',
      'signature',
      'dates',
      'status',
      'identity',
    ]);
  });

  it('takes an address and a text as well', async () => {
    expect((await api({ award: address })).json()).toMatchObject({ outcome: 'verified' });
    expect((await api({ award: '{"a":1,"a":2}' })).json()).toMatchObject({ reason: 'duplicate-keys' });
  });

  it.each([
    ['a credential with a key twice', `{"award":${'{"type":"x","type":"y"}'}}`],
    ['no award', { email: 'ana@example.org' }],
    ['no JSON', 'award'],
    ['an e-mail address that is none', { award: address, email: 'ana' }],
    ['words', { award: 'see my award' }],
  ])('refuses %s', async (_what, payload) => {
    const response = await api(payload);
    expect(response.statusCode).toBe(422);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});

describe('a status', () => {
  it('is told on the page at once, however fresh the rest is', async () => {
    const read = async () =>
      textOf(pageOf(await get(site, `/verify/${own.publicId}`)).querySelector('.verification__outcome'));
    expect(await read()).toContain('Verified');
    const set = (status: 'suspended' | 'in-force' | 'revoked') =>
      site.db.transaction().execute((trx) =>
        setAwardStatus(trx, {
          issuerId: own.issuerId,
          awardId: own.awardId,
          status,
          reason: 'A reason',
          byPerson: null,
          at: site.deps.now(),
        }),
      );
    await set('suspended');
    expect(await read()).toContain('Suspended');
    await site.runJobs();
    const page = `${site.deps.baseUrl}/verify/${own.publicId}`;
    // Another copy of the page’s verifier: nothing is kept from before.
    expect(resultOf(await post({ award: page, email: own.email }))).toMatch(/^Result Suspended/);
    await set('revoked');
    expect(await read()).toContain('Revoked');
  });
});
