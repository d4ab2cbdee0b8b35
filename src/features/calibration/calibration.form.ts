import { z } from 'zod';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import { textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { AgreedRating } from './rate-anchor.ts';

export type Read<Values> =
  { ok: true; values: Values } | { ok: false; typed: Record<string, string>; errors: FormErrors };

/** A line of text that must be there. */
export const Line = (missing: string, most = 200) =>
  z
    .string({ error: missing })
    .transform((text) => cleanText(text).trim())
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(most, `At most ${most.toLocaleString('en-US')} characters`),
    );

/** Reads a posted form, with every error by its field. */
export function readForm<Values>(schema: z.ZodType<Values>, body: unknown): Read<Values> {
  const typed = textFields(body);
  const parsed = schema.safeParse(typed);
  if (parsed.success) return { ok: true, values: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return { ok: false, typed, errors };
}

const Id = (missing: string) => z.uuid(missing);
const Use = z.enum(['qualify', 'seed']);

export const WriteAnchorForm = z.object({
  title: Line('Give the anchor a name'),
  microCredentialId: Id('Choose the micro-credential'),
  use: Use,
});
export const CopyAnchorForm = z.object({
  title: Line('Give the anchor a name'),
  use: Use,
  names: z.string().max(20_000).default('').transform(cleanText),
});
export const ReasonForm = z.object({ reason: Line('Say why', 2000) });
export const NameForm = z.object({
  personId: Id('Choose whom you certify'),
  rubric: z.string().regex(/^[0-9a-f-]{36}\/[0-9a-f]{64}$/u, 'Choose what for'),
  reason: Line('Say why they need not qualify on a set', 2000),
});
export const SetForm = z.object({ title: Line('Give the set a name') });

type TypedRating = { value: RatingValue | null; text: string };

export const agreedFields = {
  value: (lookFor: string) => `value.${lookFor}`,
  rationale: (lookFor: string) => `rationale.${lookFor}`,
};

/** A rating and its words as they were typed, whether or not they can be saved. */
export function typedRating(
  typed: Readonly<Record<string, string>>,
  names: { value: string; text: string },
): TypedRating {
  const value = z.enum(['yes', 'almost', 'no']).nullable().catch(null);
  return { value: value.parse(typed[names.value] ?? null), text: cleanText(typed[names.text] ?? '').trim() };
}

/** Whether two versions of a rating and its words say the same. */
export function isSame(one: TypedRating, other: TypedRating): boolean {
  return one.value === other.value && one.text === other.text;
}

/** The agreed ratings in a posted form: a look-for has both a value and a rationale, or neither yet. */
export function readAgreed(body: unknown, lookFors: readonly { id: string; text: string }[]): Read<AgreedRating[]> {
  const typed = textFields(body);
  const errors: { field: string; message: string }[] = [];
  const values = lookFors.flatMap(({ id, text }): AgreedRating[] => {
    const value = z.enum(['yes', 'almost', 'no']).safeParse(typed[agreedFields.value(id)]);
    const rationale = cleanText(typed[agreedFields.rationale(id)] ?? '').trim();
    if (!value.success && rationale === '') return [];
    if (!value.success) errors.push({ field: `${agreedFields.value(id)}-yes`, message: `Choose a rating: “${text}”` });
    if (rationale === '') errors.push({ field: agreedFields.rationale(id), message: `Say why: “${text}”` });
    if (rationale.length > 5000)
      errors.push({ field: agreedFields.rationale(id), message: 'At most 5,000 characters for a rationale' });
    return [{ lookFor: id, value: value.success ? value.data : ('yes' satisfies RatingValue), rationale }];
  });
  return errors.length === 0 ? { ok: true, values } : { ok: false, typed, errors };
}
