import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAchievementCredential } from '#domain/credential/achievement-credential.ts';
import { didDocument } from '#domain/credential/did-web.ts';
import { baseDefinition } from '../../../test/support/factories.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { type SignedCredential, signCredential } from '../awards/sign-credential.ts';
import type { StepName } from './verification.ts';
import { type VerifyOptions, verifyCredential } from './verify-credential.ts';

const now = new Date('2026-11-22T12:00:00Z');
const did = 'did:web:learn.example.org:issuers:north';

const unsigned = buildAchievementCredential({
  kind: 'micro-credential',
  baseUrl: 'https://learn.example.org',
  publicId: '0123456789abcdefghjk',
  issuer: { slug: 'north', name: 'North', statement: 'Of the north.', website: null, email: null },
  definition: baseDefinition(),
  version: { number: 1, sha256: 'a'.repeat(64) },
  earner: { name: 'Ana Luz', email: 'ana@example.org' },
  salt: 'salt',
  attempt: { number: 1, sha256: 'b'.repeat(64) },
  awardedAt: new Date('2026-11-20T12:00:00Z'),
  number: 1,
  validFrom: new Date('2026-11-20T12:00:00Z'),
});

let key: Awaited<ReturnType<typeof newKey>>;
let strangersKey: typeof key;
let signed: SignedCredential;
let options: VerifyOptions;
beforeAll(async () => {
  key = await newKey();
  strangersKey = await newKey();
  signed = await signCredential(unsigned, key, now);
  options = { now, resolveDid: async () => didDocument(did, [key]) };
});

async function newKey() {
  const pair = await Ed25519Multikey.generate();
  return {
    publicMultibase: pair.publicKeyMultibase,
    secretMultibase: pair.secretKeyMultibase ?? '',
    sign: (data: Uint8Array) => pair.signer().sign({ data }),
  };
}

async function check(document: unknown, changed: Partial<VerifyOptions> = {}) {
  const { outcome, steps } = await verifyCredential(document, { ...options, ...changed });
  const notPassed = steps.filter((step) => step.outcome !== 'passed').map((step) => [step.name, step.outcome]);
  return { outcome, notPassed };
}

const failing = (...names: StepName[]) => ({ outcome: 'failed', notPassed: names.map((name) => [name, 'failed']) });

describe('verifyCredential', () => {
  it('verifies what was signed, and says when', async () => {
    expect(await check(signed)).toEqual({ outcome: 'verified', notPassed: [] });
    expect((await verifyCredential(signed, options)).checkedAt).toEqual(now);
  });

  it('verifies it whatever the order of its properties', async () => {
    expect(await check(Object.fromEntries(Object.entries(signed).reverse()))).toMatchObject({ outcome: 'verified' });
  });

  it.each([
    ['the title', (from: SignedCredential) => ({ ...from, name: 'Something grander' })],
    ['the date', (from: SignedCredential) => ({ ...from, awardedDate: '2020-01-01T00:00:00Z' })],
    ['a property that no context defines', (from: SignedCredential) => ({ ...from, rank: 'first' })],
    [
      'the earner’s name',
      (from: SignedCredential) => ({
        ...from,
        credentialSubject: {
          ...from.credentialSubject,
          identifier: from.credentialSubject.identifier.map((identity) => ({ ...identity, identityHash: 'Eve' })),
        },
      }),
    ],
  ])('fails the signature when %s is changed', async (_what, change) => {
    expect(await check(change(signed))).toEqual(failing('signature'));
  });

  it('fails a proof by a key that is not the issuer’s', async () => {
    const forged = await signCredential(unsigned, strangersKey, now);
    expect(await check(forged)).toEqual(failing('issuer-key', 'signature'));
  });

  it('fails when another key than the one that is named made the signature', async () => {
    const mixed = await signCredential(unsigned, { ...strangersKey, publicMultibase: key.publicMultibase }, now);
    expect(await check(mixed)).toEqual(failing('signature'));
  });

  it('fails a key that the issuer lists, but not for making assertions', async () => {
    const resolveDid = async () => ({ ...didDocument(did, [key]), assertionMethod: [] });
    expect(await check(signed, { resolveDid })).toEqual(failing('issuer-key', 'signature'));
  });

  it('fails keys of a document that is about someone else', async () => {
    const resolveDid = async () => ({ ...didDocument(did, [key]), id: 'did:web:elsewhere' });
    expect(await check(signed, { resolveDid })).toEqual(failing('issuer-key', 'signature'));
  });

  it('asks of every proof that it holds', async () => {
    const second = {
      ...signed.proof[0],
      proofValue: (await signCredential(unsigned, key, new Date(0))).proof[0].proofValue,
    };
    expect(await check({ ...signed, proof: [...signed.proof, second] })).toEqual(failing('signature'));
  });

  it('tells a proof that was made for another purpose from one that asserts', async () => {
    const pair = await Ed25519Multikey.from({
      type: 'Multikey',
      id: signed.proof[0].verificationMethod,
      controller: did,
      publicKeyMultibase: key.publicMultibase,
      secretKeyMultibase: key.secretMultibase,
    });
    const authenticating = await issue({
      credential: structuredClone(unsigned),
      suite: new DataIntegrityProof({ cryptosuite, signer: pair.signer() }),
      documentLoader: createDocumentLoader(),
      now,
      purpose: { update: async (proof) => ({ ...proof, proofPurpose: 'authentication' }) },
    });
    expect(await check(authenticating)).toEqual(failing('signature'));
  });

  it('fails before its time and after it, with the signature intact', async () => {
    const early = { now: new Date('2026-11-20T11:58:59Z') };
    expect(await check(signed, early)).toEqual(failing('dates'));
    // The clock of whoever signed may be ahead of ours by a minute; an end has no such leeway.
    const ahead = { now: new Date('2026-11-20T11:59:00Z') };
    expect((await check(signed, ahead)).outcome).toBe('verified');
    const expiring = { ...unsigned, validUntil: '2026-11-22T12:00:00Z' };
    expect(await check(await signCredential(expiring, key, new Date('2026-11-21T00:00:00Z')))).toEqual(
      failing('dates'),
    );
  });

  it('can’t check what it does not know: the issuer’s keys, a context, a kind of proof, a status list', async () => {
    expect(await check(signed, { resolveDid: async () => undefined })).toEqual({
      outcome: 'undecided',
      notPassed: [
        ['issuer-key', 'not-checkable'],
        ['signature', 'not-checkable'],
      ],
    });
    const context = [...unsigned['@context'], 'https://example.org/terms.json'];
    expect(await check({ ...signed, '@context': context })).toMatchObject({
      outcome: 'undecided',
      notPassed: [
        ['contexts', 'not-checkable'],
        ['signature', 'not-checkable'],
      ],
    });
    const proof = [{ ...signed.proof[0], cryptosuite: 'bbs-2023' }];
    expect(await check({ ...signed, proof })).toMatchObject({ notPassed: [['signature', 'not-checkable']] });
    const credentialStatus = { id: 'https://example.org/list#1', type: 'BitstringStatusListEntry' };
    expect((await check({ ...signed, credentialStatus })).notPassed).toContainEqual(['status', 'not-checkable']);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'credential'],
    ['a list', []],
    ['no proof', { ...unsigned }],
    ['no proofs', { ...unsigned, proof: [] }],
    ['a context of its own', { ...unsigned, '@context': [...unsigned['@context'], { name: 'urn:x' }] }],
  ])('fails the structure of %s', async (_what, document) => {
    expect(await check(document)).toEqual(failing('structure'));
  });
});
