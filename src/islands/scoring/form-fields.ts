import type { ConditionCode } from '#domain/assessment/conditions.ts';
import { type Choice, type RatingFields, fieldNames } from './scoring-props.ts';

/** The key under which the overall comment is saved, beside those of look-fors. */
export const overallKey = ' overall';

/*
 * The fields themselves hold what was typed, even before the script came; places are kept beside them.
 */

export function readFields(form: HTMLFormElement, key: string, places: readonly string[]): RatingFields {
  if (key === overallKey) {
    const comment = textOf(form, fieldNames.overall);
    return { choice: null, condition: '', comment, places, note: textOf(form, fieldNames.overallNote) };
  }
  const choice = new FormData(form).get(fieldNames.value(key)) as Choice | null;
  return {
    choice,
    condition: choice === 'cannot' ? (textOf(form, fieldNames.condition(key)) as ConditionCode | '') : '',
    comment: textOf(form, fieldNames.comment(key)),
    places,
    note: textOf(form, fieldNames.note(key)),
  };
}

export function writeFields(form: HTMLFormElement, key: string, fields: RatingFields): void {
  const isOverall = key === overallKey;
  write(form, isOverall ? fieldNames.overall : fieldNames.comment(key), fields.comment);
  write(form, isOverall ? fieldNames.overallNote : fieldNames.note(key), fields.note);
  if (!isOverall) write(form, fieldNames.condition(key), fields.condition);
}

function textOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement ? field.value : '';
}

function write(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
}
