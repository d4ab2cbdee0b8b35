import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import { textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';

/** Characters that a reason may have, as the table asks. */
export const longestReason = 2000;

export type ReasonForm = { ok: true; reason: string } | { ok: false; typed: string; errors: FormErrors };

/** The field of a review's reason: each has its own, several stand on a page. */
export function reasonField(reviewId: string): string {
  return `reason-${reviewId}`;
}

export function parseReason(body: unknown, reviewId: string): ReasonForm {
  const field = reasonField(reviewId);
  const typed = cleanText(textFields(body)[field] ?? '').trim();
  const fail = (message: string): ReasonForm => ({ ok: false, typed, errors: [{ field, message }] });
  if (typed === '') return fail('Say why the stack award stands');
  if (typed.length > longestReason) return fail(`Say it in ${longestReason} characters or fewer`);
  return { ok: true, reason: typed };
}

/** The person after whom a list goes on; anything unreadable counts as not given. */
export const PeopleQuery = z.object({ after: z.uuid().optional().catch(undefined) });
