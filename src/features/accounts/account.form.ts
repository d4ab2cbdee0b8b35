import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import { textFields } from '#platform/http.ts';
import { shortestPassword } from '#platform/auth.ts';
import type { FormErrors } from '#ui/form.tsx';

const longestPassword = 128;

const Email = z
  .string({ error: 'Enter your e-mail address' })
  .trim()
  .toLowerCase()
  .min(1, 'Enter your e-mail address')
  .max(320, 'That is too long to be an e-mail address')
  .pipe(z.email('Enter an e-mail address such as ana@school.org'));

const NewPassword = z
  .string({ error: 'Choose a password' })
  .min(shortestPassword, `Choose a password of ${shortestPassword} characters or more; a few words make a good one`)
  .max(longestPassword, `Choose a password of at most ${longestPassword} characters`);

const Name = z
  .string({ error: 'Enter your name' })
  .transform((name) => cleanText(name).replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1, 'Enter your name').max(200, 'Enter a name of at most 200 characters'));

export const SignUp = z.object({ name: Name, email: Email, password: NewPassword });
export const SignIn = z.object({
  email: Email,
  password: z.string({ error: 'Enter your password' }).min(1, 'Enter your password').max(1000),
});
export const EmailOnly = z.object({ email: Email });
export const NewPasswordOnly = z.object({ password: NewPassword });

export type ParsedForm<T> = { ok: true; values: T } | { ok: false; typed: Record<string, string>; errors: FormErrors };

/** Reads a posted form. What was typed comes back for the page to show again, but never a password. */
export function parseForm<T>(schema: z.ZodType<T>, body: unknown): ParsedForm<T> {
  const { password, ...typed } = textFields(body);
  const result = schema.safeParse({ ...typed, ...(password === undefined ? {} : { password }) });
  if (result.success) return { ok: true, values: result.data };
  const seen = new Set<string>();
  const errors = result.error.issues
    .map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
    .filter(({ field }) => !seen.has(field) && seen.add(field));
  return { ok: false, typed, errors };
}

/** What was typed, without the password. */
export function typedFields(body: unknown): Record<string, string> {
  const { password: _secret, ...typed } = textFields(body);
  return typed;
}
