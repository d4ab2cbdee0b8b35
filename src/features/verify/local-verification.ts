import { codeWords } from '#domain/award/revocation.ts';
import { didDocument } from '#domain/credential/did-web.ts';
import { formatDate } from '#domain/text/format-date.ts';
import type { Database } from '#platform/database.ts';
import { findEndorserDocument } from '../badges/endorsements.queries.ts';
import type { PublicAward } from '../awards/awards.queries.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { type Verification, type VerificationStep, conclude, failed, passed } from './verification.ts';
import { verifyCredential } from './verify-credential.ts';

/** How long a result is shown again before the award is checked anew, in milliseconds: 10 minutes. */
const freshFor = 10 * 60 * 1000;
const mostKept = 1000;

/**
 * Verifies awards of this installation with the keys in its own tables: nothing is fetched, and an award stays
 * verifiable when the installation's address changes. An award never changes, so a result is kept for a while by
 * the award and the keys it was checked with; the page states when that was. Its status may change at any moment, and is
 * looked up each time.
 */
export function createLocalVerification(db: Database): (award: PublicAward, now: Date) => Promise<Verification> {
  const kept = new Map<string, Promise<Verification>>();
  const verify = async (award: PublicAward, now: Date): Promise<Verification> => {
    const keys = award.publicKeys.map(
      ({ publicMultibase, revokedAt }) => `${publicMultibase}${revokedAt ? ' revoked' : ''}`,
    );
    const expired = award.validUntil !== null && award.validUntil <= now ? ['expired'] : [];
    const name = [award.publicId, award.credentialNumber, ...keys, ...expired].join(' ');
    const earlier = await kept.get(name);
    if (earlier && now.getTime() - earlier.checkedAt.getTime() < freshFor) return earlier;
    const checking = verifyLocally(db, award, now);
    kept.delete(name);
    kept.set(name, checking);
    // What the database did not answer is asked again the next time.
    checking.catch(() => kept.delete(name));
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
    return checking;
  };
  return async (award, now) => {
    const [verification, status] = await Promise.all([verify(award, now), findStatusStep(db, award.id, now)]);
    const steps = verification.steps.filter(({ name }) => name !== 'status');
    const behind = steps.findIndex(({ name }) => name === 'endorsements' || name === 'identity');
    return conclude(steps.toSpliced(behind < 0 ? steps.length : behind, 0, status), verification.checkedAt);
  };
}

/** What the issuer has come to since, as its own tables say it. That it expired is told by its dates. */
async function findStatusStep(db: Database, awardId: string, now: Date): Promise<VerificationStep> {
  const { state, since, code } = await findAwardStatus(db, awardId, now);
  const day = since ? ` on ${formatDate(since)}` : '';
  if (state === 'revoked')
    return failed(
      'status',
      'revoked',
      `The issuer revoked it${day}: it no longer counts.${code ? ` ${codeWords[code]}.` : ''}`,
    );
  if (state === 'suspended')
    return failed('status', 'suspended', `The issuer suspended it${day}: it does not count for now.`);
  return passed('status', 'The issuer has neither revoked nor suspended it.');
}

function verifyLocally(db: Database, award: PublicAward, now: Date): Promise<Verification> {
  return verifyCredential(award.credential, {
    now,
    findStatus: async () => [],
    resolveDid: async (did) =>
      did.startsWith('did:web:') && did.endsWith(`:issuers:${award.issuer.slug}`)
        ? didDocument(did, award.publicKeys)
        : findEndorserDocument(db, award.issuer.id, did),
  });
}
