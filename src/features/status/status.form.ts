import { type AnnouncedCode, announcedCodes, longestAppeal, longestReason } from '#domain/award/revocation.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';

type Fields = Readonly<Record<string, string>>;

type Read<Value> = { ok: true; value: Value } | { ok: false; errors: FormErrors };

function readText(fields: Fields, name: string, longest: number, missing: string): Read<string> {
  const text = cleanText(fields[name] ?? '').trim();
  if (text === '') return { ok: false, errors: [{ field: name, message: missing }] };
  if (text.length > longest) {
    const message = `Shorten this to ${longest.toLocaleString('en-US')} characters: it has ${text.length.toLocaleString('en-US')}`;
    return { ok: false, errors: [{ field: name, message }] };
  }
  return { ok: true, value: text };
}

export function readAnnouncement(fields: Fields): Read<{ code: AnnouncedCode; reason: string; suspends: boolean }> {
  const code = announcedCodes.find((one) => one === fields.code);
  const reason = readText(fields, 'announceReason', longestReason, 'Write why: the earner reads it');
  const errors = [
    ...(code ? [] : [{ field: 'code', message: 'Choose what it is about' }]),
    ...(reason.ok ? [] : reason.errors),
  ];
  if (!code || !reason.ok) return { ok: false, errors };
  return { ok: true, value: { code, reason: reason.value, suspends: fields.suspends === 'yes' } };
}

export function readStatusReason(fields: Fields): Read<string> {
  return readText(fields, 'statusReason', longestReason, 'Write why: the earner reads it');
}

export function readRevocationAppeal(fields: Fields): Read<string> {
  return readText(fields, 'appeal', longestAppeal, 'Write why your award should stand');
}

export function readOutcome<Outcome extends string>(
  fields: Fields,
  outcomes: readonly Outcome[],
): Read<{ outcome: Outcome; answer: string }> {
  const outcome = outcomes.find((one) => one === fields.outcome);
  const answer = readText(fields, 'answer', longestReason, 'Write your answer: the earner reads it');
  const errors = [
    ...(outcome ? [] : [{ field: 'outcome', message: 'Choose how it ends' }]),
    ...(answer.ok ? [] : answer.errors),
  ];
  if (!outcome || !answer.ok) return { ok: false, errors };
  return { ok: true, value: { outcome, answer: answer.value } };
}

export function readRenewalStatement(fields: Fields): Read<string> {
  return readText(fields, 'statement', longestAppeal, 'Write your statement');
}
