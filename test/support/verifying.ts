import { clrContexts } from '#domain/credential/clr.ts';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import type { StepName, StepReason } from '../../src/features/verify/verification.ts';
import { createVerifyAnything } from '../../src/features/verify/verify-anything.ts';
import {
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDid,
  foreignDocument,
  newEd25519Key,
  newRsaKey,
} from './foreign-issuer.ts';

export type Json = Record<string, unknown>;

export const verifiedAt = new Date('2026-11-22T12:00:00Z');
export const didUrl = 'https://badges.example.org/.well-known/did.json';

/** Keys of the issuer that its document lists, and one RSA key that it does not. */
export const [key, other, rsa, otherRsa] = [newEd25519Key(), newEd25519Key(), await newRsaKey(), await newRsaKey()];
export const signed = await addProof(foreignCredential(), key);

/** The proof option of a signature by the issuer’s second key. */
export const byOther = { verificationMethod: `${foreignDid}#${other.publicMultibase}` };

export const usualDocument = (change: Json = {}) => foreignDocument({ ed25519: [key, other], rsa: [rsa] }, change);

/** A learner record of these awards, before it is signed. */
export const record = (contents: unknown, change: Json = {}) => ({
  '@context': [...clrContexts],
  id: 'urn:uuid:0198f5a0-0000-7000-8000-000000000001',
  type: ['VerifiableCredential', 'ClrCredential'],
  name: 'A record',
  issuer: { id: foreignDid, type: ['Profile'], name: 'Another issuer' },
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: { type: ['ClrSubject'], verifiableCredential: contents },
  ...change,
});

export type Web = { pages?: Json; document?: unknown; asked?: string[]; email?: string };

/** Verifies what a web of a few pages gives; the issuer’s document is one of them. */
export async function verify(given: unknown, { pages = {}, document = usualDocument(), asked, email }: Web = {}) {
  const verifyAnything = createVerifyAnything({
    now: () => verifiedAt,
    canonize: canonizeHere,
    fetchDocument: fakeWeb({ [didUrl]: document, ...pages }, asked),
  });
  const bytes = Buffer.from(typeof given === 'string' ? given : JSON.stringify(given));
  const found = await verifyAnything({ bytes }, { email });
  if (!found.ok) throw new Error(found.problem);
  return found.verification;
}

/** Outcome and reason of the whole, and of the step that says it. */
export async function verdict(given: unknown, web: Web = {}) {
  const { outcome, reason, steps } = await verify(given, web);
  return [outcome, reason, steps.find((step) => step.reason === reason && reason !== 'ok')?.name];
}

/** `reason` and `step`: what says it; `outcome` where it is left undecided. */
export type VerdictCase = [
  what: string,
  given: () => unknown,
  reason: StepReason,
  step: StepName,
  outcome?: 'undecided' | undefined,
  web?: () => Web,
];
