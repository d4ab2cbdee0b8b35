import type { Lead } from '#domain/access/lead.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { askForReview } from './review-seats.ts';

export type DeclareFor = {
  lead: Lead;
  assessorId: string;
  issuerId: string;
  /** A person by their address, everyone of a school, or whoever handed in an attempt that the assessor holds. */
  with: { email: string } | { schoolId: string } | { attemptId: string };
  reason: string;
  now: Date;
};

/**
 * A lead assessor says whom somebody who assesses for them must not judge. It holds as if they had said so themselves, and
 * ends what they hold of it a moment later. The assessor is told that there is one, not with whom: that may be what they
 * must not know. What is for somebody to say of themselves is said at the desk.
 */
export async function declareFor(trx: Trx, command: DeclareFor): Promise<void> {
  const { lead, assessorId, issuerId, with: other, reason, now } = command;
  await lockAssessor(trx, { lead, assessorId, issuerId });
  const { id } = await trx
    .insertInto('conflicts')
    .values({
      ...{ issuer_id: issuerId, assessor_id: assessorId, reason, declared_by: lead.id, declared_at: now },
      ...(await findWhom(trx, issuerId, lead, other)),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await askForReview(trx, assessorId);
  await auditFor(trx, 'conflict.declared', { id, issuerId, lead, assessorId });
}

/** A lead assessor ends what one of them declared: it holds for what was handed in before, as every conflict does. */
export async function endConflictFor(
  trx: Trx,
  command: { lead: Lead; assessorId: string; conflictId: string; now: Date },
): Promise<void> {
  const { lead, assessorId, conflictId, now } = command;
  if (lead.issuerIds.length === 0 || assessorId === lead.id) throw new NotFoundError('conflict');
  const conflict = await trx
    .selectFrom('conflicts')
    .select(['issuer_id', 'ended_at'])
    .where('id', '=', conflictId)
    .where('assessor_id', '=', assessorId)
    .where('issuer_id', 'in', [...lead.issuerIds])
    .whereRef('declared_by', '<>', 'assessor_id')
    .forUpdate()
    .executeTakeFirst();
  if (!conflict) throw new NotFoundError('conflict');
  if (conflict.ended_at) return;
  await trx.updateTable('conflicts').set({ ended_at: now, ended_by: lead.id }).where('id', '=', conflictId).execute();
  await auditFor(trx, 'conflict.ended', { id: conflictId, issuerId: conflict.issuer_id, lead, assessorId });
}

/** Whoever else assesses at an issuer that this person leads; anybody else is *not found*. */
async function lockAssessor(
  trx: Trx,
  { lead, assessorId, issuerId }: Pick<DeclareFor, 'lead' | 'assessorId' | 'issuerId'>,
) {
  if (!lead.issuerIds.includes(issuerId)) throw new NotFoundError('issuer');
  if (assessorId === lead.id) throw new NotFoundError('assessor');
  const role = await trx
    .selectFrom('memberships')
    .select('role')
    .where('issuer_id', '=', issuerId)
    .where('person_id', '=', assessorId)
    .where('role', 'in', ['assessor', 'lead_assessor'])
    .orderBy('role')
    .forKeyShare()
    .execute();
  if (role.length === 0) throw new NotFoundError('assessor');
}

async function findWhom(trx: Trx, issuerId: string, lead: Lead, other: DeclareFor['with']) {
  if ('email' in other) {
    const person = await trx.selectFrom('people').select('id').where('email', '=', other.email).executeTakeFirst();
    // Should the person change their address, it still holds.
    return { email: other.email, person_id: person?.id ?? null };
  }
  if ('schoolId' in other) {
    const school = await trx.selectFrom('schools').select('id').where('id', '=', other.schoolId).executeTakeFirst();
    if (!school) throw new NotFoundError('school');
    return { school_id: school.id };
  }
  const attempt = await trx
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select(['t.id', 'e.person_id'])
    .where('t.id', '=', other.attemptId)
    .where('t.issuer_id', '=', issuerId)
    .where('e.person_id', '<>', lead.id)
    .where('e.state', '<>', 'anchor')
    .executeTakeFirst();
  if (!attempt) throw new NotFoundError('attempt');
  return { person_id: attempt.person_id, attempt_id: attempt.id };
}

/** Without whom it is with: the trail is read by more people than may know. */
async function auditFor(
  trx: Trx,
  action: 'conflict.declared' | 'conflict.ended',
  { id, issuerId, lead, assessorId }: { id: string; issuerId: string; lead: Lead; assessorId: string },
): Promise<void> {
  const subject = { type: 'conflict', id };
  await audit(trx, { issuerId, actorId: lead.id, action, subject, details: { assessor: assessorId } });
}
