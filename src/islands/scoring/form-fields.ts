import type { ConditionCode } from '#domain/assessment/conditions.ts';
import { type Choice, type RatingFields, fieldNames } from './scoring-props.ts';

/** The key under which the overall comment is saved, beside those of look-fors. */
export const overallKey = ' overall';

/*
 * The fields themselves hold what was typed, even before the script came; places are kept beside them. Only the fields of
 * one look-for are read: the form may have hundreds.
 */

export function readFields(form: HTMLFormElement, key: string, places: readonly string[]): RatingFields {
  if (key === overallKey) {
    const comment = textOf(form, fieldNames.overall);
    return { choice: null, condition: '', comment, places, note: textOf(form, fieldNames.overallNote) };
  }
  const choice = choiceOf(form, fieldNames.value(key));
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

/** To the look-for, or to the field of the overall comment: what had the focus has gone. */
export function focusFields(key: string): void {
  document.getElementById(key === overallKey ? fieldNames.overall : `look-for-${key}`)?.focus();
}

function choiceOf(form: HTMLFormElement, name: string): Choice | null {
  const radios = form.elements.namedItem(name);
  return radios instanceof RadioNodeList && radios.value !== '' ? (radios.value as Choice) : null;
}

function textOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement ? field.value : '';
}

function write(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
}
