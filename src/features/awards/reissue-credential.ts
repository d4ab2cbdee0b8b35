import { randomBytes } from 'node:crypto';
import { credentialStatus } from '#domain/award/status-list-credential.ts';
import { type AchievementCredential, credentialUrl } from '#domain/credential/achievement-credential.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import { earnerId, hashedEmail } from '#domain/credential/identity.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { revokeCredentialEntries } from '../status/set-status.ts';
import { type CredentialReason, type IssuedCredential, signAndKeep } from './issue-credential.ts';

export type CredentialToReissue = {
  awardId: string;
  reason: Exclude<CredentialReason, 'issued'>;
  /** What is left out stays as it is; `did: null` leads back to the e-mail address. */
  recipient?: { name?: string; email?: string; did?: string | null };
  validFrom?: Date;
  /** `null` for ever; when left out the end stays as it is. */
  validUntil?: Date | null;
  /** Whether the credentials before it are revoked in their lists. */
  endsOld?: boolean;
};

/**
 * Issues another credential of an award: what the newest one says, `awardedDate` and all, said of another identity, under another
 * name or until another day. What was judged is never told anew. Holds the award, so that no number is given twice.
 */
export async function reissueCredential(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'secret' | 'keyService' | 'baseUrl' | 'canonize'>,
  { awardId, reason, recipient = {}, validFrom, validUntil, endsOld = false }: CredentialToReissue,
): Promise<IssuedCredential & { number: number }> {
  const old = await lockNewest(trx, awardId);
  const number = old.number + 1;
  const { baseUrl } = deps;
  const name = recipient.name ?? old.recipient_name;
  const did = recipient.did === undefined ? old.subject_did : recipient.did;
  const issued = await signAndKeep(trx, deps, {
    ...{ awardId, issuerId: old.issuer_id, issuerSlug: old.slug, baseUrl, number, reason },
    recipient: { name, did },
    build(status): AchievementCredential {
      const { proof: _, validUntil: until, credentialSubject, ...content } = old.credential;
      const [hashed] = credentialSubject.identifier;
      const end = validUntil === undefined ? until : validUntil && seconds(validUntil);
      return {
        ...content,
        id: credentialUrl(baseUrl, old.public_id, number),
        // Where the issuer’s keys are found today, should the installation have moved.
        issuer: { ...content.issuer, id: issuerDid(baseUrl, old.slug) },
        validFrom: validFrom ? seconds(validFrom) : content.validFrom,
        ...(end ? { validUntil: end } : {}),
        credentialSubject: {
          ...credentialSubject,
          id: did ?? earnerId(baseUrl, old.public_id),
          identifier: [
            recipient.email === undefined ? hashed : hashedEmail(recipient.email, randomBytes(16).toString('hex')),
            { type: 'IdentityObject', hashed: false, identityHash: name, identityType: 'name' },
          ],
        },
        credentialStatus: credentialStatus(baseUrl, old.slug, status),
      };
    },
  });
  if (endsOld) await revokeCredentialEntries(trx, await listEarlier(trx, awardId, number));
  return { ...issued, number };
}

async function lockNewest(trx: Trx, awardId: string) {
  await trx.selectFrom('awards').select('id').where('id', '=', awardId).forNoKeyUpdate().execute();
  // Only now, since another one may have been issued while this one waited.
  const row = await trx
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .innerJoin('issuers as i', 'i.id', 'c.issuer_id')
    .select(['c.number', 'c.credential', 'c.recipient_name', 'c.subject_did', 'c.issuer_id', 'a.public_id', 'i.slug'])
    .where('c.award_id', '=', awardId)
    .orderBy('c.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new NotFoundError('award');
  return { ...row, credential: row.credential as AchievementCredential & { proof: unknown } };
}

async function listEarlier(trx: Trx, awardId: string, number: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('award_credentials')
    .select('id')
    .where('award_id', '=', awardId)
    .where('number', '<', number)
    .execute();
  return rows.map(({ id }) => id);
}

function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
