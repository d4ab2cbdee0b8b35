import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { School } from './schools.queries.ts';

const Email = z.email().max(320);
const Id = z.uuid();

type Fields = Readonly<Record<string, string>>;

export type ReadConflict =
  | { ok: true; conflict: { issuerId: string; with: { email: string } | { schoolId: string }; reason: string } }
  | { ok: false; errors: FormErrors };

/** What a form says of whom it is with, by a lead too. Of a school, first which one: its name is looked for, and it is chosen from what is found. */
export function readConflict(
  fields: Fields,
  { issuerIds, found }: { issuerIds: readonly string[]; found: readonly School[] },
): ReadConflict {
  const errors: { field: string; message: string }[] = [];
  const issuerId = issuerIds.find((id) => id === fields.issuer);
  if (!issuerId) errors.push({ field: 'issuer', message: 'Choose the issuer' });
  const reason = cleanText(fields.reason ?? '').trim();
  if (reason === '') errors.push({ field: 'reason', message: 'Say why, in a few words' });
  if (reason.length > 1000) errors.push({ field: 'reason', message: 'Shorten the reason to at most 1,000 characters' });
  const email = cleanText(fields.email ?? '')
    .trim()
    .toLowerCase();
  const school = Id.safeParse(fields.school);
  let other: { email: string } | { schoolId: string } | undefined;
  if (fields.who === 'school') {
    if (school.success && found.some(({ id }) => id === school.data)) other = { schoolId: school.data };
    else
      errors.push({
        field: 'q',
        message:
          found.length === 0
            ? 'No school here has that in its name: write another part of it'
            : 'Choose which of these schools you mean, then declare it',
      });
  } else if (Email.safeParse(email).success) other = { email };
  else errors.push({ field: 'email', message: 'Write their e-mail address, such as name@example.org' });
  if (errors.length > 0 || !issuerId || !other) return { ok: false, errors };
  return { ok: true, conflict: { issuerId, with: other, reason } };
}
