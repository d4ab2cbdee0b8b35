import { type DecisionRefusal, type DraftRating, type Outcome, decide } from '#domain/assessment/decide.ts';
import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { addJob } from '#platform/jobs.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { feedbackMail } from './feedback-mail.ts';
import type { Assessor } from './desk.policy.ts';
import { type Scoring, findScoring } from './desk.queries.ts';
import { type AssessmentRefusal, lockAssessment } from './lock-assessment.ts';

export type DecideAttempt = {
  assessor: Assessor;
  assessmentId: string;
  /** The digest of the ratings that the assessor saw when asked to confirm. */
  seen: string;
  now: Date;
  baseUrl: string;
};

export type DecideResult =
  | { ok: true; outcome: Outcome; attemptId: string }
  | { ok: false; reason: AssessmentRefusal | 'changed-meanwhile' }
  | { ok: false; reason: DecisionRefusal; lookFors: string[] };

/**
 * Sends the decision that follows from the ratings: the attempt is earned, of which its award tells
 * the earner, or it goes back with a mail. The enrolment's lock, the assessment's lock and the decision's key each let it
 * happen once.
 */
export async function decideAttempt(trx: Trx, command: DecideAttempt): Promise<DecideResult> {
  const { assessor, assessmentId, now } = command;
  const enrolment = await lockEnrolment(trx, assessor, assessmentId);
  if (!enrolment) throw new NotFoundError('assessment');
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  const scoring = await findScoring(trx, assessor, assessmentId, command.now);
  if (!scoring) throw new NotFoundError('assessment');

  if (ratingsDigest(scoring) !== command.seen) return { ok: false, reason: 'changed-meanwhile' };
  const decision = decideScoring(scoring);
  if (!decision.ok) return decision;

  const { attemptId, issuerId } = scoring;
  const earned = decision.outcome === 'earned';
  await trx
    .updateTable('assessments')
    .set({ state: 'completed', completed_at: now })
    .where('id', '=', assessmentId)
    .execute();
  await trx
    .insertInto('decisions')
    .values({
      attempt_id: attemptId,
      issuer_id: issuerId,
      assessment_id: assessmentId,
      outcome: decision.outcome,
      overall_comment: scoring.overall.comment,
      decided_by: assessor.id,
      released_at: now,
    })
    .execute();
  const moved = await trx
    .updateTable('enrolments')
    .set({ state: earned ? 'earned' : 'working', due_at: null, earned_at: earned ? now : null, updated_at: now })
    .where('id', '=', scoring.enrolmentId)
    .where('state', '=', 'submitted')
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new Error(`Enrolment ${scoring.enrolmentId} was not waiting for a decision`);
  if (earned) await addJob(trx, 'issue-award', { attemptId }, `issue-award:${attemptId}`);
  else await sendMailLater(trx, feedbackMail(scoring, enrolment, command.baseUrl));
  await audit(trx, {
    issuerId,
    actorId: assessor.id,
    action: 'decision.released',
    subject: { type: 'attempt', id: attemptId },
    details: { assessment: assessmentId, outcome: decision.outcome },
    beforeSha256: scoring.sha256,
    afterSha256: documentSha256({ outcome: decision.outcome, ratings: command.seen }),
  });
  return { ok: true, outcome: decision.outcome, attemptId };
}

/** The decision that follows from what is saved now. */
export function decideScoring(scoring: Pick<Scoring, 'definition' | 'sealed' | 'ratings'>) {
  return decide(lookForsOfAttempt(scoring.definition, scoring.sealed), draftRatings(scoring));
}

/** Stands for all that a decision would send, so that nobody sends what they have not seen. */
export function ratingsDigest(scoring: Pick<Scoring, 'ratings' | 'overall' | 'sha256'>): string {
  return documentSha256({
    attempt: scoring.sha256,
    overall: scoring.overall.comment,
    ratings: draftRatings(scoring).sort((a, b) => (a.lookFor < b.lookFor ? -1 : 1)),
  });
}

function draftRatings({ ratings }: Pick<Scoring, 'ratings'>): DraftRating[] {
  return [...ratings].map(([lookFor, { value, comment }]) => ({ lookFor, value, comment }));
}

/** The enrolment is locked before the assessment, as claiming and submitting do. */
async function lockEnrolment(trx: Trx, assessor: Assessor, assessmentId: string) {
  return trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .innerJoin('assessments as a', 'a.attempt_id', 't.id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .select(['e.id', 'p.name as earnerName', 'p.email as earnerEmail'])
    .where('a.id', '=', assessmentId)
    .where('a.assessor_id', '=', assessor.id)
    .forUpdate('e')
    .executeTakeFirst();
}
