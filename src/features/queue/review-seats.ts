import { sql } from 'kysely';
import { type SeatCertification, type SeatEnd, reviewSeat } from '#domain/assessment/review-seat.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { addJob } from '#platform/jobs.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import {
  type Rubric,
  certificationOf,
  isCertificationNeeded,
  listClosedRubrics,
  rubricOfAttempt,
} from '../calibration/certification.queries.ts';
import { trailRole } from '../calibration/complete-anchor.ts';
import { listOverseers } from '../concerns/concern-people.queries.ts';
import { type Judging, lockJudging } from '../judging/judging.queries.ts';
import { auditAssignment } from './assignments.ts';
import { askForAssignment } from './assign-waiting.ts';
import { listObstacles, notConflicted } from './eligibility.queries.ts';
import { notClosed } from './queue.queries.ts';
import { seatEndedMails } from './seat-mails.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'review-seats': { personId?: string } | undefined;
  }
}

/** Has what somebody was given or has begun looked through soon, since something that keeps them from it may be new. */
export async function askForReview(trx: Trx, personId: string): Promise<void> {
  await addJob(trx, 'review-seats', { personId }, `review-seats:${personId}`);
}

/** The seats from which an attempt or an appeal of it is judged. Of a seeded anchor its assessor must not hear otherwise. */
const seatRoles = ['first', 'second', 'adjudicator', 'appeal', 'anchor'] as const;

/** Who was given something, or has begun it. */
export async function listHolders(
  db: Database,
  personId: string | undefined,
): Promise<{ issuerId: string; personId: string }[]> {
  const only = personId === undefined ? sql`` : sql`and h.person_id = ${personId}`;
  const { rows } = await sql<{ issuerId: string; personId: string }>`
    select distinct h.issuer_id as "issuerId", h.person_id as "personId" from (
      select issuer_id, assessor_id from assignments where ended_at is null
      union all
      select issuer_id, assessor_id from assessments where state = 'claimed' and role = any(${[...seatRoles]})
    ) h (issuer_id, person_id) where true ${only} order by 1, 2`.execute(db);
  return rows;
}

/** Of what somebody holds at an issuer, the attempts that are to be looked at more closely: a conflict, or no certification. */
export async function listDoubtful(
  db: Database,
  { issuerId, personId, now }: { issuerId: string; personId: string; now: Date },
): Promise<string[]> {
  const closed = await listClosedRubrics(db, { personId, issuerIds: [issuerId], now });
  const { rows } = await sql<{ attemptId: string }>`
    select distinct j.attempt_id as "attemptId" from (
      select attempt_id from assignments where assessor_id = ${personId} and issuer_id = ${issuerId} and ended_at is null
      union all
      select attempt_id from assessments where assessor_id = ${personId} and issuer_id = ${issuerId} and state = 'claimed'
        and role = any(${[...seatRoles]})
    ) h join judgings j on j.attempt_id = h.attempt_id join enrolments e on e.id = j.enrolment_id
    where not ${notConflicted(personId)} or not (true ${notClosed(closed)}) order by 1`.execute(db);
  return rows.map(({ attemptId }) => attemptId);
}

type Reviewed = { attemptId: string; personId: string; now: Date; baseUrl: string };

/** Ends what somebody has of an attempt where they must not keep it. Why, if so. */
export async function reviewSeats(trx: Trx, command: Reviewed): Promise<SeatEnd | undefined> {
  const judging = await lockJudging(trx, command.attemptId);
  return judging && endBarredSeats(trx, judging, command);
}

/**
 * The same for an attempt that is locked. What was rated stays with the assessment, as history; the attempt waits for
 * others, and of what was begun the lead assessors are told.
 */
