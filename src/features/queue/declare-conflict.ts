import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { endAssignments } from './assignments.ts';
import { askForAssignment } from './assign-waiting.ts';
import { askForReview } from './review-seats.ts';

type Assessor = { id: string; issuerIds: readonly string[] };

export type DeclareConflict = {
  assessor: Assessor;
  issuerId: string;
  /** A person by their address, or everyone of a school. */
  with: { email: string } | { schoolId: string };
  reason: string;
  now: Date;
};

/** Somebody with more of them at an issuer judges nobody there, or tries out addresses. */
export const mostConflicts = 300;

/**
 * An assessor says whom they must not judge. The answer is the same whether or not anyone has that address. What they hold
 * of such work goes from their desk a little later: that it does may tell whose it was, but nobody judges on.
 */
export async function declareConflict(trx: Trx, command: DeclareConflict): Promise<{ ok: boolean }> {
  const { assessor, issuerId, with: other, reason, now } = command;
  if (!assessor.issuerIds.includes(issuerId)) throw new NotFoundError('issuer');
  if ('schoolId' in other) {
    const school = await trx.selectFrom('schools').select('id').where('id', '=', other.schoolId).executeTakeFirst();
    if (!school) throw new NotFoundError('school');
  }
  const { held } = await trx
    .selectFrom('conflicts')
    .select((eb) => eb.fn.countAll<number>().as('held'))
    .where('assessor_id', '=', assessor.id)
    .where('declared_by', '=', assessor.id)
    .where('issuer_id', '=', issuerId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(held) >= mostConflicts) return { ok: false };
  const person =
    'email' in other
      ? await trx.selectFrom('people').select('id').where('email', '=', other.email).executeTakeFirst()
      : undefined;
  await askForReview(trx, assessor.id);
  await insertConflict(trx, {
    issuer_id: issuerId,
    assessor_id: assessor.id,
    // Should the person change their address, it still holds.
    person_id: person?.id ?? null,
    ...('email' in other ? { email: other.email } : { school_id: other.schoolId }),
    reason,
    declared_by: assessor.id,
    declared_at: now,
  });
  return { ok: true };
}

/**
 * An assessor finds that they must not judge an attempt which they hold or were given, even where they can’t be told whose it
 * is: it goes back to the queue for others.
 */
export async function declareOnAttempt(
  trx: Trx,
  { assessor, attemptId, reason, now }: { assessor: Assessor; attemptId: string; reason: string; now: Date },
): Promise<void> {
  const attempt = await trx
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select(['t.issuer_id', 'e.person_id'])
    .where('t.id', '=', attemptId)
    .where('t.issuer_id', 'in', [...assessor.issuerIds])
    .forUpdate('e')
    .executeTakeFirst();
  if (!attempt) throw new NotFoundError('attempt');
  const letGo = await trx
    .updateTable('assessments')
    .set({ state: 'let_go' })
    .where('attempt_id', '=', attemptId)
    .where('assessor_id', '=', assessor.id)
    .where('state', '=', 'claimed')
    .where('role', '<>', 'qualification')
    .returning('id')
    .execute();
  const given = await endAssignments(trx, { attemptId, assessorId: assessor.id, reason: 'conflict', now });
  if (letGo.length + given === 0) throw new NotFoundError('attempt');
  await askForAssignment(trx, attempt.issuer_id);
  await insertConflict(trx, {
    issuer_id: attempt.issuer_id,
    assessor_id: assessor.id,
    person_id: attempt.person_id,
    attempt_id: attemptId,
    reason,
    declared_by: assessor.id,
    declared_at: now,
  });
}

/** It no longer holds for what is handed in from now on. Ending it twice is ending it once. */
export async function endConflict(
  trx: Trx,
  { assessor, conflictId, now }: { assessor: Assessor; conflictId: string; now: Date },
): Promise<void> {
  const conflict = await trx
    .selectFrom('conflicts')
    .select(['issuer_id', 'ended_at'])
    .where('id', '=', conflictId)
    .where('assessor_id', '=', assessor.id)
    .where('declared_by', '=', assessor.id)
    .where('issuer_id', 'in', [...assessor.issuerIds])
    .forUpdate()
    .executeTakeFirst();
  if (!conflict) throw new NotFoundError('conflict');
  if (conflict.ended_at) return;
  await trx
    .updateTable('conflicts')
    .set({ ended_at: now, ended_by: assessor.id })
    .where('id', '=', conflictId)
    .execute();
  await auditConflict(trx, 'conflict.ended', { id: conflictId, issuerId: conflict.issuer_id, actorId: assessor.id });
}

type NewConflict = {
  issuer_id: string;
  assessor_id: string;
  email?: string;
  person_id?: string | null;
  school_id?: string;
  attempt_id?: string;
  reason: string;
  declared_by: string;
  declared_at: Date;
};

async function insertConflict(trx: Trx, values: NewConflict): Promise<void> {
  const { id } = await trx.insertInto('conflicts').values(values).returning('id').executeTakeFirstOrThrow();
  await auditConflict(trx, 'conflict.declared', { id, issuerId: values.issuer_id, actorId: values.declared_by });
}

/** Without whom it is with: the trail is read by more people than may know. */
async function auditConflict(trx: Trx, action: string, event: { id: string; issuerId: string; actorId: string }) {
  const { id, issuerId, actorId } = event;
  await audit(trx, { issuerId, actorId, action, subject: { type: 'conflict', id } });
}
