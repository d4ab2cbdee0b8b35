import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { Rubric } from './certification.queries.ts';

type Certify = Rubric & {
  issuerId: string;
  personId: string;
  /** By a set, or by a lead assessor who says why. */
  by: { qualificationId: string } | { namedBy: string; reason: string };
  now: Date;
};

/** Gives a certification; one that they have for the same rubric ends with it, and so does what counted against it. */
export async function certify(trx: Trx, { issuerId, personId, by, now, ...rubric }: Certify): Promise<string> {
  await trx
    .updateTable('certifications')
    .set({ ended_at: now, end_reason: 'Certified anew' })
    .where('person_id', '=', personId)
    .where('micro_credential_id', '=', rubric.microCredentialId)
    .where('rubric_sha256', '=', rubric.rubricSha256)
    .where('ended_at', 'is', null)
    .execute();
  const { id } = await trx
    .insertInto('certifications')
    .values({
      issuer_id: issuerId,
      micro_credential_id: rubric.microCredentialId,
      rubric_sha256: rubric.rubricSha256,
      person_id: personId,
      certified_at: now,
      ...('namedBy' in by ? { named_by: by.namedBy, reason: by.reason } : { qualification_id: by.qualificationId }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

type NameCertified = Rubric & {
  lead: { id: string; issuerIds: readonly string[] };
  issuerId: string;
  personId: string;
  reason: string;
  now: Date;
};

export type NameRefusal = 'no-assessor' | 'yourself';

export const nameRefusals: Record<NameRefusal, string> = {
  'no-assessor': 'Choose somebody who is an assessor of this issuer',
  yourself: 'Another lead assessor has to name you',
};

/** A lead assessor names somebody certified who did not go through a set, and says why. */
export async function nameCertified(
  trx: Trx,
  { lead, reason, ...who }: NameCertified,
): Promise<{ ok: true; id: string } | { ok: false; reason: NameRefusal }> {
  if (!lead.issuerIds.includes(who.issuerId)) throw new NotFoundError('issuer');
  if (who.personId === lead.id) return { ok: false, reason: 'yourself' };
  const member = await trx
    .selectFrom('memberships')
    .select('person_id')
    .where('issuer_id', '=', who.issuerId)
    .where('person_id', '=', who.personId)
    .where('role', 'in', ['assessor', 'lead_assessor'])
    .forKeyShare()
    .executeTakeFirst();
  if (!member) return { ok: false, reason: 'no-assessor' };
  // Two leads at once: the second waits, then ends the first's.
  await trx.selectFrom('people').select('id').where('id', '=', who.personId).forNoKeyUpdate().execute();
  const id = await certify(trx, { ...who, by: { namedBy: lead.id, reason } });
  await audit(trx, {
    issuerId: who.issuerId,
    actorId: lead.id,
    action: 'certification.named',
    subject: { type: 'certification', id },
    details: { person: who.personId, microCredential: who.microCredentialId, reason },
  });
  return { ok: true, id };
}

/** Ends a certification for a reason that its holder reads. A second time changes nothing. */
export async function endCertification(
  trx: Trx,
  command: { lead: { id: string; issuerIds: readonly string[] }; id: string; reason: string; now: Date },
): Promise<void> {
  const { lead, id, reason, now } = command;
  const ended = await trx
    .updateTable('certifications')
    .set({ ended_at: now, end_reason: reason })
    .where('id', '=', id)
    .where('issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .where('ended_at', 'is', null)
    .returning(['issuer_id', 'person_id'])
    .executeTakeFirst();
  if (!ended) return;
  await audit(trx, {
    issuerId: ended.issuer_id,
    actorId: lead.id,
    action: 'certification.ended',
    subject: { type: 'certification', id },
    details: { person: ended.person_id, reason },
  });
}
