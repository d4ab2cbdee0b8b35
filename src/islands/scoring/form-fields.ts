import type { RatingValue } from '#domain/assessment/standing.ts';
import type { Content } from './saver.ts';
import { fieldNames } from './scoring-props.ts';

/** The key under which the overall comment is saved, beside those of look-fors. */
export const overallKey = ' overall';

/*
 * The fields themselves hold what was typed, even before the script came.
 */

export function readField(form: HTMLFormElement, key: string): Content {
  if (key === overallKey) return { value: null, comment: textOf(form, fieldNames.overall) };
  const value = new FormData(form).get(fieldNames.value(key));
  return { value: value === null ? null : (value as RatingValue), comment: textOf(form, fieldNames.comment(key)) };
}

export function writeComment(form: HTMLFormElement, key: string, comment: string): void {
  const field = form.elements.namedItem(key === overallKey ? fieldNames.overall : fieldNames.comment(key));
  if (field instanceof HTMLTextAreaElement) field.value = comment;
}

function textOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLTextAreaElement ? field.value : '';
}
