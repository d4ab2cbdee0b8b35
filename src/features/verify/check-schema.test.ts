import { clrContexts } from '#domain/credential/clr.ts';
import { expect, it } from 'vitest';
import { addProof, foreignCredential, foreignDid } from '../../../test/support/foreign-issuer.ts';
import { type Json, key, signed, usualDocument, verifiedAt, verify } from '../../../test/support/verifying.ts';
import type { StepOutcome } from './verification.ts';
import { verifySecured } from './verify-credential.ts';

const record = (change: Json = {}) => ({
  '@context': [...clrContexts],
  id: 'urn:uuid:0198f5a0-0000-7000-8000-000000000001',
  type: ['VerifiableCredential', 'ClrCredential'],
  name: 'A record',
  issuer: { id: foreignDid, type: ['Profile'], name: 'Another issuer' },
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: { type: ['ClrSubject'], verifiableCredential: [signed], ...change },
});
const association = { type: 'Association', associationType: 'precedes', sourceId: 'urn:one', targetId: 'urn:two' };
const person = { type: 'IdentityObject', hashed: false, identityHash: 'Ana', identityType: 'name' };

it.each<[string, Json, StepOutcome]>([
  ['that holds awards', {}, 'passed'],
  ['whose awards are ordered', { association: [association] }, 'passed'],
  ['with an order that nobody defined', { association: [{ ...association, associationType: 'beats' }] }, 'failed'],
  ['whose person’s names are no list', { identifier: person }, 'failed'],
])('a record %s', async (_what, change, outcome) => {
  const { steps } = await verify(await addProof(record(change), key));
  expect(steps.find(({ name }) => name === 'schema')).toMatchObject({ outcome });
});

it.each<[string, Json, StepOutcome]>([
  ['as it should be', {}, 'passed'],
  ['without a name', { name: undefined }, 'failed'],
  ['without its Open Badges context', { '@context': ['https://www.w3.org/ns/credentials/v2'] }, 'failed'],
])('an endorsement %s', async (_what, change, outcome) => {
  const endorsement: Json = foreignCredential({
    type: ['VerifiableCredential', 'EndorsementCredential'],
    credentialSubject: { id: 'urn:award', type: ['EndorsementSubject'], endorsementComment: 'Worth a lot.' },
    proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod', verificationMethod: 'urn:key' }],
    ...change,
  });
  const options = { now: verifiedAt, resolveDid: async () => usualDocument() };
  const { steps } = await verifySecured({ document: endorsement }, options, 'endorsement');
  expect(steps.find(({ name }) => name === 'schema')).toMatchObject({ outcome });
});

it('says of an award that names no status list that it can’t be taken back, and decides it', async () => {
  const { outcome, steps } = await verify(signed);
  expect(outcome).toBe('verified');
  expect(steps.find(({ name }) => name === 'status')).toMatchObject({
    outcome: 'passed',
    detail: 'It names no status list, so its issuer has no way to take it back.',
  });
});
