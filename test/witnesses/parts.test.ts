import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentLoader } from '../../src/platform/json-ld/document-loader.ts';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { canonizeHere } from '../../src/platform/json-ld/canonize.ts';
import { type TestSite, createTestApp, get, noon } from '../support/app.ts';
import { insertDecided } from '../support/earned.ts';

type Json = Record<string, unknown>;

let site: TestSite;
let credential: Json;
let jwt: string;
beforeAll(async () => {
  site = await createTestApp({ baseUrl: 'https://parts.example' });
  const { attemptId } = await insertDecided(site);
  const issued = await issueAward(site.deps, { attemptId });
  if (!issued.ok) throw new Error(issued.reason);
  const address = `/verify/${issued.publicId}/credentials/1`;
  credential = (await get(site, address, { accept: 'application/json' })).json();
  jwt = (await get(site, address, { accept: 'application/vc+jwt' })).body;
});
afterAll(() => site.close());

describe('the JWT of an award', () => {
  /** What its header names, which a verifier fetches. */
  async function fetchKey(): Promise<Json> {
    const { kid = '' } = decodeProtectedHeader(jwt);
    return (await get(site, new URL(kid).pathname, { accept: 'application/json' })).json();
  }

  it('is verified by jose, which reads the dates and the issuer from it', async () => {
    const key = await importJWK(await fetchKey(), 'RS256');
    const issuer = (credential.issuer as Json).id as string;
    const at = { algorithms: ['RS256'], issuer, currentDate: noon };
    expect((await jwtVerify(jwt, key, at)).payload).toMatchObject({ iss: issuer, jti: credential.id });
    await expect(jwtVerify(jwt, key, { ...at, issuer: 'did:web:else' })).rejects.toThrow(/"iss"/);
    await expect(jwtVerify(jwt, key, { ...at, currentDate: new Date(0) })).rejects.toThrow(/"nbf"/);
  });

  it('is verified by OpenSSL, and no longer once a letter of it is another', async () => {
    const key = createPublicKey({ key: await fetchKey(), format: 'jwk' });
    const [header = '', payload = '', signature = ''] = jwt.split('.');
    const holds = (text: string) => verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    expect(holds(`${header}.${payload}`)).toBe(true);
    const grander = {
      ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json),
      name: 'Something grander',
    };
    expect(holds(`${header}.${Buffer.from(JSON.stringify(grander)).toString('base64url')}`)).toBe(false);
  });
});

/** A Python that has PyLD, as Debian’s python3-pyld brings it. */
const python = ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import pyld']).status === 0);

describe.skipIf(python === undefined)('by PyLD', () => {
  it('is canonicalised to what the proof signs', async () => {
    const { proof, ...document } = credential;
    const load = createDocumentLoader();
    const contexts: Json = {};
    for (const url of credential['@context'] as string[]) contexts[url] = (await load(url)).document;
    const { stdout, stderr, status } = spawnSync(python ?? '', ['test/witnesses/canonize.py'], {
      input: JSON.stringify({ document, contexts }),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const canonized = await canonizeHere({ document, proof: (proof as [Json])[0] });
    if (!canonized.ok) throw new Error(canonized.reason);
    // The hash of the proof’s options stands before that of the document.
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(
      Buffer.from(canonized.data.subarray(32)).toString('hex'),
    );
  });
});
