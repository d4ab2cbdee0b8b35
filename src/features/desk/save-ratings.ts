import { sql } from 'kysely';
import { needsComment } from '#domain/assessment/decide.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import type { Assessor } from './desk.policy.ts';
import type { SavedRating } from './desk.queries.ts';
import { type AssessmentRefusal, type LockedAssessment, lockAssessment } from './lock-assessment.ts';

/** What an assessor has now for one look-for, and the revision that they made it from: 0 where nothing was saved. */
export type RatingChange = { lookFor: string; value: RatingValue | null; comment: string; revision: number };
export type OverallChange = { comment: string; revision: number };

export type SaveRatings = {
  assessor: Assessor;
  assessmentId: string;
  ratings: readonly RatingChange[];
  overall?: OverallChange | undefined;
  now: Date;
};

/** What is there now, where a change was made from something older. */
export type Conflict = { lookFor: string; current: SavedRating };

export type SaveRatingsResult =
  | {
      ok: true;
      /** Revisions after saving, by look-for. */
      revisions: Map<string, number>;
      overallRevision: number;
      conflicts: Conflict[];
      /** The overall comment that is there now, where the change to it was made from something older. */
      overallConflict: { comment: string; revision: number } | undefined;
    }
  | { ok: false; reason: AssessmentRefusal };

/**
 * Saves what changed of an assessment in hand. A change that was made from an older revision is not written over what is
 * there: it comes back as a conflict, with both versions, while the others are saved.
 *
 * A look-for that this attempt does not judge is *not found*.
 */
export async function saveRatings(trx: Trx, command: SaveRatings): Promise<SaveRatingsResult> {
  const locked = await lockAssessment(trx, command);
  if (!locked.ok) return locked;
  const { assessment } = locked;
  await refuseForeignLookFors(trx, assessment, command.ratings);

  const saved = await ratingsOf(trx, assessment.id);
  const conflicts: Conflict[] = [];
  const revisions = new Map<string, number>();
  const before: Record<string, SavedRating | null> = {};
  const after: Record<string, SavedRating> = {};
  for (const change of command.ratings) {
    const current = saved.get(change.lookFor);
    const revision = current?.revision ?? 0;
    const same = (current?.value ?? null) === change.value && (current?.comment ?? '') === change.comment;
    if (same) {
      revisions.set(change.lookFor, revision);
    } else if (change.revision !== revision) {
      conflicts.push({ lookFor: change.lookFor, current: current ?? { value: null, comment: '', revision: 0 } });
    } else {
      const next = { value: change.value, comment: change.comment, revision: revision + 1 };
      await writeRating(trx, assessment, change.lookFor, next, command.now);
      revisions.set(change.lookFor, next.revision);
      before[change.lookFor] = current ?? null;
      after[change.lookFor] = next;
    }
  }
  const overall = await saveOverall(trx, assessment, command.overall);
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
  return { ok: true, revisions, conflicts, ...overall };
}

/** Almost and No say what would make it a Yes: true while that is still missing. Drafts may be saved without. */
export function lacksComment({ value, comment }: Pick<RatingChange, 'value' | 'comment'>): boolean {
  return needsComment(value) && comment.trim() === '';
}

/** One statement in the database: a save need not fetch the whole definition. */
async function refuseForeignLookFors(
  trx: Trx,
  { attemptId }: LockedAssessment,
  changes: readonly RatingChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const { rows } = await sql<{ known: number }>`
    select count(*) as known from attempts t join definition_versions v on v.id = t.definition_version_id,
      unnest(${changes.map((change) => change.lookFor)}::text[]) as change (look_for)
    where t.id = ${attemptId}
      and jsonb_path_exists(v.document, '$.guides[*].lookFors[*].id ? (@ == $k)', jsonb_build_object('k', change.look_for))
      and not jsonb_path_exists(t.sealed, '$.carriedOver[*].lookFor ? (@ == $k)', jsonb_build_object('k', change.look_for))`.execute(
    trx,
  );
  if (rows[0]?.known !== changes.length) throw new NotFoundError('look-for');
}

async function ratingsOf(trx: Trx, assessmentId: string): Promise<Map<string, SavedRating>> {
  const rows = await trx
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'comment', 'revision'])
    .where('assessment_id', '=', assessmentId)
    .execute();
  return new Map(rows.map(({ look_for_key: lookFor, ...rating }) => [lookFor, rating]));
}

async function writeRating(
  trx: Trx,
  assessment: LockedAssessment,
  lookFor: string,
  { value, comment, revision }: SavedRating,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('ratings')
    .values({
      assessment_id: assessment.id,
      attempt_id: assessment.attemptId,
      look_for_key: lookFor,
      value,
      comment,
      revision,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['assessment_id', 'look_for_key']).doUpdateSet({ value, comment, revision, updated_at: now }),
    )
    .execute();
}

async function saveOverall(trx: Trx, { id, overall }: LockedAssessment, change: OverallChange | undefined) {
  if (!change || change.comment === overall.comment)
    return { overallRevision: overall.revision, overallConflict: undefined };
  if (change.revision !== overall.revision) return { overallRevision: overall.revision, overallConflict: overall };
  const revision = overall.revision + 1;
  await trx
    .updateTable('assessments')
    .set({ overall_comment: change.comment, revision })
    .where('id', '=', id)
    .execute();
  return { overallRevision: revision, overallConflict: undefined };
}
