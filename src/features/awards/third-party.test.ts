import { existsSync, readFileSync } from 'node:fs';
import { verifyCredential as verifyElsewhere } from '@digitalcredentials/verifier-core';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { default as addFormats } from 'ajv-formats';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { didDocument } from '#domain/credential/did-web.ts';
import { type TestSite, createTestApp, get, noon } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { baseDefinition, insertEnrolment, insertIssuer, insertPublished } from '../../../test/support/factories.ts';
import { issueAward } from './issue-award.ts';
import { verifyCredential } from '../verify/verify-credential.ts';

/** Published by others, and therefore not part of this repository. */
const reference = '../shared/reference/open-badges';
const schemaFile = `${reference}/ob_v3p0_achievementcredential_schema.json`;
const vectorFile = `${reference}/ob30-vector-signed.json`;
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

let site: TestSite;
let credential: Record<string, unknown>;
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://tessera.example' });
  const issuer = await insertIssuer(site, { slug: 'north' });
  const published = await insertPublished(site, { issuer, definition: baseDefinition() });
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  credential = (await get(site, `/verify/${result.publicId}/credential.json`)).json();
});
afterAll(() => site.close());

describe.skipIf(!existsSync(reference))('by what others published', () => {
  it('fits the official JSON Schema', () => {
    const ajv = new Ajv2019({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(read(schemaFile));
    validate(credential);
    expect(validate.errors).toBeNull();
  });

  it('verifies the published signing vector, which other software signed', async () => {
    const vector = read(vectorFile);
    const { id } = vector.issuer as { id: string };
    const key = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi';
    const resolveDid = async () => didDocument(id, [{ publicMultibase: key }]);
    const signature = async (document: unknown) =>
      (await verifyCredential(document, { now: noon, resolveDid })).steps.find((step) => step.name === 'signature');
    expect(await signature(vector)).toMatchObject({ outcome: 'passed' });
    expect(await signature({ ...vector, name: 'Another badge' })).toMatchObject({ outcome: 'failed' });
  });
});

describe('by a library other than the one that signed', () => {
  let asked: string[];
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(noon.getTime() + 60_000) });
    // It says aloud that it can't reach the schema.
    vi.spyOn(console, 'error').mockReturnValue();
    vi.spyOn(console, 'log').mockReturnValue();
    asked = [];
    // The web as others see it: this site's public addresses, and nothing else.
    vi.stubGlobal('fetch', async (input: Request | string | URL) => {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(url.href);
      if (url.origin !== site.deps.baseUrl) throw new TypeError(`no way to ${url.href}`);
      const { statusCode, body, headers } = await get(site, url.pathname, { accept: 'application/json' });
      return new Response(body, { status: statusCode, headers: { 'content-type': String(headers['content-type']) } });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const verify = (document: Record<string, unknown>) =>
    verifyElsewhere({ credential: structuredClone(document) as never, knownDIDRegistries: [] as never });

  it('is verified with the key found at the issuer’s address', async () => {
    const result = await verify(credential);
    expect(result.errors).toBeUndefined();
    expect(result.log).toContainEqual({ id: 'valid_signature', valid: true });
    expect(asked).toContain('https://tessera.example/issuers/north/did.json');
  });

  it.each([
    ['a word', (document: Record<string, unknown>) => ({ ...document, name: 'Something grander' })],
    ['the date', (document: Record<string, unknown>) => ({ ...document, awardedDate: '2020-01-01T00:00:00Z' })],
  ])('is refused once %s is changed', async (_what, change) => {
    const result = await verify(change(credential));
    expect(result.errors?.map((error) => error.message)).toEqual(['The signature is not valid.']);
  });
});
