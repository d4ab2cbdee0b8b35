import { sql } from 'kysely';
import { credentialStatus } from '#domain/award/status-list-credential.ts';
import { credentialUrl } from '#domain/credential/achievement-credential.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import { earnerId } from '#domain/credential/identity.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { revokeCredentialEntries } from '../status/set-status.ts';
import { signAndKeep } from './issue-credential.ts';
import { signedWith } from './issuer-keys.queries.ts';
import type { SignedCredential } from './sign-credential.ts';
import { tellOfNewSignatures } from './tell-of-new-signatures.ts';

/** How many awards one transaction signs again: a kill loses no more work than that, and nobody waits long for an award. */
const atOnce = 20;

/** How many earlier credentials one transaction revokes: it holds their lists meanwhile. */
const revokedAtOnce = 1000;

/**
 * Issues again the newest credential of every award in force that a revoked key signed: the same content for the same person, with
 * the same dates, under the issuer’s present keys. Whatever else the key signed, earlier credentials in wallets and in files, is
 * revoked in the status lists with them: who has the key could have signed it, too. Then it tells the earners. Killed on the way it
 * goes on where it was: what it has done is no longer asked for. Resolves to how many it issued.
 */
export async function replaceCredentials(
  deps: Pick<Deps, 'db' | 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>,
  { keyId }: { keyId: string },
): Promise<number> {
  let replaced = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const batch: Batch = await deps.db.transaction().execute((trx) => replaceBatch(trx, deps, keyId, from));
    replaced += batch.replaced;
    after = batch.last;
  } while (after !== null);
  // Only now: what is to be issued again has been, so that nothing that is left is the newest of an award in force.
  let last: string | null = null;
  do {
    const from: string | null = last;
    last = await deps.db.transaction().execute((trx) => revokeBatch(trx, keyId, from));
  } while (last !== null);
  // Last of all: whoever downloads an award again at once gets the new one.
  await tellOfNewSignatures(deps, { keyId });
  return replaced;
}

/** Revokes what the key signed, in the order of the ids; resolves to the last, or to `null` at the end. */
async function revokeBatch(trx: Trx, keyId: string, after: string | null): Promise<string | null> {
  const signedBy = (column: 'issuer_key_id' | 'jwt_key_id') => sql`
    (select id from award_credentials where ${sql.ref(column)} = ${keyId} and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${revokedAtOnce})`;
  const { rows } = await sql<{ id: string }>`
    ${signedBy('issuer_key_id')} union ${signedBy('jwt_key_id')} order by id limit ${revokedAtOnce}`.execute(trx);
  // Those that are revoked already change nothing.
  await revokeCredentialEntries(
    trx,
    rows.map(({ id }) => id),
  );
  return rows.at(-1)?.id ?? null;
}

/** `last`: the award up to which everything is done, or `null` when there is no other. */
type Batch = { replaced: number; last: string | null };

async function replaceBatch(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>,
  keyId: string,
  after: string | null,
): Promise<Batch> {
  const { rows: found } = await sql<{ award_id: string }>`
    select c.award_id from award_credentials c where ${signedWith(sql`${keyId}::uuid`)}
      and (${after}::uuid is null or c.award_id > ${after}::uuid)
    order by c.award_id limit ${atOnce}`.execute(trx);
  const last = found.at(-1)?.award_id ?? null;
  if (last === null) return { replaced: 0, last };
  const awardIds = found.map(({ award_id }) => award_id);
  // In the order of their ids, so that two runs that meet wait for each other and not both.
  await sql`select from awards where id = any(${awardIds}::uuid[]) order by id for no key update`.execute(trx);
  // Only now, since some may have been issued again or revoked while this one waited.
  const { rows: old } = await sql<OldCredential>`
    select c.id, c.award_id, c.number, c.credential, c.subject_did, c.recipient_name, c.issuer_id, a.public_id, i.slug
    from award_credentials c join awards a on a.id = c.award_id join issuers i on i.id = c.issuer_id
    where c.award_id = any(${awardIds}::uuid[]) and ${signedWith(sql`${keyId}::uuid`)} order by c.award_id`.execute(
    trx,
  );
  const issued = [];
  for (const one of old) issued.push({ ...one, next: await issueAgain(trx, deps, one) });
  await revokeCredentialEntries(
    trx,
    old.map(({ id }) => id),
  );
  for (const { issuer_id, award_id, public_id, number, next } of issued)
    await audit(trx, {
      issuerId: issuer_id,
      actorId: null,
      action: 'award.reissued',
      subject: { type: 'award', id: award_id },
      details: { publicId: public_id, number: number + 1, reason: 'new-key', key: next.publicMultibase },
    });
  return { replaced: old.length, last };
}

type OldCredential = {
  id: string;
  award_id: string;
  number: number;
  credential: Omit<SignedCredential, 'credentialSubject'> & {
    // The first ones had no id there.
    credentialSubject: Omit<SignedCredential['credentialSubject'], 'id'> & { id?: string };
  };
  subject_did: string | null;
  recipient_name: string;
  issuer_id: string;
  public_id: string;
  slug: string;
};

function issueAgain(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'baseUrl' | 'secret' | 'keyService' | 'canonize'>,
  old: OldCredential,
) {
  const { baseUrl } = deps;
  const number = old.number + 1;
  return signAndKeep(trx, deps, {
    awardId: old.award_id,
    issuerId: old.issuer_id,
    issuerSlug: old.slug,
    baseUrl,
    number,
    reason: 'new-key',
    recipient: { name: old.recipient_name, did: old.subject_did },
    build(status) {
      const { proof: _, credentialSubject, ...content } = old.credential;
      return {
        ...content,
        id: credentialUrl(baseUrl, old.public_id, number),
        // Where the issuer’s keys are found today, should the installation have moved.
        issuer: { ...content.issuer, id: issuerDid(baseUrl, old.slug) },
        credentialSubject: { id: earnerId(baseUrl, old.public_id), ...credentialSubject },
        credentialStatus: credentialStatus(baseUrl, old.slug, status),
      };
    },
  });
}
