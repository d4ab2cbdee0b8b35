import { z } from 'zod';
import { CompletenessCode, type CompletenessReason, glance } from '#domain/assessment/completeness.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';

/** The fields of the form in which a check is answered. */
export const checkFields = {
  glance: (key: string) => `glance-${key}`,
  code: (requirement: string) => `code-${requirement}`,
  note: (requirement: string) => `note-${requirement}`,
};

const longestNote = 2000;
const Note = z.string().transform(cleanText).pipe(z.string().trim().max(longestNote));

export type CheckForm = {
  intent: 'pass' | 'return';
  reasons: CompletenessReason[];
  /** As it was typed, for when it comes back. */
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
};

/** Reads the answer: to pass, everything was looked at and nothing found; to return, at least one reason is given. */
export function parseCheckForm(
  requirements: readonly { id: string; title: string }[],
  fields: Readonly<Record<string, string>>,
): CheckForm {
  const intent = fields.intent === 'return' ? 'return' : 'pass';
  const errors: { field: string; message: string }[] = [];
  const reasons = requirements.flatMap(({ id, title }): CompletenessReason[] => {
    const code = CompletenessCode.safeParse(fields[checkFields.code(id)] ?? '');
    const note = Note.safeParse(fields[checkFields.note(id)] ?? '');
    if (!note.success)
      errors.push({ field: checkFields.note(id), message: `Say it in at most 2,000 characters: ${title}` });
    if (!code.success && note.success && note.data !== '')
      errors.push({ field: checkFields.code(id), message: `Choose what is wrong: ${title}` });
    return code.success && note.success ? [{ requirement: id, code: code.data, note: note.data }] : [];
  });
  const [first] = requirements;
  if (intent === 'return' && reasons.length === 0 && errors.length === 0 && first)
    errors.push({
      field: checkFields.code(first.id),
      message: 'Choose at least one thing that keeps it from being judged',
    });
  if (intent === 'pass') {
    for (const { key, text } of glance) {
      if (fields[checkFields.glance(key)] !== 'on')
        errors.push({ field: checkFields.glance(key), message: `Look at this, then tick it: ${text.toLowerCase()}` });
    }
    if (reasons.length > 0 && first)
      errors.push({
        field: checkFields.code(reasons[0]?.requirement ?? first.id),
        message: 'A reason is chosen, so this can’t pass. Send it back, or take the reason away.',
      });
  }
  return { intent, reasons, typed: fields, errors };
}
