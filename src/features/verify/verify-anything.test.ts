import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { clrContexts } from '#domain/credential/clr.ts';
import {
  type Ed25519Key,
  type RsaKey,
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDid,
  foreignDocument,
  newEd25519Key,
  newRsaKey,
  signJwt,
  statusList,
} from '../../../test/support/foreign-issuer.ts';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import type { StepName, StepOutcome, StepReason } from './verification.ts';
import { createVerifyAnything } from './verify-anything.ts';

type Json = Record<string, unknown>;

const now = new Date('2026-11-22T12:00:00Z');
const didUrl = 'https://badges.example.org/.well-known/did.json';
const lists = 'https://badges.example.org/status';

let key: Ed25519Key;
let other: Ed25519Key;
let rsa: RsaKey;
let otherRsa: RsaKey;
let signed: Json & { proof: Json[] };
beforeAll(async () => {
  [key, other, rsa, otherRsa] = [newEd25519Key(), newEd25519Key(), await newRsaKey(), await newRsaKey()];
  signed = await addProof(foreignCredential(), key);
});

const usualDocument = (change: Json = {}) => foreignDocument({ ed25519: [key, other], rsa: [rsa] }, change);

type Web = { pages?: Json; document?: unknown; asked?: string[]; email?: string };

async function verify(given: unknown, { pages = {}, document = usualDocument(), asked, email }: Web = {}) {
  const verifyAnything = createVerifyAnything({
    now: () => now,
    canonize: canonizeHere,
    fetchDocument: fakeWeb({ [didUrl]: document, ...pages }, asked),
  });
  const bytes = Buffer.from(typeof given === 'string' ? given : JSON.stringify(given));
  const found = await verifyAnything({ bytes }, { email });
  if (!found.ok) throw new Error(found.problem);
  return found.verification;
}

/** Outcome and reason of the whole, and of the step that says it. */
async function verdict(given: unknown, web: Web = {}) {
  const { outcome, reason, steps } = await verify(given, web);
  return [outcome, reason, steps.find((step) => step.reason === reason && reason !== 'ok')?.name];
}

const proofOf = (change: Json) => ({ ...signed, proof: [{ ...signed.proof[0], ...change }] });

type Case = [
  what: string,
  given: () => unknown,
  reason: StepReason,
  step: StepName,
  outcome?: 'undecided' | undefined,
  web?: () => Web,
];

const failing: Case[] = [
  ['no JSON', () => '{"a": }', 'not-json', 'structure'],
  ['a text', () => 'an award', 'not-a-credential', 'structure'],
  ['a list', () => [signed].map(String).join(), 'not-a-credential', 'structure'],
  ['no proof', () => foreignCredential(), 'no-proof', 'structure'],
  ['an empty list of proofs', () => foreignCredential({ proof: [] }), 'no-proof', 'structure'],
  ['another type', () => ({ ...signed, type: ['VerifiableCredential'] }), 'not-a-credential', 'structure'],
  [
    'a key that stands twice',
    () => JSON.stringify(signed).replace('"validFrom"', '"name":"Another","validFrom"'),
    'duplicate-keys',
    'structure',
  ],
  ['a million characters', () => ({ ...signed, name: 'a'.repeat(1_000_000) }), 'too-large', 'structure'],
  ['endless nesting', () => `{"a":${'['.repeat(5000)}`, 'too-deep', 'structure'],
  ['a key __proto__', () => JSON.stringify(signed).replace('"name"', '"__proto__"'), 'hostile', 'structure'],
  [
    'its expiry hidden behind the full address of the property',
    async () => {
      const until = await addProof(foreignCredential({ validUntil: '2026-01-02T00:00:00Z' }), key);
      const { validUntil: _, ...hidden } = until;
      const full = 'https://www.w3.org/2018/credentials#validUntil';
      return {
        ...hidden,
        [full]: { '@type': 'http://www.w3.org/2001/XMLSchema#dateTime', '@value': '2026-01-02T00:00:00Z' },
      };
    },
    'hostile',
    'structure',
  ],
  [
    'a property under a shortened address',
    () => ({ ...signed, 'cred:validUntil': '2030-01-01T00:00:00Z' }),
    'hostile',
    'structure',
  ],
  [
    'a known context within',
    () => ({
      ...signed,
      credentialSubject: { '@context': (signed['@context'] as string[])[1], ...(signed.credentialSubject as Json) },
    }),
    'hostile',
    'structure',
  ],
  [
    'its terms redefined within',
    () => {
      const { credentialSubject, ...rest } = signed;
      return { ...rest, credentialSubject: { '@context': { name: 'urn:x' }, ...(credentialSubject as Json) } };
    },
    'hostile',
    'structure',
  ],
  [
    'a context written out',
    () => ({ ...signed, '@context': [...(signed['@context'] as []), { name: 'urn:x' }] }),
    'hostile',
    'structure',
  ],
  [
    'itself, a second time within',
    () => ({ ...signed, evidence: [{ id: signed.id, type: ['Evidence'], validUntil: '2030-01-01T00:00:00Z' }] }),
    'hostile',
    'structure',
  ],
  [
    'its contexts the other way round',
    () => ({ ...signed, '@context': [...(signed['@context'] as string[])].reverse() }),
    'context-order',
    'contexts',
  ],
  [
    'the context of the data model alone',
    () => ({ ...signed, '@context': [(signed['@context'] as string[])[0]] }),
    'context-order',
    'contexts',
  ],
  [
    'a context that is not known',
    () => ({ ...signed, '@context': [...(signed['@context'] as string[]), 'https://example.org/terms.json'] }),
    'unknown-context',
    'contexts',
    'undecided',
  ],
  [
    'a form that Open Badges do not have',
    () =>
      addProof(
        foreignCredential({ credentialSubject: { type: ['AchievementSubject'], achievement: { name: 'x' } } }),
        key,
      ),
    'schema',
    'schema',
  ],
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
  [
    'a key that signed it for somebody else',
    () => proofOf({ verificationMethod: `${foreignDid}#${other.publicMultibase}` }),
    'tampered',
    'signature',
  ],
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
    'a day before its first',
    () => addProof(foreignCredential({ validFrom: '2026-11-22T12:00:01Z' }), key),
    'not-yet-valid',
    'dates',
  ],
];

