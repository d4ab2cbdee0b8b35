import { z } from 'zod';
import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import { fieldNames, longestComment } from '#islands/scoring/scoring-props.ts';
import { sha256 } from '#platform/hash.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { Scoring } from './desk.queries.ts';
import { type OverallChange, type RatingChange, lacksComment } from './save-ratings.ts';

const Comment = z
  .string()
  .transform(cleanText)
  .pipe(z.string().max(longestComment, `A comment takes at most ${longestComment.toLocaleString('en-US')} characters`));
const Value = z.enum(['yes', 'almost', 'no']);
const Revision = z.int().min(0);

/** One change, as the page's script puts it. */
export const RatingPut = z.strictObject({ value: Value.nullable(), comment: Comment, revision: Revision });
export const OverallPut = z.strictObject({ comment: Comment, revision: Revision });

/**
 * What stood in the form when it was made: the revision and a digest of the content. A form posted whole then changes
 * only what its reader changed, and what changed elsewhere meanwhile is seen.
 */
export function markOf(content: { value?: RatingValue | null; comment: string }, revision: number): string {
  return `${revision}-${digest(content)}`;
}

function digest({ value = null, comment }: { value?: RatingValue | null; comment: string }): string {
  return sha256(JSON.stringify([value, comment])).slice(0, 16);
}

export type ScoringForm = {
  /** What the reader of the form changed, with the mark that it was made from. */
  ratings: (RatingChange & { was: string })[];
  overall: (OverallChange & { was: string }) | undefined;
  errors: FormErrors;
};

/** Reads the posted form. A look-for without its mark was not in the form, and is left alone. */
export function parseScoringForm(scoring: Scoring, fields: Readonly<Record<string, string>>): ScoringForm {
  const errors: { field: string; message: string }[] = [];
  const readComment = (field: string) => {
    const parsed = Comment.safeParse(fields[field] ?? '');
    if (!parsed.success) errors.push({ field, message: parsed.error.issues[0]?.message ?? 'Shorten this comment' });
    return parsed.success ? parsed.data : cleanText(fields[field] ?? '');
  };
  const ratings = lookForsOfAttempt(scoring.definition, scoring.sealed).flatMap((lookFor) => {
    const was = fields[fieldNames.was(lookFor)];
    if (was === undefined) return [];
    // A radio group that is not posted has nothing chosen; what was chosen can't be unchosen.
    const rating = {
      value: Value.nullable()
        .catch(null)
        .parse(fields[fieldNames.value(lookFor)] ?? null),
      comment: readComment(fieldNames.comment(lookFor)),
    };
    const mark = readMark(was);
    return mark.digest === digest(rating) ? [] : [{ lookFor, ...rating, revision: mark.revision, was }];
  });
  const was = fields[fieldNames.overallWas];
  const comment = readComment(fieldNames.overall);
  const mark = readMark(was);
  const overall =
    was === undefined || mark.digest === digest({ comment }) ? undefined : { comment, revision: mark.revision, was };
  return { ratings, overall, errors };
}

function readMark(mark = ''): { revision: number; digest: string } {
  const [revision = '', content = ''] = mark.split('-', 2);
  return { revision: /^\d{1,9}$/.test(revision) ? Number(revision) : 0, digest: content };
}

/** What still keeps a decision from being sent, each with the look-for that it speaks of. */
export function sendingErrors({ definition, sealed, ratings }: Scoring): FormErrors {
  const texts = new Map(listLookFors(definition).map(({ id, text }) => [id, text]));
  return lookForsOfAttempt(definition, sealed).flatMap((lookFor) => {
    const rating = ratings.get(lookFor) ?? { value: null, comment: '' };
    const text = texts.get(lookFor) ?? lookFor;
    if (rating.value === null) return [{ field: `${fieldNames.value(lookFor)}-yes`, message: `Rate “${text}”` }];
    if (!lacksComment(rating)) return [];
    return [{ field: fieldNames.comment(lookFor), message: `Say what would make it a Yes: “${text}”` }];
  });
}
