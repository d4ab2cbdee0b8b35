import { existsSync, readFileSync } from 'node:fs';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { createLocalJWKSet, exportJWK, jwtVerify } from 'jose';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildAchievementDocument } from '#domain/credential/achievement.ts';
import { type AwardFacts, buildAchievementCredential } from '#domain/credential/achievement-credential.ts';
import { awardFacts, credentialFacts, stackFacts } from '../../../test/support/award-facts.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { signCredential } from './sign-credential.ts';
import { signJwt } from './sign-jwt.ts';

const documentLoader = createDocumentLoader();
const now = new Date('2026-11-22T12:00:00Z');
const subjects: [string, AwardFacts][] = [
  ['a micro-credential', awardFacts()],
  ['a stack', stackFacts()],
];

/** The library's own canonical form: safe, so that it throws where a term has no meaning. */
type Canonizing = {
  canonize(document: object, options: object): Promise<string>;
  canonizeProof(proof: object, options: object): Promise<string>;
};
const canonizing = () => new DataIntegrityProof({ cryptosuite }) as unknown as Canonizing;
const canonize = (document: object) => canonizing().canonize(document, { documentLoader, base: null, safe: true });

async function signerOf(publicKeyMultibase: string, secretKeyMultibase: string) {
  const pair = await Ed25519Multikey.from({ type: 'Multikey', publicKeyMultibase, secretKeyMultibase });
  return { publicMultibase: publicKeyMultibase, sign: (data: Uint8Array) => pair.signer().sign({ data }) };
}

describe('signCredential', () => {
  it.each(subjects)('writes the proof of %s as a list of one, and changes nothing else', async (_what, facts) => {
    const { publicKeyMultibase, secretKeyMultibase = '' } = await Ed25519Multikey.generate();
    const unsigned = buildAchievementCredential(credentialFacts(facts));
    const before = structuredClone(unsigned);
    const { proof, ...rest } = await signCredential(
      unsigned,
      await signerOf(publicKeyMultibase, secretKeyMultibase),
      now,
    );
    expect(rest).toEqual(before);
    expect(unsigned).toEqual(before);
    expect(proof).toMatchObject([{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' }]);
  });

  it.each(subjects)(
    'uses only terms that its contexts define, of %s and of its achievement alone',
    async (_what, facts) => {
      const nquads = await canonize(buildAchievementCredential(credentialFacts(facts)));
      expect(nquads).toContain('https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement>');
      await expect(canonize(buildAchievementDocument(facts))).resolves.toContain('vocab.html#Achievement>');
      const invented = { ...buildAchievementDocument(facts), rank: 'first' };
      await expect(canonize(invented)).rejects.toThrow(/[Ss]afe mode/);
    },
  );
});

describe('signJwt', () => {
  it('signs by RS256 what others verify, with the address of the key in its header', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n = '', e = '' } = await exportJWK(publicKey);
    const publicJwk = { kty: 'RSA', n, e, alg: 'RS256', use: 'sig', kid: 'thumb' } as const;
    const credential = buildAchievementCredential(credentialFacts());
    const place = { baseUrl: 'https://learn.example.org', slug: 'north' };
    const jwt = await signJwt(credential, { publicJwk, sign: async (data) => sign('sha256', data, privateKey) }, place);

    const kid = 'https://learn.example.org/issuers/north/keys/thumb';
    const keys = createLocalJWKSet({ keys: [{ ...publicJwk, kid }] });
    const { payload, protectedHeader } = await jwtVerify(jwt, keys, {
      issuer: credential.issuer.id,
      subject: credential.credentialSubject.id,
      requiredClaims: ['jti', 'nbf'],
      currentDate: now,
    });
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid });
    expect(payload).toMatchObject(credential);
    await expect(jwtVerify(jwt, keys, { currentDate: new Date('2026-11-19T00:00:00Z') })).rejects.toThrow(/nbf/);
  });
});

/** Published by the makers of the specification, and therefore not part of this repository. */
const reference = '../shared/reference/open-badges';

describe.skipIf(!existsSync(reference))('the published signing vector', () => {
  const read = (file: string) => readFileSync(`${reference}/ob30-vector-${file}`, 'utf8');
  // The key pair of the vector, in the implementation guide of Open Badges 3.0: a key for everybody, which signs nothing else.
  const publicKey = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi';
  const secretKey = 'zrv2bqTbNwCTsRrHFcJCPjVAduh4Ezcnoq1A3ZxH1GWTNkxipLVuaAoMFmze2gFN9oNXfJjufxSHWVZzsJiUsMHFMcx';

  it('comes out byte for byte: the canonical document, the canonical proof and the signature', async () => {
    const { proof, ...unsigned } = JSON.parse(read('signed.json')) as {
      issuer: { id: string };
      proof: { proofValue: string; created: string };
    };
    expect(await canonize(unsigned)).toBe(read('document-canon.txt'));
    const { proofValue, ...options } = proof;
    expect(await canonizing().canonizeProof(options, { document: unsigned, documentLoader })).toBe(
      read('proof-canon.txt'),
    );
    const signer = await signerOf(publicKey, secretKey);
    // The second time of parts that are known from the first.
    for (let turn = 0; turn < 2; turn += 1) {
      const signed = await signCredential(unsigned, signer, new Date(proof.created));
      expect(signed.proof).toEqual([{ ...options, proofValue }]);
    }
  });
});