describe('what is refused or left open, and why', () => {
  it.each(failing)('%s', async (_what, given, reason, step, outcome, web) => {
    expect(await verdict(await given(), web?.())).toEqual([outcome ?? 'failed', reason, step]);
  });
});

describe('what verifies', () => {
  const cases: [what: string, given: () => unknown][] = [
    ['a credential with one proof', () => signed],
    ['its proof without a list around it', () => ({ ...signed, proof: signed.proof[0] })],
    ['its properties in another order', () => Object.fromEntries(Object.entries(signed).reverse())],
    [
      'two proofs by two keys of the issuer',
      async () => addProof(signed, other, { verificationMethod: `${foreignDid}#${other.publicMultibase}` }),
    ],
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

describe('JWTs', () => {
  const keyUrl = 'https://badges.example.org/keys/1';
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<Case>([
    ['no signature', () => `${encode({ alg: 'none' })}.${encode(foreignCredential())}.`, 'wrong-key', 'issuer-key'],
    [
      'alg none with a key named',
      () => `${encode({ alg: 'none', kid: rsa.id })}.${encode(foreignCredential())}.`,
      'refused-algorithm',
      'signature',
    ],
    [
      'a shared secret',
      () => `${encode({ alg: 'HS256', kid: rsa.id })}.${encode(foreignCredential())}.AAAA`,
      'refused-algorithm',
      'signature',
    ],
    [
      'another content',
      async () =>
        (await signJwt(foreignCredential(), rsa)).replace(
          /\.[^.]+\./,
          `.${encode(foreignCredential({ name: 'More' }))}.`,
        ),
      'tampered',
      'signature',
    ],
    [
      'somebody else’s key under the issuer’s id',
      () => signJwt(foreignCredential(), otherRsa, { kid: rsa.id }),
      'tampered',
      'signature',
    ],
    [
      'a key of its own',
      () => signJwt(foreignCredential(), otherRsa, { kid: undefined, jwk: otherRsa.jwk }),
      'wrong-key',
      'issuer-key',
    ],
    ['no key named', () => signJwt(foreignCredential(), rsa, { kid: undefined }), 'wrong-key', 'issuer-key'],
    [
      'an address that gives a stranger’s key',
      () => signJwt(foreignCredential(), otherRsa, { kid: keyUrl }),
      'wrong-key',
      'issuer-key',
      undefined,
      () => ({ pages: { [keyUrl]: otherRsa.jwk } }),
    ],
    [
      'an address that gives nothing',
      () => signJwt(foreignCredential(), rsa, { kid: keyUrl }),
      'issuer-unreachable',
      'issuer-key',
      'undecided',
    ],
    [
      'another issuer in its claims',
      () => signJwt({ ...foreignCredential(), iss: 'did:web:else' }, rsa),
      'claims-differ',
      'structure',
    ],
    [
      'another id in its claims',
      () => signJwt({ ...foreignCredential(), jti: 'urn:else' }, rsa),
      'claims-differ',
      'structure',
    ],
    [
      'an expiry of its own, past',
      () => signJwt({ ...foreignCredential(), exp: 1_790_000_000 }, rsa),
      'expired',
      'dates',
    ],
    [
      'an expiry beside the claim that holds the credential, past',
      () => signJwt({ vc: foreignCredential(), exp: 1_790_000_000 }, rsa),
      'expired',
      'dates',
    ],
    [
      'a beginning beside the claim that holds the credential, to come',
      () => signJwt({ vc: foreignCredential(), nbf: 1_900_000_000 }, rsa),
      'not-yet-valid',
      'dates',
    ],
    [
      'an expiry that is no number',
      () => signJwt({ ...foreignCredential(), exp: '1790000000' }, rsa),
      'claims-differ',
      'structure',
    ],
    [
      'a claim twice',
      async () => `${encode({ alg: 'RS256' })}.${Buffer.from('{"a":1,"a":2}').toString('base64url')}.AAAA`,
      'duplicate-keys',
      'structure',
    ],
    ['a proof within that does not hold', () => signJwt({ ...signed, name: 'More' }, rsa), 'tampered', 'signature'],
  ])('%s', async (_what, given, reason, step, outcome, web) => {
    const [told, why, where] = await verdict(await given(), web?.());
    expect([told, why, where]).toEqual([outcome ?? 'failed', reason, step]);
  });

  it('takes the key at an address that the issuer publishes too', async () => {
    const jwt = await signJwt(foreignCredential(), rsa, { kid: keyUrl });
    expect(await verdict(jwt, { pages: { [keyUrl]: rsa.jwk } })).toEqual(['verified', 'ok', undefined]);
  });

  it('takes the key at an address of an issuer that is one itself, from its own host alone', async () => {
    const issuer = { id: 'https://badges.example.org/issuers/1', type: ['Profile'], name: 'A profile' };
    const elsewhere = 'https://keys.example.net/1';
    const pages = { [issuer.id]: issuer, [keyUrl]: rsa.jwk, [elsewhere]: rsa.jwk };
    const check = async (kid: string) => verdict(await signJwt(foreignCredential({ issuer }), rsa, { kid }), { pages });
    expect(await check(keyUrl)).toEqual(['verified', 'ok', undefined]);
    expect(await check(elsewhere)).toEqual(['failed', 'wrong-key', 'issuer-key']);
  });
});

describe('status', () => {
  const url = `${lists}/revocation/1`;
  const entry = (change: Json = {}): Json => ({
    id: `${url}#7`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: url,
    ...change,
  });
  const withStatus = (change: Json = {}) => addProof(foreignCredential({ credentialStatus: entry(change) }), key);
  const listed = async (list: Json, by: Ed25519Key = key) => ({ [url]: await addProof(list, by) });

  it.each<[string, StepOutcome, StepReason, () => unknown, (() => Promise<Json>)?]>([
    ['not revoked', 'passed', 'ok', withStatus, () => listed(statusList(url, 'revocation', [6, 8]))],
    ['revoked', 'failed', 'revoked', withStatus, () => listed(statusList(url, 'revocation', [7]))],
    [
      'suspended',
      'failed',
      'suspended',
      () => withStatus({ statusPurpose: 'suspension' }),
      () => listed(statusList(url, 'suspension', [7])),
    ],
    ['a list out of reach', 'not-checkable', 'status-unreachable', withStatus],
    [
      'a list that was changed',
      'not-checkable',
      'status-unreadable',
      withStatus,
      async () => ({ [url]: { ...((await listed(statusList(url, 'revocation', [])))[url] as Json), name: 'x' } }),
    ],
    [
      'a list that nobody signed',
      'not-checkable',
      'status-unreadable',
      withStatus,
      async () => ({ [url]: statusList(url, 'revocation') }),
    ],
    [
      'a list by a stranger',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed({ ...statusList(url, 'revocation'), issuer: `did:key:${key.publicMultibase}` }),
    ],
    [
      'a list that a stranger signed, as its own',
      'not-checkable',
      'status-unreadable',
      withStatus,
      async () => {
        const issuer = `did:key:${other.publicMultibase}`;
        const verificationMethod = `${issuer}#${other.publicMultibase}`;
        return { [url]: await addProof({ ...statusList(url, 'revocation'), issuer }, other, { verificationMethod }) };
      },
    ],
    [
      'a list of another address',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed(statusList(`${lists}/other`, 'revocation')),
    ],
    [
      'a list of another purpose',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed(statusList(url, 'suspension')),
    ],
    [
      'a list that has expired',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed({ ...statusList(url, 'revocation'), validUntil: '2026-11-01T00:00:00Z' }),
    ],
    [
      'a list too short',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => listed(statusList(url, 'revocation', [], 1024)),
    ],
    [
      'a place past its end',
      'not-checkable',
      'status-unreadable',
      () => withStatus({ statusListIndex: '131072' }),
      () => listed(statusList(url, 'revocation')),
    ],
    [
      'a list that unpacks without end',
      'not-checkable',
      'status-unreadable',
      withStatus,
      () => {
        const list = statusList(url, 'revocation');
        const bomb = `u${gzipSync(Buffer.alloc(50_000_000)).toString('base64url')}`;
        return listed({ ...list, credentialSubject: { ...(list.credentialSubject as Json), encodedList: bomb } });
      },
    ],
    ['a place that is no number', 'not-checkable', 'status-unknown', () => withStatus({ statusListIndex: '-7' })],
  ])('%s', async (_what, outcome, reason, given, pages) => {
    const { steps } = await verify(await given(), { pages: (await pages?.()) ?? {} });
    expect(steps.find(({ name }) => name === 'status')).toMatchObject({ outcome, reason });
  });

  it('asks the list beside it, which its issuer names in its document', async () => {
    const suspended = `${lists}/suspension/1`;
    const service = [
      { id: `${foreignDid}#status`, type: 'BitstringStatusList', serviceEndpoint: `${lists}/suspension` },
    ];
    const pages = {
      ...(await listed(statusList(url, 'revocation'))),
      [suspended]: await addProof(statusList(suspended, 'suspension', [7]), key),
    };
    expect(await verdict(await withStatus(), { pages, document: usualDocument({ service }) })).toEqual([
      'failed',
      'suspended',
      'status',
    ]);
    expect(await verdict(await withStatus(), { pages })).toEqual(['verified', 'ok', undefined]);
  });

  it('asks nothing that a forged credential names', async () => {
    const asked: string[] = [];
    await verify({ ...(await withStatus()), name: 'More' }, { asked });
    expect(asked).toEqual([didUrl]);
  });

  it.each([
    [[{ id: 'https://badges.example.org/credentials/1', revoked: true }], 'revoked'],
    [[{ id: 'https://badges.example.org/credentials/2', revoked: true }], 'ok'],
  ])('reads a list of revocations as 1EdTech has it: %j', async (revokedCredential, reason) => {
    const id = `${lists}/revoked.json`;
    const credentialStatus = { id, type: '1EdTechRevocationList' };
    const document = await signJwt(foreignCredential({ credentialStatus }), rsa);
    const pages = { [id]: { id, issuer: foreignDid, revokedCredential } };
    expect((await verify(document, { pages })).reason).toBe(reason);
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

describe('the time that is taken for asking', () => {
  it('ends for all that a credential names together, not for each', async () => {
    const asked: string[] = [];
    const verifyAnything = createVerifyAnything({
      now: () => now,
      canonize: canonizeHere,
      // Whoever is asked never answers.
      fetchDocument: (url) => {
        asked.push(url);
        return new Promise(() => undefined);
      },
      mostTime: 10,
    });
    const endorsement = ['one', 'two', 'three'].map((name) => ({
      ...signed,
      id: `urn:${name}`,
      type: ['VerifiableCredential', 'EndorsementCredential'],
      issuer: { id: `did:web:${name}.example`, type: ['Profile'] },
      credentialSubject: { id: signed.id, type: ['EndorsementSubject'] },
    }));
    const found = await verifyAnything({ bytes: Buffer.from(JSON.stringify({ ...signed, endorsement })) });
    expect(found.ok && found.verification.steps.find(({ name }) => name === 'endorsements')).toMatchObject({
      outcome: 'not-checkable',
    });
    expect(asked).toEqual([didUrl]);
  });
});

describe('endorsements', () => {
  const endorsement = (change: Json = {}) =>
    foreignCredential({
      id: 'https://badges.example.org/endorsements/1',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      credentialSubject: {
        id: 'https://badges.example.org/credentials/1',
        type: ['EndorsementSubject'],
        endorsementComment: 'Worth a lot.',
      },
      ...change,
    });
  const carrying = async (one: Json) => addProof(foreignCredential({ endorsement: [one] }), key);

  it.each<[string, () => Promise<Json>, StepOutcome, StepReason]>([
    [
      'holds',
      () => addProof(endorsement(), other, { verificationMethod: `${foreignDid}#${other.publicMultibase}` }),
      'passed',
      'ok',
    ],
    [
      'was changed',
      async () => ({ ...(await addProof(endorsement(), key)), name: 'More' }),
      'failed',
      'endorsement-failed',
    ],
    ['nobody signed', async () => endorsement(), 'failed', 'endorsement-failed'],
    [
      'expired, and counts no more',
      () => addProof(endorsement({ validUntil: '2026-02-01T00:00:00Z' }), key),
      'passed',
      'ok',
    ],
    [
      'speaks of another award',
      () => addProof(endorsement({ credentialSubject: { id: 'urn:else', type: ['EndorsementSubject'] } }), key),
      'failed',
      'endorsement-failed',
    ],
    [
      'has an issuer out of reach',
      () => addProof(endorsement({ issuer: { id: 'did:web:gone.example', type: ['Profile'] } }), key),
      'not-checkable',
      'endorsement-not-checkable',
    ],
  ])('one that %s', async (_what, given, outcome, reason) => {
    const { steps } = await verify(await carrying(await given()));
    expect(steps.find(({ name }) => name === 'endorsements')).toMatchObject({ outcome, reason });
    expect(steps.find(({ name }) => name === 'signature')).toMatchObject({ outcome: 'passed' });
  });
});

describe('a learner record', () => {
  const record = (contents: unknown, change: Json = {}) => ({
    '@context': [...clrContexts],
    id: 'urn:uuid:0198f5a0-0000-7000-8000-000000000001',
    type: ['VerifiableCredential', 'ClrCredential'],
    name: 'A record',
    issuer: { id: foreignDid, type: ['Profile'], name: 'Another issuer' },
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { type: ['ClrSubject'], verifiableCredential: contents },
    ...change,
  });
  const byKey = { id: '', type: ['Profile'], name: 'By key' };

  it.each<[string, () => Promise<unknown>, StepOutcome, StepReason]>([
    ['holds with its awards', () => addProof(record([signed, signed]), key), 'passed', 'ok'],
    ['holds as a JWT', () => signJwt(record([signed]), rsa), 'passed', 'ok'],
    [
      'with an award that was changed',
      () => addProof(record([{ ...signed, name: 'More' }]), key),
      'failed',
      'content-failed',
    ],
    [
      'with an award that nobody signed',
      () => addProof(record([foreignCredential()]), key),
      'failed',
      'content-failed',
    ],
    ['with no award', () => addProof(record([]), key), 'failed', 'content-failed'],
    [
      'that somebody made of another’s award',
      () => {
        const did = `did:key:${other.publicMultibase}`;
        return addProof(record([signed], { issuer: { ...byKey, id: did } }), other, {
          verificationMethod: `${did}#${other.publicMultibase}`,
        });
      },
      'not-checkable',
      'content-not-checkable',
    ],
  ])('%s', async (_what, given, outcome, reason) => {
    const { steps } = await verify(await given());
    expect(steps.find(({ name }) => name === 'contents')).toMatchObject({ outcome, reason });
    expect(steps.filter((step) => step.outcome !== 'passed').length).toBe(outcome === 'passed' ? 0 : 1);
  });

  it('asks for each address once, however many awards name it', async () => {
    const asked: string[] = [];
    const { outcome } = await verify(await addProof(record(Array.from({ length: 14 }, () => signed)), key), { asked });
    expect([outcome, asked]).toEqual(['verified', [didUrl]]);
  });

  it('that was changed does not hold', async () => {
    const { reason } = await verify({ ...(await addProof(record([signed]), key)), name: 'Of somebody else' });
    expect(reason).toBe('tampered');
  });
});

describe('identity', () => {
  it.each<[string, StepOutcome, StepReason]>([
    ['ana@example.org', 'passed', 'ok'],
    ['Ana@Example.org', 'passed', 'ok'],
    ['eve@example.org', 'failed', 'identity-differs'],
  ])('of %s', async (email, outcome, reason) => {
    const { steps } = await verify(signed, { email });
    expect(steps.at(-1)).toMatchObject({ name: 'identity', outcome, reason });
  });
});
