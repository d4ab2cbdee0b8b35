import { describe, expect, it } from 'vitest';
import { addProof, foreignCredential, signJwt } from '../../../test/support/foreign-issuer.ts';
import {
  type Json,
  type VerdictCase,
  byOther,
  didUrl,
  key,
  other,
  rsa,
  signed,
  usualDocument,
  verdict,
  verify,
} from '../../../test/support/verifying.ts';

const proofOf = (change: Json) => ({ ...signed, proof: [{ ...signed.proof[0], ...change }] });

describe('what is not signed as it should be, or not valid now', () => {
  it.each<VerdictCase>([
    ['another name', () => ({ ...signed, name: 'Something grander' }), 'tampered', 'signature'],
    ['a property that means nothing', () => ({ ...signed, rank: 'first' }), 'tampered', 'signature'],
    ['a signature of another length', () => proofOf({ proofValue: 'z2' }), 'tampered', 'signature'],
    [
      'a signature in another alphabet',
      () => proofOf({ proofValue: `u${String(signed.proof[0]?.proofValue).slice(1)}` }),
      'tampered',
      'signature',
    ],
    ['another date of its proof', () => proofOf({ created: '2026-02-01T00:00:00Z' }), 'tampered', 'signature'],
    ['a key that signed it for somebody else', () => proofOf(byOther), 'tampered', 'signature'],
    [
      'a key of nobody',
      () => proofOf({ verificationMethod: 'did:web:elsewhere.example#key' }),
      'wrong-key',
      'issuer-key',
    ],
    [
      'a stranger’s key that the stranger publishes',
      () =>
        addProof(foreignCredential(), other, {
          verificationMethod: `did:key:${other.publicMultibase}#${other.publicMultibase}`,
        }),
      'wrong-key',
      'issuer-key',
    ],
    [
      'a key that is not for assertions',
      () => signed,
      'wrong-key',
      'issuer-key',
      undefined,
      () => ({ document: usualDocument({ assertionMethod: [] }) }),
    ],
    [
      'keys of a document about somebody else',
      () => signed,
      'wrong-key',
      'issuer-key',
      undefined,
      () => ({ document: usualDocument({ id: 'did:web:else' }) }),
    ],
    [
      'a key that somebody else controls',
      () => signed,
      'wrong-key',
      'issuer-key',
      undefined,
      () => ({
        document: usualDocument({
          verificationMethod: (usualDocument().verificationMethod as Json[]).map((method) => ({
            ...method,
            controller: 'did:web:else',
          })),
        }),
      }),
    ],
    [
      'a key that its issuer revoked',
      () => signed,
      'key-revoked',
      'issuer-key',
      undefined,
      () => ({
        document: usualDocument({
          verificationMethod: (usualDocument().verificationMethod as Json[]).map((method) => ({
            ...method,
            revoked: '2026-10-01T00:00:00Z',
          })),
        }),
      }),
    ],
    [
      'an issuer out of reach',
      () => signed,
      'issuer-unreachable',
      'issuer-key',
      'undecided',
      () => ({ document: '<html>' }),
    ],
    [
      'an issuer of an unknown kind',
      () => ({ ...signed, issuer: { id: 'did:ion:abc', type: ['Profile'] } }),
      'unknown-method',
      'issuer-key',
      'undecided',
    ],
    [
      'a proof to sign in with',
      () => addProof(foreignCredential(), key, { proofPurpose: 'authentication' }),
      'wrong-purpose',
      'signature',
    ],
    [
      'a proof of an unknown kind',
      () => proofOf({ cryptosuite: 'ecdsa-rdfc-2019' }),
      'unknown-suite',
      'signature',
      'undecided',
    ],
    [
      'a second proof of an unknown kind',
      () => ({ ...signed, proof: [...signed.proof, { ...signed.proof[0], cryptosuite: 'bbs-2023' }] }),
      'unknown-suite',
      'signature',
      'undecided',
    ],
    [
      'a second proof that does not hold',
      () => ({ ...signed, proof: [...signed.proof, { ...signed.proof[0], created: '2026-03-01T00:00:00Z' }] }),
      'tampered',
      'signature',
    ],
    [
      'a proof that has expired',
      () => addProof(foreignCredential(), key, { expires: '2026-11-01T00:00:00Z' }),
      'expired',
      'signature',
    ],
    [
      'a proof that follows on one that is not there',
      () => addProof(foreignCredential(), key, { previousProof: 'urn:uuid:1' }),
      'tampered',
      'signature',
    ],
    [
      'a day past its last',
      () => addProof(foreignCredential({ validUntil: '2026-11-22T12:00:00Z' }), key),
      'expired',
      'dates',
    ],
    [
      'more than the minute before its first that clocks may be apart',
      () => addProof(foreignCredential({ validFrom: '2026-11-22T12:01:01Z' }), key),
      'not-yet-valid',
      'dates',
    ],
  ])('%s', async (_what, given, reason, step, outcome, web) => {
    expect(await verdict(await given(), web?.())).toEqual([outcome ?? 'failed', reason, step]);
  });
});

