import type { ConditionCode } from '#domain/assessment/conditions.ts';
import { needsComment } from '#domain/assessment/decide.ts';
import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { type Beat, creditBeat } from '#domain/assessment/time-on-task.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { documentSha256 } from '#platform/hash.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import type { SavedRating } from './desk.queries.ts';
import { type AssessmentRefusal, type LockedAssessment, lockAssessment } from './lock-assessment.ts';
import { findWrong, nothingSaved, ratingsOf, refuseForeignLookFors, sameRating, writeRating } from './rating-rows.ts';

/** What an assessor has now for one look-for, and the revision that they made it from: 0 where nothing was saved. */
export type RatingChange = {
  lookFor: string;
  value: RatingValue | null;
  /** In place of a value; none unless said. */
  condition?: ConditionCode | null;
  comment: string;
  /** As they are unless said. */
  locators?: readonly PlacedLocator[];
  note?: string;
  revision: number;
};
export type OverallChange = { comment: string; note?: string; revision: number };

export type SaveRatings = {
  assessor: Assessor;
  assessmentId: string;
  ratings: readonly RatingChange[];
  overall?: OverallChange | undefined;
  now: Date;
  /** Where it was saved from: the page then counts as worked at. Time is counted only where it is said. */
  from?: Beat['from'];
};

/** What is there now, where a change was made from something older. */
export type Conflict = { lookFor: string; current: SavedRating };

export type SaveRatingsResult =
  | {
      ok: true;
      /** What stands there after saving, by look-for. */
      ratings: Map<string, SavedRating>;
      overall: { comment: string; note: string; revision: number };
      conflicts: Conflict[];
      /** The overall comment that is there now, where the change to it was made from something older. */
      overallConflict: { comment: string; note: string; revision: number } | undefined;
      activeSeconds: number;
    }
  | { ok: false; reason: AssessmentRefusal }
  | { ok: false; reason: 'wrong-place'; lookFor: string; message: string };

/**
 * Saves what changed of an assessment in hand. A change that was made from an older revision is not written over what is
 * there: it comes back as a conflict, with both versions, while the others are saved.
 *
 * A look-for that this assessment does not judge is *not found*; a place outside of this attempt’s files refuses it all.
 */
export async function saveRatings(trx: Trx, command: SaveRatings): Promise<SaveRatingsResult> {
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  const { assessment } = locked;
  await refuseForeignLookFors(trx, assessment, command.ratings);

  const saved = await ratingsOf(trx, assessment.id);
  const conflicts: Conflict[] = [];
  const ratings = new Map<string, SavedRating>();
  const before: Record<string, SavedRating | null> = {};
  const after: Record<string, SavedRating> = {};
  for (const change of command.ratings) {
    const { lookFor } = change;
    const current = saved.get(lookFor) ?? nothingSaved;
    const next = { ...applied(change, current), revision: current.revision + 1 };
    if (sameRating(current, next)) {
      ratings.set(lookFor, current);
    } else if (change.revision !== current.revision) {
      conflicts.push({ lookFor, current });
    } else {
      before[lookFor] = saved.get(lookFor) ?? null;
      after[lookFor] = next;
      ratings.set(lookFor, next);
    }
  }
  const wrong = await findWrong(trx, assessment, before, after);
  if (wrong) return { ok: false, reason: 'wrong-place', ...wrong };
  for (const [lookFor, next] of Object.entries(after)) await writeRating(trx, assessment, lookFor, next, command.now);
  const overall = await updateAssessment(trx, assessment, command);
  if (Object.keys(after).length > 0) {
    await audit(trx, {
      issuerId: assessment.issuerId,
      actorId: command.assessor.id,
      action: 'ratings.saved',
      subject: { type: 'assessment', id: assessment.id },
      details: { lookFors: Object.keys(after) },
      beforeSha256: documentSha256(before),
      afterSha256: documentSha256(after),
    });
  }
  return { ok: true, ratings, conflicts, ...overall };
}

/** Whether a comment is missing: on what would make it a Yes, or on what can’t be judged. Drafts may be saved without. */
export function lacksComment({
  value,
  condition,
  comment,
}: Pick<RatingChange, 'value' | 'condition' | 'comment'>): boolean {
  return (needsComment(value) || Boolean(condition)) && comment.trim() === '';
}

function applied({ value, condition = null, comment, locators, note }: RatingChange, current: SavedRating) {
  return {
    value,
    condition: value === null ? condition : null,
    comment,
    locators: locators ?? current.locators,
    note: note ?? current.note,
  };
}

/** The overall comment and the time on task stand on the assessment itself: one statement for both. */
async function updateAssessment(trx: Trx, { id, overall, time }: LockedAssessment, command: SaveRatings) {
  const { overall: change, now, from } = command;
  const counted = from ? creditBeat(time, { at: now, from }) : time;
  const next = change && { comment: change.comment, note: change.note ?? overall.note };
  const changed = next && (next.comment !== overall.comment || next.note !== overall.note) ? next : undefined;
  const isStale = changed !== undefined && change?.revision !== overall.revision;
  const written = isStale ? undefined : changed;
  const revision = overall.revision + (written ? 1 : 0);
  if (written || counted !== time) {
    await trx
      .updateTable('assessments')
      .set({ active_seconds: counted.seconds, last_active_at: counted.countedTo })
      .set(written ? { overall_comment: written.comment, note: written.note, revision } : {})
      .where('id', '=', id)
      .execute();
  }
  return {
    overall: { ...(written ?? overall), revision },
    overallConflict: isStale ? overall : undefined,
    activeSeconds: counted.seconds,
  };
}
