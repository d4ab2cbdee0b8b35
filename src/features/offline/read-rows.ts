import { z } from 'zod';
import { type ConditionCode, conditionCodes } from '#domain/assessment/conditions.ts';
import { longestComment } from '#islands/scoring/scoring-props.ts';
import { readComment } from './sheet-columns.ts';

const Row = z.strictObject({
  row: z.int().min(2).max(1_048_576),
  text: z.string().max(5000),
  key: z
    .strictObject({
      lookFor: z.string().max(200),
      assessmentId: z.uuid(),
      sealed: z.string().max(64),
      was: z.string().max(40),
    })
    .refine((key) => /^\d{1,9}-[0-9a-f]{16}$/u.test(key.was)),
  rating: z
    .strictObject({
      value: z.enum(['yes', 'almost', 'no']).nullable(),
      condition: z.enum(Object.keys(conditionCodes) as [ConditionCode, ...ConditionCode[]]).nullable(),
      comment: z.string().transform(readComment).pipe(z.string().max(longestComment)),
    })
    .refine(({ value, condition }) => value === null || condition === null),
});

/** Rows of a sheet as the preview sends them back. */
export const ReadRows = z.array(Row).min(1).max(4000);
