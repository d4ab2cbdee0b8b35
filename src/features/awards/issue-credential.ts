import type { AwardFacts } from '#domain/credential/achievement-credential.ts';
import { buildAchievementCredential } from '#domain/credential/achievement-credential.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { getSigningKeys } from './issuer-keys.ts';
import { type SignedCredential, signCredential } from './sign-credential.ts';

export type CredentialReason = 'issued' | 'new-identity' | 'new-name' | 'new-key' | 'renewed';

export type CredentialToIssue = {
  awardId: string;
  issuerId: string;
  /** Of this award, from 1 on. */
  number: number;
  reason: CredentialReason;
  facts: AwardFacts;
};

/**
 * Builds, signs and keeps a credential of an award. Whoever calls it holds the award, so that no number is given twice, and has
 * inserted it.
 */
export async function issueCredential(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'secret' | 'keyService'>,
  { awardId, issuerId, number, reason, facts }: CredentialToIssue,
): Promise<{ credential: SignedCredential; publicMultibase: string }> {
  const { now } = deps;
  const { proof: key } = await getSigningKeys(trx, { id: issuerId, slug: facts.issuer.slug }, deps);
  const credential = await signCredential(buildAchievementCredential(facts), key, now());
  await trx
    .insertInto('award_credentials')
    .values({
      issuer_id: issuerId,
      award_id: awardId,
      number,
      reason,
      identity: 'email',
      recipient_name: facts.earner.name,
      credential: JSON.stringify(credential),
      issuer_key_id: key.id,
      valid_from: new Date(credential.validFrom),
      created_at: now(),
    })
    .execute();
  return { credential, publicMultibase: key.publicMultibase };
}
