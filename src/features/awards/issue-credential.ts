import {
  type AchievementCredential,
  type AwardFacts,
  type CredentialFacts,
  buildAchievementCredential,
} from '#domain/credential/achievement-credential.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { findEmbedded } from '../badges/endorsements.queries.ts';
import { carrySuspension } from '../status/set-status.ts';
import { type StatusEntry, takeStatusEntry } from '../status/take-status-entry.ts';
import { getSigningKeys } from './issuer-keys.ts';
import { type SignedCredential, signCredential } from './sign-credential.ts';
import { signJwt } from './sign-jwt.ts';

export type CredentialReason = 'issued' | 'new-identity' | 'new-name' | 'new-key' | 'renewed';

export type CredentialToIssue = {
  awardId: string;
  issuerId: string;
  /** Of this award, from 1 on. */
  number: number;
  reason: CredentialReason;
  facts: AwardFacts;
  /** The date of the award when left out. */
  validFrom?: Date;
  /** For ever when left out. */
  validUntil?: Date | null;
  /**
   * What else the transaction writes. It is done while the credential is being signed: that keeps a processor busy and this the
   * database, and both at once take hardly longer than the one.
   */
  meanwhile?: () => Promise<void>;
};

export type IssuedCredential = {
  /** Of the row in `award_credentials`. */
  id: string;
  credential: SignedCredential;
  jwt: string;
  publicMultibase: string;
};

/**
 * Builds, signs and keeps a credential of an award: with a Data Integrity proof, as a VC-JWT, and with a place in the issuer's
 * status lists. Whoever calls it holds the award, so that no number is given twice, and has inserted it.
 */
export async function issueCredential(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'secret' | 'keyService' | 'canonize'>,
  { facts, validFrom, validUntil, ...of }: CredentialToIssue,
): Promise<IssuedCredential> {
  const { earner, issuer, baseUrl } = facts;
  return signAndKeep(trx, deps, {
    ...{ ...of, issuerSlug: issuer.slug, baseUrl },
    recipient: { name: earner.name, did: earner.did ?? null },
    build(status) {
      const complete: CredentialFacts = {
        ...facts,
        number: of.number,
        validFrom: validFrom ?? facts.awardedAt,
        validUntil: validUntil ?? null,
        status,
      };
      return buildAchievementCredential(complete);
    },
  });
}

export type CredentialToSign = Omit<CredentialToIssue, 'facts' | 'validFrom' | 'validUntil'> & {
  issuerSlug: string;
  baseUrl: string;
  recipient: { name: string; did: string | null };
  /** What is signed, once its place in the status lists is known. */
  build: (status: StatusEntry) => AchievementCredential;
};

/**
 * The half of `issueCredential` that does not ask where the content comes from. Endorsements are those that the issuer shows now,
 * also where the content is that of an earlier credential: one that was removed or has ended since is not carried on.
 */
export async function signAndKeep(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'secret' | 'keyService' | 'canonize'>,
  { awardId, issuerId, issuerSlug, baseUrl, number, reason, recipient, build, meanwhile }: CredentialToSign,
): Promise<IssuedCredential> {
  const keys = await getSigningKeys(trx, { id: issuerId, slug: issuerSlug }, deps);
  const status = await takeStatusEntry(trx, issuerId);
  const { endorsement: _, ...content } = build(status);
  const about = [content.issuer.id, content.credentialSubject.achievement.id];
  const unsigned = { ...content, ...(await findEmbedded(trx, { issuerId, about, now: deps.now() })) };
  const [signed, signedJwt, written] = await Promise.allSettled([
    signCredential(unsigned, keys.proof, deps.now(), deps.canonize),
    signJwt(unsigned, keys.jwt, { baseUrl, slug: issuerSlug }),
    meanwhile?.(),
  ]);
  // None is left behind where another fails, since the transaction ends with it.
  const [credential, jwt] = [valueOf(signed), valueOf(signedJwt)];
  valueOf(written);
  await trx
    .insertInto('award_credentials')
    .values({
      id: status.awardCredentialId,
      issuer_id: issuerId,
      award_id: awardId,
      number,
      reason,
      identity: recipient.did === null ? 'email' : 'did',
      subject_did: recipient.did,
      recipient_name: recipient.name,
      credential: JSON.stringify(credential),
      jwt,
      issuer_key_id: keys.proof.id,
      jwt_key_id: keys.jwt.id,
      valid_from: new Date(credential.validFrom),
      valid_until: credential.validUntil === undefined ? null : new Date(credential.validUntil),
      created_at: deps.now(),
    })
    .execute();
  if (number > 1) await carrySuspension(trx, awardId);
  return { id: status.awardCredentialId, credential, jwt, publicMultibase: keys.proof.publicMultibase };
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
