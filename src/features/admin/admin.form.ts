import { z } from 'zod';
import { RoleName } from '#domain/access/role-words.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import { textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';

const Invitation = z.object({
  email: z
    .string({ error: 'Enter the e-mail address' })
    .trim()
    .toLowerCase()
    .max(320, 'That is too long to be an e-mail address')
    .pipe(z.email('Enter an e-mail address such as ana@school.org')),
  role: RoleName,
});

type InvitationForm =
  { ok: true; values: z.output<typeof Invitation> } | { ok: false; typed: Record<string, string>; errors: FormErrors };

export function parseInvitation(body: unknown): InvitationForm {
  const typed = textFields(body);
  const result = Invitation.safeParse(typed);
  if (result.success) return { ok: true, values: result.data };
  const errors = result.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  return { ok: false, typed, errors };
}

const id = z.uuid().optional().catch(undefined);

/** What a list is asked for: a search, and the row after which it goes on. Anything unreadable counts as not given. */
export const ListQuery = z.object({
  q: z
    .string()
    .max(200)
    .transform((text) => cleanText(text).trim())
    .catch(''),
  after: id,
  before: id,
});

const number = z.coerce.number().int().min(1).optional().catch(undefined);
export const CompareQuery = z.object({ from: number, to: number });