describe('what verifies', () => {
  const cases: [what: string, given: () => unknown][] = [
    ['a credential with one proof', () => signed],
    ['its proof without a list around it', () => ({ ...signed, proof: signed.proof[0] })],
    ['its properties in another order', () => Object.fromEntries(Object.entries(signed).reverse())],
    ['two proofs by two keys of the issuer', async () => addProof(signed, other, byOther)],
    [
      'a proof that follows on another',
      async () =>
        addProof(await addProof(foreignCredential(), key, { id: 'urn:uuid:1' }), key, { previousProof: 'urn:uuid:1' }),
    ],
    [
      'an issuer that is its key',
      () => {
        const did = `did:key:${key.publicMultibase}`;
        const issuer = { id: did, type: ['Profile'], name: 'By key' };
        return addProof(foreignCredential({ issuer }), key, { verificationMethod: `${did}#${key.publicMultibase}` });
      },
    ],
    [
      'version 1.1 of the data model, with the proof of 2020',
      () => {
        const { validFrom: _, ...older } = foreignCredential();
        const contexts = [
          'https://www.w3.org/2018/credentials/v1',
          'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
          'https://w3id.org/security/suites/ed25519-2020/v1',
        ];
        return addProof({ ...older, '@context': contexts, issuanceDate: '2026-01-01T00:00:00Z' }, key, {
          type: 'Ed25519Signature2020',
          cryptosuite: undefined,
        });
      },
    ],
    ['a JWT with the key’s id', () => signJwt(foreignCredential(), rsa)],
    ['a JWT with the key itself', () => signJwt(foreignCredential(), rsa, { kid: undefined, jwk: rsa.jwk })],
    ['a JWT around a proof', () => signJwt(signed, rsa)],
    [
      'a JWT in an envelope',
      async () => ({
        '@context': 'https://www.w3.org/ns/credentials/v2',
        id: `data:application/vc+jwt,${await signJwt(foreignCredential(), rsa)}`,
        type: 'EnvelopedVerifiableCredential',
      }),
    ],
  ];
  it.each(cases)('%s', async (_what, given) => {
    expect(await verdict(await given())).toEqual(['verified', 'ok', undefined]);
  });

  it('asks for the issuer’s document and nothing else', async () => {
    const asked: string[] = [];
    await verify(signed, { asked });
    expect(asked).toEqual([didUrl]);
  });
});

it.each([
  ['past', '2026-01-01T00:00:00Z', 'key-expired'],
  ['to come', '2027-01-01T00:00:00Z', 'ok'],
  ['no moment', 'soon', 'key-expired'],
  ['no text', 1_900_000_000, 'key-expired'],
])('a key whose own end is %s', async (_what, expires, reason) => {
  const document = usualDocument();
  const [first, ...more] = document.verificationMethod as Json[];
  expect(
    (await verify(signed, { document: { ...document, verificationMethod: [{ ...first, expires }, ...more] } })).reason,
  ).toBe(reason);
});
