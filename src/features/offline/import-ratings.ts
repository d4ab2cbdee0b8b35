import { listLookFors } from '#domain/definition/outline.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { type Scoring, findScoring } from '../desk/desk.queries.ts';
import { assessmentRefusals } from '../desk/lock-assessment.ts';
import { lookForsToRate } from '../desk/look-fors-to-rate.ts';
import { lacksComment, saveRatings } from '../desk/save-ratings.ts';
import { type CellError, type ReadRow, cellOf } from './read-sheet.ts';
import { type SheetRating, digestOf, plainText, readWas } from './sheet-columns.ts';
import { attemptTitle } from './write-sheet.ts';

const movedMessage =
  'Another look-for stands here than was exported in this row: it was changed, or columns were sorted without the hidden ones. Export the sheet again and copy your ratings over.';

/** One rating that the sheet would change. */
export type PlannedChange = {
  row: ReadRow;
  attempt: string;
  assessmentId: string;
  lookFor: string;
  before: SheetRating;
  after: SheetRating;
  /** Still to be written before the assessment can be sent. */
  needsComment: boolean;
};

/** The same changed here meanwhile: what stands here now beside what the sheet says. */
export type SheetConflict = { cell: string; attempt: string; lookFor: string; here: SheetRating; sheet: SheetRating };

export type ImportPlan =
  | { ok: true; changes: PlannedChange[]; unchanged: number }
  | { ok: false; reason: 'errors'; errors: CellError[] }
  | { ok: false; reason: 'conflicts'; conflicts: SheetConflict[] };

const nothing: SheetRating = { value: null, condition: null, comment: '' };

/**
 * What a sheet would change, without changing it. Rows that are as they were exported change nothing, whatever happened here
 * meanwhile. Somebody else’s attempt looks like none.
 */
export async function planImport(
  db: Database | Trx,
  { assessor, rows, now }: { assessor: Assessor; rows: readonly ReadRow[]; now: Date },
): Promise<ImportPlan> {
  const errors: CellError[] = [];
  const conflicts: SheetConflict[] = [];
  const changes: PlannedChange[] = [];
  let unchanged = 0;
  for (const [assessmentId, ofAttempt] of Map.groupBy(rows, ({ key }) => key.assessmentId)) {
    const scoring = await findScoring(db, assessor, assessmentId, now);
    const [first] = ofAttempt;
    const refusal = refusalOf(scoring, ofAttempt);
    if (!scoring || refusal !== undefined) {
      if (first) errors.push({ cell: cellOf('attempt', first.row), message: refusal ?? '' });
      continue;
    }
    const texts = new Map(listLookFors(scoring.definition).map(({ id, text }) => [id, text]));
    const open = new Set(lookForsToRate(scoring));
    const attempt = attemptTitle(scoring);
    for (const row of ofAttempt) {
      const { key, rating } = row;
      if (!open.has(key.lookFor)) {
        errors.push({ cell: cellOf('lookFor', row.row), message: 'This look-for is not judged in this attempt.' });
        continue;
      }
      // Visible cells that were sorted without the hidden ones would put ratings on other look-fors.
      if (row.text !== plainText(texts.get(key.lookFor) ?? '')) {
        errors.push({ cell: cellOf('lookFor', row.row), message: movedMessage });
        continue;
      }
      const here = scoring.ratings.get(key.lookFor) ?? { ...nothing, revision: 0 };
      const was = readWas(key.was);
      const digest = digestOf(rating);
      const lookFor = texts.get(key.lookFor) ?? key.lookFor;
      if (digest === was?.digest || digest === digestOf(here)) unchanged += 1;
      else if (was?.revision !== here.revision)
        conflicts.push({ cell: cellOf('rating', row.row), attempt, lookFor, here, sheet: rating });
      else
        changes.push({
          ...{ row, attempt, assessmentId, lookFor, before: here, after: rating },
          needsComment: lacksComment(rating),
        });
    }
  }
  if (errors.length > 0) return { ok: false, reason: 'errors', errors };
  if (conflicts.length > 0) return { ok: false, reason: 'conflicts', conflicts };
  return { ok: true, changes, unchanged };
}

function refusalOf(scoring: Scoring | undefined, rows: readonly ReadRow[]): string | undefined {
  if (!scoring || rows.some(({ key }) => key.sealed !== scoring.sha256))
    return 'There is no such attempt on your desk. Use a sheet that you exported yourself.';
  if (scoring.state === 'claimed') return undefined;
  return assessmentRefusals[scoring.state === 'let_go' ? 'let-go' : 'completed'];
}

/** Something changed between the look at it and the saving; nothing is saved. */
export class ImportMovedError extends Error {}

/**
 * Saves what a sheet changes, all of it or nothing, as drafts: nothing is sent. The plan is made anew under the locks of the
 * assessments, so that what was saved since the preview is seen.
 */
export async function importRatings(
  trx: Trx,
  command: { assessor: Assessor; rows: readonly ReadRow[]; now: Date },
): Promise<ImportPlan> {
  const { assessor, rows, now } = command;
  const ids = [...new Set(rows.map(({ key }) => key.assessmentId))].sort();
  for (const id of ids) {
    // Everybody who imports locks in the order of ids.
    await trx
      .selectFrom('assessments')
      .select('id')
      .where('id', '=', id)
      .where('assessor_id', '=', assessor.id)
      .forUpdate()
      .execute();
  }
  const plan = await planImport(trx, command);
  if (!plan.ok) return plan;
  const byAssessment = Map.groupBy(plan.changes, ({ assessmentId }) => assessmentId);
  for (const id of ids) {
    const changes = byAssessment.get(id);
    if (!changes) continue;
    const ratings = changes.map(({ row, after }) => ({
      ...{ lookFor: row.key.lookFor, ...after },
      revision: readWas(row.key.was)?.revision ?? 0,
    }));
    const saved = await saveRatings(trx, { assessor, assessmentId: id, ratings, now });
    // Rolls all of it back.
    if (!saved.ok || saved.conflicts.length > 0) throw new ImportMovedError();
  }
  return plan;
}
