import { didDocument } from '#domain/credential/did-web.ts';
import type { PublicAward } from '../awards/awards.queries.ts';
import { type Verification, verifyCredential } from './verify-credential.ts';

/** How long a result is shown again before the award is checked anew, in milliseconds: 10 minutes. */
const freshFor = 10 * 60 * 1000;
const mostKept = 1000;

/**
 * Verifies awards of this installation with the keys in its own tables: nothing is fetched, and an award stays
 * verifiable when the installation's address changes. An award never changes, so a result is kept for a while by
 * the award and the keys it was checked with; the page states when that was.
 */
export function createLocalVerification(): (award: PublicAward, now: Date) => Promise<Verification> {
  const kept = new Map<string, Promise<Verification>>();
  return async (award, now) => {
    const keys = award.publicKeys.map(
      ({ publicMultibase, revokedAt }) => `${publicMultibase}${revokedAt ? ' revoked' : ''}`,
    );
    const name = [award.publicId, award.credentialNumber, ...keys].join(' ');
    const earlier = await kept.get(name);
    if (earlier && now.getTime() - earlier.checkedAt.getTime() < freshFor) return earlier;
    const checking = verifyLocally(award, now);
    kept.delete(name);
    kept.set(name, checking);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
    return checking;
  };
}

function verifyLocally(award: PublicAward, now: Date): Promise<Verification> {
  return verifyCredential(award.credential, {
    now,
    resolveDid: async (did) =>
      did.startsWith('did:web:') && did.endsWith(`:issuers:${award.issuer.slug}`)
        ? didDocument(did, award.publicKeys)
        : undefined,
  });
}
