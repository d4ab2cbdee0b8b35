import { type Outcome, outcomeOf } from '#domain/assessment/decide.ts';
import { fourEyesSentence } from '#domain/assessment/four-eyes.ts';
import { type MergedVoice, joinComments, mergeVoices } from '#domain/assessment/merge-voices.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { addJob, addJobLater } from '#platform/jobs.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { hasOpenConcern } from '../concerns/concerns.queries.ts';
import type { Lead } from '#domain/access/lead.ts';
import { endJudging } from './end-judging.ts';
import { findFourEyes } from './four-eyes.queries.ts';
import { feedbackMail } from './judging-mails.ts';
import {
  type Judging,
  type JudgedWork,
  type SeatedVoices,
  getJudgedWork,
  listVoices,
  lockJudging,
  neededSeats,
} from './judging.queries.ts';

export type ReleasedDecision = { outcome: Outcome };

/** How a decision came about, as it stands beside it for ever. */
export type DecisionProcess = {
  /** How many scored it independently: as planned, or one where the second was waived. */
  independent: 1 | 2;
  waived: boolean;
  blind: boolean;
  /** Look-fors that an adjudicator decided. */
  adjudicated: string[];
  /** Look-fors that two rated apart on the same side. */
  merged: string[];
  /** Look-fors on which two were apart and nobody was there to settle it: they stay open. */
  unsettled: string[];
  /** Scored by the earner's own coach: a declared exception. */
  byCoach: boolean;
  heldBy: string | null;
  /** Released by somebody who scored it, since the issuer has nobody else. */
  alone: boolean;
};

/** What the earner would hear now, from the finished seats; throws while two are apart. */
export async function composeDecision(
  trx: Trx,
  judging: Judging,
): Promise<{ work: JudgedWork; seats: SeatedVoices[]; ratings: MergedVoice[]; outcome: Outcome; overall: string }> {
  const work = await getJudgedWork(trx, judging.attemptId);
  const seats = await listVoices(trx, judging.attemptId);
  const merged = mergeSeats(work.lookFors, seats, judging.unsettled);
  if (!merged.ok) throw new Error(`Attempt ${judging.attemptId} is not settled: ${merged.contested.join(', ')}`);
  const { ratings } = merged;
  return {
    work,
    seats,
    ratings,
    outcome: outcomeOf(ratings),
    overall: joinComments(seats.map(({ overall }) => overall)),
  };
}

/** One voice from all finished seats, unless two are apart that nobody has adjudicated. */
export function mergeSeats(
  lookFors: readonly string[],
  seats: readonly Pick<SeatedVoices, 'role' | 'voices'>[],
  unsettled: readonly string[],
) {
  return mergeVoices(lookFors, {
    independent: seats.filter(({ role }) => role !== 'adjudicator').map(({ voices }) => voices),
    adjudications: seats.filter(({ role }) => role === 'adjudicator').map(({ voices }) => voices),
    unsettled,
  });
}

/**
 * Sends the decision that follows from the finished seats: the attempt is earned, of which its award tells the earner, or it
 * goes back with a mail. The judging is locked, so it happens once.
 */
export async function releaseDecision(
  trx: Trx,
  command: {
    judging: Judging;
    actorId: string;
    heldBy: string | null;
    /** Why whoever scored it releases it, where nobody else could. */
    aloneBecause?: string | undefined;
    now: Date;
    baseUrl: string;
  },
): Promise<ReleasedDecision> {
  const { judging, actorId, heldBy, aloneBecause, baseUrl } = command;
  const now = await afterRecalls(trx, judging.attemptId, command.now);
  const { attemptId, issuerId } = judging;
  const { work, seats, ratings, outcome, overall } = await composeDecision(trx, judging);
  const earned = outcome === 'earned';
  const settled = (how: MergedVoice['settledBy']) =>
    ratings.flatMap(({ lookFor, settledBy }) => (settledBy === how ? [lookFor] : []));
  const process: DecisionProcess = {
    independent: neededSeats(judging),
    waived: judging.waived !== null,
    blind: judging.isBlind,
    adjudicated: settled('adjudicated'),
    merged: settled('merged'),
    unsettled: settled('unsettled'),
    byCoach: judging.byCoach,
    heldBy,
    alone: aloneBecause !== undefined,
  };
  await trx
    .insertInto('decisions')
    .values({
      attempt_id: attemptId,
      issuer_id: issuerId,
      assessment_id: seats[0]?.assessmentId ?? null,
      outcome,
      overall_comment: overall,
      decided_by: actorId,
      released_at: now,
      process: JSON.stringify(process),
    })
    .execute();
  if (ratings.length > 0) {
    await trx
      .insertInto('decision_ratings')
      .values(
        ratings.map(({ lookFor, settledBy, locators, ...voice }) => ({
          ...{ attempt_id: attemptId, look_for_key: lookFor, settled_by: settledBy },
          ...{ ...voice, locators: JSON.stringify(locators) },
        })),
      )
      .execute();
  }
  const moved = await trx
    .updateTable('enrolments')
    .set({ state: earned ? 'earned' : 'working', due_at: null, earned_at: earned ? now : null, updated_at: now })
    .where('id', '=', judging.enrolmentId)
    .where('state', '=', 'submitted')
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new Error(`Enrolment ${judging.enrolmentId} was not waiting for a decision`);
  await endJudging(trx, { attemptId, stage: 'released', now });
  if (earned) {
    await askForAward(trx, attemptId, work.definition.assessment.recallMinutes ?? 0);
  } else {
    const open = ratings.filter(({ value }) => value === 'almost' || value === 'no').length;
    const unjudged = ratings.filter(({ value }) => value === null).length;
    await sendMailLater(trx, feedbackMail({ judging, definition: work.definition, baseUrl }, { open, unjudged }));
  }
  await audit(trx, {
    issuerId,
    actorId,
    action: 'decision.released',
    subject: { type: 'attempt', id: attemptId },
    details: {
      outcome,
      assessments: seats.map(({ assessmentId }) => assessmentId),
      ...process,
      ...(aloneBecause !== undefined && { reason: aloneBecause }),
    },
    beforeSha256: work.sha256,
    afterSha256: documentSha256({ outcome, overall, ratings }),
  });
  return { outcome };
}

