import { conditionCodes, conditionLabel, isConditionCode } from '#domain/assessment/conditions.ts';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import { sha256 } from '#platform/hash.ts';

/** The sheet that is filled in, and the columns of it; the last five are hidden and say which rating a row is. */
export const sheetName = 'Scoring';
export const columns = {
  attempt: { letter: 'A', title: 'Attempt', width: 34 },
  guide: { letter: 'B', title: 'Scoring guide', width: 26 },
  lookFor: { letter: 'C', title: 'Look-for', width: 60 },
  rating: { letter: 'D', title: 'Rating', width: 22 },
  comment: { letter: 'E', title: 'Comment', width: 70 },
  key: { letter: 'F', title: 'Look-for key', width: 10 },
  assessment: { letter: 'G', title: 'Assessment', width: 10 },
  sealed: { letter: 'H', title: 'Attempt SHA-256', width: 10 },
  was: { letter: 'I', title: 'Made from', width: 10 },
  checksum: { letter: 'J', title: 'Checksum', width: 10 },
} as const;
export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as ColumnName[];
export const firstHidden = columnNames.indexOf('key');

/** What a row says. */
export type SheetRating = { value: RatingValue | null; condition: ConditionCode | null; comment: string };

/** Which rating a row is. */
export type RowKey = {
  lookFor: string;
  assessmentId: string;
  /** SHA-256 of the attempt that was read. */
  sealed: string;
  /** The revision and a digest of what stood there when the sheet was made. */
  was: string;
};

const valueWords: Record<RatingValue, string> = { yes: 'Yes', almost: 'Almost', no: 'No' };

/** What the rating column takes, in order. */
export const ratingWords = [...Object.values(valueWords), ...Object.values(conditionCodes).map(({ label }) => label)];

export function ratingWord({ value, condition }: Pick<SheetRating, 'value' | 'condition'>): string {
  if (value !== null) return valueWords[value];
  return condition === null ? '' : conditionLabel(condition);
}

/** “yes”, “Y”, “Can't be read”: as people type them. `undefined` where it is none of them. */
export function readRating(text: string): Pick<SheetRating, 'value' | 'condition'> | undefined {
  const typed = plain(text);
  if (typed === '') return { value: null, condition: null };
  for (const value of ['yes', 'almost', 'no'] as const)
    if (typed === value || typed === value[0]) return { value, condition: null };
  for (const [code, { label }] of Object.entries(conditionCodes))
    if (isConditionCode(code) && (typed === plain(label) || typed === code)) return { value: null, condition: code };
  return undefined;
}

/** A text as it is compared: whatever a program made of its spaces. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[’‘`]/gu, "'").replace(/\s+/gu, ' ').trim().toLowerCase();
}

/** A comment as it is kept, whatever the program that wrote the sheet made of its line ends. */
export function readComment(text: string): string {
  return cleanText(text).replaceAll('_x000D_', '').trim();
}

export function wasOf(rating: SheetRating, revision: number): string {
  return `${revision}-${digestOf(rating)}`;
}

export function digestOf({ value, condition, comment }: SheetRating): string {
  return sha256(JSON.stringify([value, condition, readComment(comment)])).slice(0, 16);
}

export function readWas(was: string): { revision: number; digest: string } | undefined {
  const match = /^(\d{1,9})-([0-9a-f]{16})$/u.exec(was);
  return match ? { revision: Number(match[1]), digest: match[2] ?? '' } : undefined;
}

/** Of a row’s keys: it tells a row that was sorted along from one in which hidden cells were changed. */
export function checksumOf({ lookFor, assessmentId, sealed, was }: RowKey): string {
  return sha256(['tessera/scoring/1', lookFor, assessmentId, sealed, was].join('\n')).slice(0, 16);
}
