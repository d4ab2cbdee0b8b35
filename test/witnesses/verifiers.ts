import { verifyCredential as verifyElsewhere } from '@digitalcredentials/verifier-core';
import { canonizeHere } from '../../src/platform/json-ld/canonize.ts';
import { createVerifyAnything } from '../../src/features/verify/verify-anything.ts';
import type { DidKit } from './didkit.ts';
import type { Web } from './web.ts';

type Json = Record<string, unknown>;

/** `valid`, or in a word why not. */
export type Verifier = (credential: Json) => Promise<string>;

export function ourVerifier(web: Web, now: () => Date): Verifier {
  return async (credential) => {
    const verify = createVerifyAnything({ now, canonize: canonizeHere, fetchDocument: web.fetchOutside });
    const found = await verify({ bytes: Buffer.from(JSON.stringify(credential)) });
    if (!found.ok) throw new Error(found.problem);
    return found.verification.outcome === 'verified' ? 'valid' : found.verification.reason;
  };
}

/** It tells each step, and says that it knows nothing of the issuer and the schema, which are not asked here. */
export const verifierCore: Verifier = async (credential) => {
  const { errors, log } = await verifyElsewhere({
    credential: structuredClone(credential) as never,
    knownDIDRegistries: [] as never,
  });
  if (errors?.[0]) return errors[0].message === 'The signature is not valid.' ? 'signature' : errors[0].message;
  const steps = (log ?? []) as { id: string; valid?: boolean }[];
  const wanted = ['valid_signature', 'expiration', 'revocation_status'];
  const not = wanted.filter((id) => !steps.some((step) => step.id === id && step.valid === true));
  return not.length === 0 ? 'valid' : not.join(', ');
};

/** DIDKit checks proof and status, and leaves the dates to its caller: who calls it reads them, as here. */
export function didKitVerifier(didKit: DidKit, now: () => Date): Verifier {
  return async (credential) => {
    const { errors, checks } = await didKit.verify(credential);
    const [error] = errors;
    if (error !== undefined) return didKitWords.get(error) ?? error;
    if (!checks.includes('proof') || !checks.includes('status')) return 'unchecked';
    const { validFrom, validUntil } = credential as { validFrom: string; validUntil?: string };
    if (Date.parse(validFrom) > now().getTime()) return 'not-yet-valid';
    return validUntil !== undefined && Date.parse(validUntil) <= now().getTime() ? 'expired' : 'valid';
  };
}

const didKitWords = new Map([
  ['signature error: Verification equation was not satisfied', 'signature'],
  ['No applicable proof', 'no proof of the issuer’s'],
  ['Credential is revoked.', 'revoked'],
]);
