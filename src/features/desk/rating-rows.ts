import { sql } from 'kysely';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import { type PlacedLocator, findWrongPlace, placeKey } from '#domain/assessment/placed-locator.ts';
import { type SealedArtifact, sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { SavedRating } from './desk.queries.ts';
import type { LockedAssessment } from './lock-assessment.ts';

/** A look-for before anything was saved of it. */
export const nothingSaved: SavedRating = {
  value: null,
  condition: null,
  comment: '',
  locators: [],
  note: '',
  revision: 0,
};

/** Whether two say the same, whatever their revisions. */
export function sameRating(a: SavedRating, b: SavedRating): boolean {
  return contentOf(a) === contentOf(b);
}

/** All that a rating says, as one text. */
export function contentOf({ value, condition, comment, locators, note }: Omit<SavedRating, 'revision'>): string {
  return JSON.stringify([value, condition, comment, locators.map(placeKey), note]);
}

export async function ratingsOf(trx: Trx, assessmentId: string): Promise<Map<string, SavedRating>> {
  const rows = await trx
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'condition', 'comment', 'locators', 'note', 'revision'])
    .where('assessment_id', '=', assessmentId)
    .execute();
  return new Map(
    rows.map(({ look_for_key: lookFor, condition, locators, ...rating }) => [
      lookFor,
      { ...rating, condition: condition as ConditionCode | null, locators: locators as PlacedLocator[] },
    ]),
  );
}

export async function writeRating(
  trx: Trx,
  assessment: LockedAssessment,
  lookFor: string,
  { locators, ...rating }: SavedRating,
  now: Date,
): Promise<void> {
  const columns = { ...rating, locators: JSON.stringify(locators), updated_at: now };
  await trx
    .insertInto('ratings')
    .values({ assessment_id: assessment.id, attempt_id: assessment.attemptId, look_for_key: lookFor, ...columns })
    .onConflict((conflict) => conflict.columns(['assessment_id', 'look_for_key']).doUpdateSet(columns))
    .execute();
}

/**
 * One statement in the database: a save need not fetch the whole definition. An adjudicator rates what is contested, an
 * appeal’s assessor what is appealed.
 */
export async function refuseForeignLookFors(
  trx: Trx,
  { id }: LockedAssessment,
  changes: readonly { lookFor: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  const { rows } = await sql<{ known: number }>`
    select count(*) as known
    from assessments a join attempts t on t.id = a.attempt_id join definition_versions v on v.id = t.definition_version_id
    left join judgings j on j.attempt_id = t.id left join appeals p on p.attempt_id = t.id
    cross join unnest(${changes.map((change) => change.lookFor)}::text[]) as change (look_for)
    where a.id = ${id}
      and (a.role <> 'adjudicator' or change.look_for = any(j.contested))
      and (a.role <> 'appeal' or change.look_for = any(p.look_fors))
      and jsonb_path_exists(v.document, '$.guides[*].lookFors[*].id ? (@ == $k)', jsonb_build_object('k', change.look_for))
      and not jsonb_path_exists(t.sealed, '$.carriedOver[*].lookFor ? (@ == $k)', jsonb_build_object('k', change.look_for))`.execute(
    trx,
  );
  if (rows[0]?.known !== changes.length) throw new NotFoundError('look-for');
}

type Ratings = Readonly<Record<string, SavedRating | null>>;

/** The first look-for with a place that was added and is not in this attempt’s files, and what to correct of it. */
export async function findWrong(
  trx: Trx,
  { attemptId }: LockedAssessment,
  before: Ratings,
  after: Ratings,
): Promise<{ lookFor: string; message: string } | undefined> {
  const added = Object.entries(after).map(([lookFor, rating]) => {
    const there = new Set(before[lookFor]?.locators.map(placeKey));
    return { lookFor, places: rating?.locators.filter((place) => !there.has(placeKey(place))) ?? [] };
  });
  const named = new Set(added.flatMap(({ places }) => places.map(({ artifact }) => artifact)));
  if (named.size === 0) return undefined;
  const { rows } = await sql<{ artifact: SealedArtifact }>`
    select artifact from attempts t, jsonb_array_elements(t.sealed -> 'artifacts') as artifact
    where t.id = ${attemptId} and artifact ->> 'id' = any(${[...named]}::text[])`.execute(trx);
  const artifacts = sealedArtifactContext({ artifacts: rows.map(({ artifact }) => artifact) });
  for (const { lookFor, places } of added) {
    const message = findWrongPlace(places, artifacts);
    if (message !== undefined) return { lookFor, message };
  }
  return undefined;
}