/** A release is told from one that was recalled by its time, also within the same millisecond. */
export async function afterRecalls(trx: Trx, attemptId: string, now: Date): Promise<Date> {
  const last = await trx
    .selectFrom('recalled_decisions')
    .select('released_at')
    .where('attempt_id', '=', attemptId)
    .orderBy('released_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last && last.released_at >= now ? new Date(last.released_at.getTime() + 1) : now;
}

/** The award waits as long as the decision can be recalled; the job’s key makes it one, and lets a recall take it back. */
async function askForAward(trx: Trx, attemptId: string, recallMinutes: number): Promise<void> {
  const key = awardJobKey(attemptId);
  if (recallMinutes === 0) await addJob(trx, 'issue-award', { attemptId }, key);
  else await addJobLater(trx, 'issue-award', { attemptId }, { key, seconds: recallMinutes * 60 });
}

export const awardJobKey = (attemptId: string) => `issue-award:${attemptId}`;

export type ReleaseRefusal = 'not-held' | 'open-concern' | 'reason-missing';

export const releaseRefusals: Record<ReleaseRefusal, string> = {
  'not-held': 'This decision is no longer held. The list shows what is.',
  'open-concern': 'A concern about this attempt is still open. Settle it first; then release the decision.',
  'reason-missing': 'You scored this attempt, and nobody else is there to release it. Say on its page why you do.',
};

export type ReleaseResult =
  | ({ ok: true } & ReleasedDecision)
  | { ok: false; reason: ReleaseRefusal }
  /** They scored it: whom to ask. */
  | { ok: false; reason: 'scored-it'; message: string };

/**
 * A lead assessor lets a held decision go out; one who scored it does not, as long as anybody else could (decision 0009).
 * `reason`: why they do where nobody else can.
 */
export async function releaseHeld(
  trx: Trx,
  command: { lead: Lead; attemptId: string; reason?: string | undefined; now: Date; baseUrl: string },
): Promise<ReleaseResult> {
  const { lead, attemptId, reason, now, baseUrl } = command;
  const judging = await lockLedJudging(trx, lead, attemptId);
  if (judging.stage !== 'held') return { ok: false, reason: 'not-held' };
  if (await hasOpenConcern(trx, attemptId)) return { ok: false, reason: 'open-concern' };
  const eyes = await findFourEyes(trx, judging, lead.id);
  if (!eyes.ok) return { ok: false, reason: 'scored-it', message: fourEyesSentence(eyes) };
  if (eyes.alone && reason === undefined) return { ok: false, reason: 'reason-missing' };
  const aloneBecause = eyes.alone ? reason : undefined;
  const release = { judging, actorId: lead.id, heldBy: lead.id, aloneBecause, now, baseUrl };
  return { ok: true, ...(await releaseDecision(trx, release)) };
}

/** The judging of an attempt at an issuer where this person leads, locked; another’s, or one of own work, is *not found*. */
export async function lockLedJudging(trx: Trx, lead: Lead, attemptId: string): Promise<Judging> {
  const judging = await lockJudging(trx, attemptId);
  if (!judging || !lead.issuerIds.includes(judging.issuerId) || judging.earner.id === lead.id)
    throw new NotFoundError('attempt');
  return judging;
}
