import { longestAppealReason } from '#domain/assessment/appeal.ts';
import { cleanText } from '#domain/text/clean-text.ts';

/** The field of a look-for that is appealed against. */
export const lookForField = (lookFor: string) => `look-for.${lookFor}`;

/** What the earner typed: which look-fors, and why. Whether it holds is the rule’s to say. */
export function readAppeal(fields: Readonly<Record<string, string>>): { lookFors: string[]; reason: string } {
  const lookFors = Object.entries(fields).flatMap(([field, value]) =>
    field.startsWith('look-for.') && value === '1' ? [field.slice('look-for.'.length)] : [],
  );
  return {
    lookFors,
    reason: cleanText(fields.reason ?? '')
      .trim()
      .slice(0, 4 * longestAppealReason),
  };
}
