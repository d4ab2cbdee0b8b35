import { randomUUID } from 'node:crypto';
import { buildEndorsement } from '#domain/badge/endorsement.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { getSigningKeys } from '../awards/issuer-keys.ts';
import { signCredential } from '../awards/sign-credential.ts';

export type EndorsementToGive = {
  issuer: { id: string; slug: string; name: string };
  actorId: string;
  subjectId: string;
  subjectName: string;
  comment: string;
};

export type EndorsementGiven = { ok: true; id: string } | { ok: false; reason: 'own' | 'given-already' };

/** Signs that an issuer stands behind another, or behind what it awards: once for each of them. */
export async function giveEndorsement(
  trx: Trx,
  deps: Pick<Deps, 'now' | 'baseUrl' | 'secret' | 'keyService'>,
  { issuer, actorId, subjectId, subjectName, comment }: EndorsementToGive,
): Promise<EndorsementGiven> {
  const at = deps.now();
  if (subjectId === issuerDid(deps.baseUrl, issuer.slug)) return { ok: false, reason: 'own' };
  const { website } = await trx
    .selectFrom('issuers')
    .select('website')
    .where('id', '=', issuer.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const earlier = await trx
    .selectFrom('given_endorsements')
    .select('id')
    .where('issuer_id', '=', issuer.id)
    .where('subject_id', '=', subjectId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (earlier) return { ok: false, reason: 'given-already' };
  const { proof: key } = await getSigningKeys(trx, issuer, deps);
  const id = randomUUID();
  const facts = { baseUrl: deps.baseUrl, id, issuer: { ...issuer, website }, subjectId, subjectName, comment, at };
  const credential = await signCredential(buildEndorsement(facts), key, at);
  await trx
    .insertInto('given_endorsements')
    .values({
      id,
      issuer_id: issuer.id,
      subject_id: subjectId,
      subject_name: subjectName,
      comment,
      credential: JSON.stringify(credential),
      issuer_key_id: key.id,
      given_by: actorId,
      given_at: at,
    })
    .execute();
  await audit(trx, {
    issuerId: issuer.id,
    actorId,
    action: 'endorsement.given',
    subject: { type: 'given-endorsement', id },
    details: { about: subjectId },
    afterSha256: documentSha256(credential),
  });
  return { ok: true, id };
}

type Ended = { issuerId: string; id: string; actorId: string; now: Date };

/** From now on its address answers that it is gone. */
export async function withdrawEndorsement(trx: Trx, { issuerId, id, actorId, now }: Ended): Promise<void> {
  const row = await trx
    .updateTable('given_endorsements')
    .set({ withdrawn_at: now, withdrawn_by: actorId })
    .where('id', '=', id)
    .where('issuer_id', '=', issuerId)
    .where('withdrawn_at', 'is', null)
    .returning('subject_id')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('endorsement');
  await audit(trx, {
    issuerId,
    actorId,
    action: 'endorsement.withdrawn',
    subject: { type: 'given-endorsement', id },
    details: { about: row.subject_id },
  });
}

/** It is shown no more, and awards that are issued from now on do not carry it. */
export async function removeEndorsement(trx: Trx, { issuerId, id, actorId, now }: Ended): Promise<void> {
  const row = await trx
    .updateTable('endorsements')
    .set({ removed_at: now, removed_by: actorId })
    .where('id', '=', id)
    .where('issuer_id', '=', issuerId)
    .where('removed_at', 'is', null)
    .returning('endorser_name')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('endorsement');
  await audit(trx, {
    issuerId,
    actorId,
    action: 'endorsement.removed',
    subject: { type: 'endorsement', id },
    details: { endorser: row.endorser_name },
  });
}
