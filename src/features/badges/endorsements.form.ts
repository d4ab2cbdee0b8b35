import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import { textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';

const text = (most: number, missing: string) =>
  z
    .string({ error: missing })
    .transform((typed) => cleanText(typed).trim())
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(most, `Write at most ${most.toLocaleString('en-US')} characters`),
    );

const web = z.url({ protocol: /^https?$/, error: 'Write a whole address, such as https://partner.example' }).max(2000);

const Added = z.object({
  endorserName: text(200, 'Write who endorses you'),
  endorserUrl: z
    .string()
    .trim()
    .default('')
    .transform((typed) => (typed === '' ? null : typed))
    .pipe(web.nullable()),
  credential: z
    .string({ error: 'Paste the endorsement' })
    .trim()
    .min(1, 'Paste the endorsement, or its address')
    .max(500_000, 'That is too long to be an endorsement'),
});

const Given = z.object({
  subjectName: text(200, 'Write what it is called'),
  subjectId: z
    .string({ error: 'Paste its identifier' })
    .trim()
    .max(2000, 'That is too long to be an identifier')
    .refine((typed) => /^did:[a-z0-9]+:\S+$/.test(typed) || web.safeParse(typed).success, {
      error: 'Paste the achievement’s address (https://…) or the issuer’s DID (did:…), as their credentials name it',
    }),
  comment: text(2000, 'Write why you endorse it'),
});

type Form<T> = { ok: true; values: T } | { ok: false; typed: Record<string, string>; errors: FormErrors };

const parse = <S extends z.ZodType>(schema: S, body: unknown): Form<z.output<S>> => {
  const typed = textFields(body);
  const result = schema.safeParse(typed);
  if (result.success) return { ok: true, values: result.data };
  const errors = result.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  return { ok: false, typed, errors };
};

export const parseAdded = (body: unknown) => parse(Added, body);
export const parseGiven = (body: unknown) => parse(Given, body);