export async function endBarredSeats(
  trx: Trx,
  judging: Judging,
  { attemptId, personId, now, baseUrl }: Reviewed,
): Promise<SeatEnd | undefined> {
  const seat = await trx
    .selectFrom('assessments')
    .select(['id', 'role'])
    .where('attempt_id', '=', attemptId)
    .where('assessor_id', '=', personId)
    .where('state', '=', 'claimed')
    .where('role', 'in', seatRoles)
    .forUpdate()
    .executeTakeFirst();
  const given = await trx
    .selectFrom('assignments')
    .select(['id', 'role'])
    .where('attempt_id', '=', attemptId)
    .where('assessor_id', '=', personId)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (!seat && given.length === 0) return undefined;
  const end = reviewSeat({
    begun: seat !== undefined,
    obstacles: (await listObstacles(trx, { assessor: { id: personId }, attemptId, now })).map(({ reason }) => reason),
    certification: await seatCertification(trx, { attemptId, personId, now }),
  });
  if (!end) return undefined;
  if (seat) await trx.updateTable('assessments').set({ state: 'let_go' }).where('id', '=', seat.id).execute();
  if (given.length > 0)
    await trx
      .updateTable('assignments')
      .set({ ended_at: now, end_reason: end })
      .where(
        'id',
        'in',
        given.map(({ id }) => id),
      )
      .execute();
  const { issuerId } = judging;
  await askForAssignment(trx, issuerId);
  if (seat && end !== 'away') await tell(trx, { judging, personId, role: seat.role, end, baseUrl });
  for (const { role } of given) {
    const details = { assessor: personId, role, reason: end };
    await auditAssignment(trx, { issuerId, actorId: null, action: 'assignment.ended', attemptId, details });
  }
  if (seat)
    await audit(trx, {
      issuerId,
      actorId: null,
      action: 'assessment.taken-away',
      subject: { type: 'assessment', id: seat.id },
      details: { attempt: attemptId, role: trailRole(seat.role), reason: end },
    });
  return end;
}

async function seatCertification(
  trx: Trx,
  { attemptId, personId, now }: { attemptId: string; personId: string; now: Date },
): Promise<SeatCertification> {
  const rubric = await rubricOfAttempt(trx, attemptId);
  if (!rubric || !(await isCertificationNeeded(trx, rubric))) return 'ok';
  const held = await certificationOf(trx, { ...rubric, personId, now });
  if (!held) return (await hadCertification(trx, personId, rubric)) ? 'ended' : 'none';
  return held.standing.state === 'active' ? 'ok' : held.standing.reason;
}

async function hadCertification(trx: Trx, personId: string, rubric: Rubric): Promise<boolean> {
  const row = await trx
    .selectFrom('certifications')
    .select('id')
    .where('person_id', '=', personId)
    .where('micro_credential_id', '=', rubric.microCredentialId)
    .where('rubric_sha256', '=', rubric.rubricSha256)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The assessor, and the leads; where an issuer has none, who looks after it. Never the earner, whatever their roles. */
async function tell(
  trx: Trx,
  {
    judging,
    personId,
    role,
    end,
    baseUrl,
  }: { judging: Judging; personId: string; role: string; end: 'conflict' | 'lapsed'; baseUrl: string },
): Promise<void> {
  const { attemptId, issuerId, versionId } = judging;
  const assessor = await trx
    .selectFrom('people')
    .select(['name', 'email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const { title } = await trx
    .selectFrom('definition_versions as v')
    .innerJoin('micro_credentials as m', 'm.id', 'v.micro_credential_id')
    .select('m.title')
    .where('v.id', '=', versionId)
    .executeTakeFirstOrThrow();
  const { people } = await listOverseers(trx, { issuerId, attemptId });
  // No lead need look after an anchor that nobody scores.
  const isAnchor = judging.enrolmentState === 'anchor';
  const leads = isAnchor ? [] : people.filter(({ email }) => email !== assessor.email);
  for (const mail of seatEndedMails({ attemptId, title, role, end, assessor, leads }, baseUrl))
    await sendMailLater(trx, mail);
}
