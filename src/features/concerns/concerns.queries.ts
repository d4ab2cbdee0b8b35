import type { ConcernKind, ConcernState } from '#domain/assessment/concern.ts';
import type { Database, Trx } from '#platform/database.ts';

/** Whether something raised about an attempt is unsettled: its decision waits for that, whatever the kind. */
export async function hasOpenConcern(trx: Database | Trx, attemptId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('concerns')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('resolved_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the earner of an attempt still has a question to answer. */
export async function hasUnansweredConcern(trx: Trx, attemptId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('concerns')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('state', '=', 'asked')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A concern as its raiser sees it: not whose attempt it is, since they may not know. */
export type RaisedConcern = {
  id: string;
  kind: ConcernKind;
  state: ConcernState;
  title: string;
  number: number;
  detail: string;
  raisedAt: Date;
  resolvedAt: Date | null;
};

/** What the assessor raised, at the issuers where they still assess, the latest first. */
export async function listRaised(
  db: Database,
  { id, issuerIds }: { id: string; issuerIds: readonly string[] },
): Promise<RaisedConcern[]> {
  if (issuerIds.length === 0) return [];
  return db
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .select(['c.id', 'c.kind', 'c.state', 'm.title', 't.number', 'c.detail', 'c.raised_at as raisedAt'])
    .select('c.resolved_at as resolvedAt')
    .where('c.raised_by', '=', id)
    .where('c.issuer_id', 'in', [...issuerIds])
    .where('e.person_id', '<>', id)
    .orderBy('c.raised_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(100)
    .execute();
}

/** A question that the earner was asked about their work, and what came of it. */
export type OwnConcern = {
  id: string;
  attemptId: string;
  number: number;
  kind: ConcernKind;
  state: ConcernState;
  requirement: string | null;
  evidence: unknown;
  question: string;
  askedAt: Date;
  response: string;
  respondedAt: Date | null;
  resolution: string;
  resolvedAt: Date | null;
  returnsAttempt: boolean;
};

/** What an earner was asked about their work on an enrolment, the latest first. Of any other concern they learn nothing. */
export async function listOwnConcerns(db: Database | Trx, enrolmentId: string): Promise<OwnConcern[]> {
  const rows = await db
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .select(['c.id', 'c.attempt_id as attemptId', 't.number', 'c.kind', 'c.state', 'c.requirement_key as requirement'])
    .select(['c.evidence', 'c.question', 'c.asked_at', 'c.response', 'c.responded_at as respondedAt', 'c.resolution'])
    .select(['c.resolved_at as resolvedAt', 'c.returns_attempt as returnsAttempt'])
    .where('t.enrolment_id', '=', enrolmentId)
    .where('c.asked_at', 'is not', null)
    .where('c.kind', '<>', 'safeguarding')
    .orderBy('c.asked_at', 'desc')
    .orderBy('c.id')
    .execute();
  return rows.flatMap(({ asked_at, ...row }) => (asked_at === null ? [] : [{ ...row, askedAt: asked_at }]));
}
