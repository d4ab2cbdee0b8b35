import { z } from 'zod';
import { type ConditionCode, conditionCodes } from '#domain/assessment/conditions.ts';
import { type PlacedLocator, mostPlaces, readPlaceKey } from '#domain/assessment/placed-locator.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import { fieldNames, longestComment } from '#islands/scoring/scoring-props.ts';
import { sha256 } from '#platform/hash.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { SavedRating, Scoring } from './desk.queries.ts';
import { lookForsToRate } from './look-fors-to-rate.ts';
import { contentOf } from './rating-rows.ts';
import { readPostedPlaces } from './read-posted-places.ts';
import { type OverallChange, type RatingChange, lacksComment } from './save-ratings.ts';

const Comment = z
  .string()
  .transform(cleanText)
  .pipe(z.string().max(longestComment, `A comment takes at most ${longestComment.toLocaleString('en-US')} characters`));
const Value = z.enum(['yes', 'almost', 'no']);
const Condition = z.enum(Object.keys(conditionCodes) as [ConditionCode, ...ConditionCode[]]);
const Revision = z.int().min(0);
const Places = z
  .array(z.string().max(9000))
  .max(mostPlaces)
  .transform((keys, context) =>
    [...new Set(keys)].map((key): PlacedLocator => {
      const place = readPlaceKey(key);
      if (!place) context.addIssue('This is no place');
      return place ?? { artifact: '', locator: { type: 'whole' } };
    }),
  );

/** One change, as the page's script puts it; what is left out stays as it is. */
export const RatingPut = z
  .strictObject({
    value: Value.nullable(),
    condition: Condition.nullable().default(null),
    comment: Comment,
    places: Places.optional(),
    note: Comment.optional(),
    revision: Revision,
  })
  .refine(({ value, condition }) => value === null || condition === null)
  .transform(({ places, note, ...rest }) => ({
    ...rest,
    ...(places && { locators: places }),
    ...(note !== undefined && { note }),
  }));
export const OverallPut = z
  .strictObject({ comment: Comment, note: Comment.optional(), revision: Revision })
  .transform(({ note, ...rest }) => ({ ...rest, ...(note !== undefined && { note }) }));

/**
 * What stood in the form when it was made: the revision and a digest of the content. A form posted whole then changes
 * only what its reader changed, and what changed elsewhere meanwhile is seen.
 */
export function markOf(rating: SavedRating): string {
  return `${rating.revision}-${digest(contentOf(rating))}`;
}

export function overallMark({ revision, ...texts }: { comment: string; note: string; revision: number }): string {
  return `${revision}-${digest(overallContent(texts))}`;
}

const digest = (content: string) => sha256(content).slice(0, 16);
const overallContent = ({ comment, note }: { comment: string; note: string }) => JSON.stringify([comment, note]);

/** What the reader of the form changed, with the mark that it was made from and what they typed for a place. */
export type PostedRating = Required<RatingChange> & { was: string; choice: string; file: string; at: string };

export type ScoringForm = {
  ratings: PostedRating[];
  overall: (Required<OverallChange> & { was: string }) | undefined;
  errors: FormErrors;
};

/** Reads the posted form. A look-for without its mark was not in the form, and is left alone. */
export function parseScoringForm(scoring: Scoring, fields: Readonly<Record<string, string>>): ScoringForm {
  const errors: { field: string; message: string }[] = [];
  const readText = (field: string) => {
    const parsed = Comment.safeParse(fields[field] ?? '');
    if (!parsed.success) errors.push({ field, message: parsed.error.issues[0]?.message ?? 'Shorten this comment' });
    return parsed.success ? parsed.data : cleanText(fields[field] ?? '');
  };
  const ratings = lookForsToRate(scoring).flatMap((lookFor): PostedRating[] => {
    const was = fields[fieldNames.was(lookFor)];
    if (was === undefined) return [];
    const choice = fields[fieldNames.value(lookFor)] ?? '';
    const places = readPostedPlaces(scoring, fields, lookFor);
    if (places.error) errors.push(places.error);
    const rating = {
      // A radio group that is not posted has nothing chosen; what was chosen can't be unchosen.
      value: Value.nullable().catch(null).parse(choice),
      condition: choice === 'cannot' ? readCondition(fields[fieldNames.condition(lookFor)]) : null,
      comment: readText(fieldNames.comment(lookFor)),
      locators: places.locators,
      note: readText(fieldNames.note(lookFor)),
    };
    const lacksReason = choice === 'cannot' && rating.condition === null;
    if (lacksReason) errors.push({ field: fieldNames.condition(lookFor), message: 'Choose why it can’t be judged' });
    const mark = readMark(was);
    const { file, at } = places;
    if (mark.digest === digest(contentOf(rating)) && !lacksReason && !places.error) return [];
    return [{ lookFor, ...rating, revision: mark.revision, was, choice, file, at }];
  });
  return { ratings, overall: readOverall(fields, readText), errors };
}

function readOverall(fields: Readonly<Record<string, string>>, readText: (field: string) => string) {
  const was = fields[fieldNames.overallWas];
  const texts = { comment: readText(fieldNames.overall), note: readText(fieldNames.overallNote) };
  const mark = readMark(was);
  if (was === undefined || mark.digest === digest(overallContent(texts))) return undefined;
  return { ...texts, revision: mark.revision, was };
}

function readCondition(code: string | undefined): ConditionCode | null {
  return Condition.nullable()
    .catch(null)
    .parse(code ?? null);
}

function readMark(mark = ''): { revision: number; digest: string } {
  const [revision = '', content = ''] = mark.split('-', 2);
  return { revision: /^\d{1,9}$/.test(revision) ? Number(revision) : 0, digest: content };
}

/** What still keeps a decision from being sent, each with the look-for that it speaks of. */
export function sendingErrors(scoring: Scoring): FormErrors {
  const texts = new Map(listLookFors(scoring.definition).map(({ id, text }) => [id, text]));
  const lacking = lookForsToRate(scoring).flatMap((lookFor) => {
    const rating = scoring.ratings.get(lookFor);
    const text = texts.get(lookFor) ?? lookFor;
    if (!rating || (rating.value === null && rating.condition === null))
      return [{ field: `${fieldNames.value(lookFor)}-yes`, message: `Rate “${text}”` }];
    if (!lacksComment(rating)) return [];
    const what = rating.condition ? 'Say what of it can’t be judged' : 'Say what would make it a Yes';
    return [{ field: fieldNames.comment(lookFor), message: `${what}: “${text}”` }];
  });
  // The overall comment of an appeal is its answer.
  const isUnanswered = scoring.role === 'appeal' && scoring.overall.comment.trim() === '';
  const answer = {
    field: fieldNames.overall,
    message: 'Write your answer to the appeal',
  };
  return isUnanswered ? [...lacking, answer] : lacking;
}
