import { z } from 'zod';
import { type Locator, type LocatorType, everyLocatorType, parseLocator } from '#domain/evidence/locator.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { NewComment } from './write-comment.ts';

type Fields = Readonly<Record<string, string>>;
type Errors = { field: string; message: string }[];

const Email = z.email().max(320);

/** Whom the earner names. */
export function readCoach(
  fields: Fields,
): { ok: true; coach: { name: string; email: string } } | { ok: false; errors: FormErrors } {
  const errors: Errors = [];
  const name = cleanText(fields.name ?? '').trim();
  const email = cleanText(fields.email ?? '')
    .trim()
    .toLowerCase();
  if (name === '') errors.push({ field: 'name', message: 'Write the name of your coach' });
  if (name.length > 200) errors.push({ field: 'name', message: 'Shorten the name to at most 200 characters' });
  if (!Email.safeParse(email).success)
    errors.push({ field: 'email', message: 'Write their e-mail address, such as name@example.org' });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, coach: { name, email } };
}

const ArtifactId = z.uuid();
const Type = z.enum(everyLocatorType);

/** What a coach wrote, and where they point. */
export function readComment(fields: Fields): { ok: true; comment: NewComment } | { ok: false; errors: FormErrors } {
  const errors: Errors = [];
  const body = cleanText(fields.body ?? '').trim();
  if (body === '') errors.push({ field: 'body', message: 'Write your comment' });
  if (body.length > 5000) errors.push({ field: 'body', message: 'Shorten the comment to at most 5,000 characters' });
  const place = cleanText(fields.place ?? '');
  if (place.length > 200) errors.push({ field: 'place', message: 'Choose what your comment is about' });
  const pointer = readPointer(fields, errors);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, comment: { body, place, pointer } };
}

function readPointer(fields: Fields, errors: Errors): NewComment['pointer'] {
  const at = cleanText(fields.at ?? '').trim();
  const type: LocatorType | undefined = Type.safeParse(fields.type || 'whole').data;
  const artifact = ArtifactId.safeParse(fields.file);
  if (!fields.file) {
    if (at !== '')
      errors.push({ field: 'file', message: 'Choose the file that you point into, or leave the place empty' });
    return null;
  }
  if (!artifact.success) errors.push({ field: 'file', message: 'Choose a file from the list' });
  if (type === undefined) errors.push({ field: 'type', message: 'Choose what kind of place it is' });
  if (!artifact.success || type === undefined) return null;
  // A place without its kind is a slip that would lose what was typed.
  if (type === 'whole' && at !== '') {
    errors.push({ field: 'type', message: 'Say what kind of place it is, or leave the place empty' });
    return null;
  }
  const parsed = parseLocator(type, at);
  if (!parsed.ok) {
    errors.push({ field: 'at', message: parsed.message });
    return null;
  }
  const locator: Locator = parsed.locator;
  return { artifact: artifact.data, locator };
}
