import { expect, it } from 'vitest';
import { addProof, fakeWeb, foreignCredential } from '../../../test/support/foreign-issuer.ts';
import {
  type Json,
  didUrl,
  key,
  other,
  record,
  signed,
  usualDocument,
  verifiedAt,
  verify,
} from '../../../test/support/verifying.ts';
import { createVerifyAnything } from './verify-anything.ts';

const chosen = 'https://chosen.example/.well-known/did.json';

/** Of an issuer that whoever wrote it chose. */
const ofChosen = (change: Json = {}) => {
  const issuer = { id: 'did:web:chosen.example', type: ['Profile'], name: 'Chosen' };
  const verificationMethod = `did:web:chosen.example#${other.publicMultibase}`;
  return addProof(foreignCredential({ issuer, ...change }), other, { verificationMethod });
};
const endorsement = () =>
  ofChosen({
    id: 'urn:endorsement',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    credentialSubject: { id: signed.id, type: ['EndorsementSubject'] },
  });

it.each([
  ['an endorsement', 'endorsements', async () => foreignCredential({ endorsement: [await endorsement()] })],
  ['an award of a record', 'contents', async () => record([await ofChosen()])],
])('asks nobody for %s where anybody may have put it in', async (_what, of, make) => {
  const asked: string[] = [];
  const whole = await addProof(await make(), key);
  const { outcome, reason, steps } = await verify({ ...whole, name: 'Changed' }, { asked });
  expect([outcome, reason]).toEqual(['failed', 'tampered']);
  expect(steps.find(({ name }) => name === of)).toMatchObject({ outcome: 'not-checkable', reason: 'not-reached' });
  expect(asked).toEqual([didUrl]);
  await verify(whole, { asked });
  expect(asked).toContain(chosen);
});

it('leaves open what a busy machine gave up, and calls it no forgery', async () => {
  const verifyAnything = createVerifyAnything({
    now: () => verifiedAt,
    canonize: () => Promise.resolve({ ok: false, reason: 'too-slow' }),
    fetchDocument: fakeWeb({ [didUrl]: usualDocument() }),
  });
  const found = await verifyAnything({ bytes: Buffer.from(JSON.stringify(signed)) });
  expect(found).toMatchObject({ verification: { outcome: 'undecided', reason: 'too-complex' } });
});
