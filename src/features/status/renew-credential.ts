import { sql } from 'kysely';
import { credentialStatus } from '#domain/award/status-list-credential.ts';
import { credentialUrl } from '#domain/credential/achievement-credential.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import { earnerId } from '#domain/credential/identity.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { signAndKeep } from '../awards/issue-credential.ts';
import type { SignedCredential } from '../awards/sign-credential.ts';
import type { LockedAward } from './lock-award.ts';

type Newest = {
  number: number;
  /** The first ones had no id of their subject. */
  credential: Omit<SignedCredential, 'credentialSubject'> & {
    credentialSubject: Omit<SignedCredential['credentialSubject'], 'id'> & { id?: string };
  };
  subjectDid: string | null;
  recipientName: string;
};

/**
 * Issues the newest credential of an award again with a new validity; what it says, to whom, and when it was awarded stay. The one
 * before is left to its own end. Whoever calls it holds the award.
 */
export async function renewCredential(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>,
  award: LockedAward,
  { validFrom, validUntil }: { validFrom: Date; validUntil: Date },
): Promise<void> {
  const { baseUrl } = deps;
  const { issuer, publicId } = award;
  const { rows } = await sql<Newest>`
    select number, credential, subject_did as "subjectDid", recipient_name as "recipientName"
    from award_credentials where award_id = ${award.id} order by number desc limit 1`.execute(trx);
  const [newest] = rows;
  if (!newest) throw new Error('An award has at least one credential');
  const number = newest.number + 1;
  await signAndKeep(trx, deps, {
    ...{ awardId: award.id, issuerId: issuer.id, issuerSlug: issuer.slug, baseUrl, number, reason: 'renewed' },
    recipient: { name: newest.recipientName, did: newest.subjectDid },
    build(status) {
      const { proof: _, credentialSubject, ...content } = newest.credential;
      return {
        ...content,
        id: credentialUrl(baseUrl, publicId, number),
        // Where the issuer’s keys are found today, should the installation have moved.
        issuer: { ...content.issuer, id: issuerDid(baseUrl, issuer.slug) },
        validFrom: seconds(validFrom),
        validUntil: seconds(validUntil),
        credentialSubject: { id: earnerId(baseUrl, publicId), ...credentialSubject },
        credentialStatus: credentialStatus(baseUrl, issuer.slug, status),
      };
    },
  });
}

function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
