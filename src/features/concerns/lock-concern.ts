import type { ConcernKind, ConcernState } from '#domain/assessment/concern.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { Lead } from '#domain/access/lead.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import type { ConcernedWork } from './concern-mails.ts';
import { hasNoPartIn } from './led-concerns.queries.ts';

export type LockedConcern = {
  id: string;
  issuerId: string;
  attemptId: string;
  kind: ConcernKind;
  state: ConcernState;
  askedAt: Date | null;
  askedBy: string | null;
  isAnchor: boolean;
  work: ConcernedWork;
};

/**
 * Locks a concern that a lead assessor may act on, after the enrolment and the judging of its attempt: what follows from it
 * may change these. Another issuer’s, or one that they have a part in themselves, is *not found*.
 */
export async function lockLedConcern(trx: Trx, lead: Lead, concernId: string): Promise<LockedConcern> {
  if (lead.issuerIds.length === 0) throw new NotFoundError('concern');
  const found = await trx
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select('c.attempt_id')
    .where('c.id', '=', concernId)
    .where('c.issuer_id', 'in', [...lead.issuerIds])
    .where(hasNoPartIn(lead.id))
    .executeTakeFirst();
  if (!found) throw new NotFoundError('concern');
  return lock(trx, concernId, found.attempt_id);
}

/** Locks a concern about which the earner was asked; to them there is no other. */
export async function lockOwnConcern(
  trx: Trx,
  { personId, enrolmentId, concernId }: { personId: string; enrolmentId: string; concernId: string },
): Promise<LockedConcern> {
  const found = await trx
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select('c.attempt_id')
    .where('c.id', '=', concernId)
    .where('e.id', '=', enrolmentId)
    .where('e.person_id', '=', personId)
    .where('c.asked_at', 'is not', null)
    .executeTakeFirst();
  if (!found) throw new NotFoundError('question');
  return lock(trx, concernId, found.attempt_id);
}

async function lock(trx: Trx, concernId: string, attemptId: string): Promise<LockedConcern> {
  await lockJudging(trx, attemptId);
  const row = await trx
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .leftJoin('judgings as j', 'j.attempt_id', 't.id')
    .select(['c.id', 'c.issuer_id', 'c.attempt_id', 'c.kind', 'c.state', 'c.asked_at', 'c.asked_by'])
    .select(['t.number', 't.enrolment_id', 'p.name', 'p.email', 'm.title', 'e.state as enrolment_state', 'j.ended_at'])
    .where('c.id', '=', concernId)
    .forUpdate('c')
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    issuerId: row.issuer_id,
    attemptId: row.attempt_id,
    kind: row.kind,
    state: row.state,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    isAnchor: row.enrolment_state === 'anchor',
    work: {
      earner: { name: row.name, email: row.email },
      ...{ title: row.title, number: row.number, enrolmentId: row.enrolment_id, concernId: row.id },
      isOver: row.ended_at !== null,
    },
  };
}
