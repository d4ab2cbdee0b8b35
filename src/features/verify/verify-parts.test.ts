import { canonizeHere } from '#platform/json-ld/canonize.ts';
import { describe, expect, it } from 'vitest';
import {
  addProof,
  foreignCredential,
  foreignDid,
  foreignDocument,
  signJwt,
} from '../../../test/support/foreign-issuer.ts';
import {
  type Json,
  byOther,
  didUrl,
  key,
  other,
  otherRsa,
  record,
  rsa,
  signed,
  usualDocument,
  verifiedAt,
  verify,
} from '../../../test/support/verifying.ts';
import type { StepOutcome, StepReason } from './verification.ts';
import { createVerifyAnything } from './verify-anything.ts';

describe('the time that is taken for asking', () => {
  it('ends for all that a credential names together, not for each', async () => {
    const asked: string[] = [];
    const verifyAnything = createVerifyAnything({
      now: () => verifiedAt,
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
    // A key that is its own address: nobody is asked for it.
    const did = `did:key:${key.publicMultibase}`;
    const issuer = { id: did, type: ['Profile'], name: 'By key' };
    const award = await addProof(foreignCredential({ issuer, endorsement }), key, {
      verificationMethod: `${did}#${key.publicMultibase}`,
    });
    const found = await verifyAnything({ bytes: Buffer.from(JSON.stringify(award)) });
    const stepOf = (of: string) => found.ok && found.verification.steps.find(({ name }) => name === of);
    expect(stepOf('signature')).toMatchObject({ outcome: 'passed' });
    expect(stepOf('endorsements')).toMatchObject({ outcome: 'not-checkable', reason: 'endorsement-not-checkable' });
    // On a slow machine the time is up before the first is asked.
    expect(asked.length).toBeLessThan(2);
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

  const withOther = (change: Json): Json => {
    const document = usualDocument() as { verificationMethod: Json[]; assertionMethod: string[] };
    const verificationMethod = document.verificationMethod.map((method) =>
      method.id === byOther.verificationMethod ? { ...method, ...change } : method,
    );
    return { ...document, verificationMethod };
  };
  const unlisted = () => ({
    ...usualDocument(),
    assertionMethod: [`${foreignDid}#${key.publicMultibase}`],
  });
  const signedByOther = () => addProof(endorsement(), other, byOther);
  const byStranger = { verificationMethod: `did:web:stranger.example#${other.publicMultibase}` };

  it.each<[string, () => Promise<Json>, StepOutcome, StepReason, (() => Json)?]>([
    ['holds', signedByOther, 'passed', 'ok'],
    [
      'was changed',
      async () => ({ ...(await addProof(endorsement(), key)), name: 'More' }),
      'failed',
      'endorsement-failed',
    ],
    ['nobody signed', async () => endorsement(), 'failed', 'endorsement-failed'],
    ['a stranger signed', () => addProof(endorsement(), other, byStranger), 'failed', 'endorsement-failed'],
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
    [
      'was signed by a key since revoked',
      signedByOther,
      'not-checkable',
      'endorsement-not-checkable',
      () => withOther({ revoked: '2026-06-01T00:00:00Z' }),
    ],
    [
      'was signed by a key that is published no more',
      signedByOther,
      'not-checkable',
      'endorsement-not-checkable',
      () => foreignDocument({ ed25519: [key] }),
    ],
    [
      'was signed by a key no longer listed for it',
      signedByOther,
      'not-checkable',
      'endorsement-not-checkable',
      unlisted,
    ],
    [
      'was signed by a key since expired',
      signedByOther,
      'passed',
      'ok',
      () => withOther({ expires: '2026-06-01T00:00:00Z' }),
    ],
    [
      'was changed, and its key expired',
      async () => ({ ...(await signedByOther()), name: 'More' }),
      'failed',
      'endorsement-failed',
      () => withOther({ expires: '2026-06-01T00:00:00Z' }),
    ],
  ])('one that %s fails an award only where it is false', async (_what, given, outcome, reason, document) => {
    const { steps, ...whole } = await verify(await carrying(await given()), document && { document: document() });
    expect(steps.find(({ name }) => name === 'endorsements')).toMatchObject({ outcome, reason });
    expect(steps.find(({ name }) => name === 'signature')).toMatchObject({ outcome: 'passed' });
    expect(whole).toMatchObject(outcome === 'failed' ? { outcome, reason } : { outcome: 'verified', reason: 'ok' });
  });

  // No context has a word for these, so only an award that is a JWT can carry them.
  it.each<[string, Json, StepOutcome]>([
    ['its endorser publishes no more', { kid: `${foreignDid}#rsa-2` }, 'not-checkable'],
    ['is in its header alone', { jwk: otherRsa.jwk, kid: undefined }, 'failed'],
    ['is a stranger’s', { kid: 'did:web:stranger.example#rsa' }, 'failed'],
  ])('a JWT whose key %s', async (_what, header, outcome) => {
    const jwt = await signJwt(endorsement(), otherRsa, header);
    const { steps } = await verify(await signJwt(foreignCredential({ endorsementJwt: [jwt] }), rsa));
    expect(steps.find(({ name }) => name === 'endorsements')).toMatchObject({ outcome });
  });
});

describe('a learner record', () => {
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
