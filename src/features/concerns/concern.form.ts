import { z } from 'zod';
import type { ConcernKind, Resolution } from '#domain/assessment/concern.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';

type Fields = Readonly<Record<string, string>>;
type Read<T> = ({ ok: true } & T) | { ok: false; errors: FormErrors };

/** Most letters of what is typed here. */
export const longest = { detail: 5000, passage: 2000, question: 5000, response: 10_000, resolution: 5000 } as const;

const Kind = z.enum(['plagiarism', 'ai-declaration', 'safeguarding']);
const Ending = z.enum(['dismissed', 'upheld', 'upheld-returned', 'referred']);

export function readKind(value: string | undefined): ConcernKind | undefined {
  return Kind.safeParse(value).data;
}

export type RaiseForm = { kind: ConcernKind; requirement: string | null; passage: string; detail: string };

/** What an assessor raises. A mismatch with the AI declaration needs the passage that it is seen in. */
export function readRaising(typed: Fields): Read<{ form: RaiseForm }> {
  const kind = readKind(typed.kind);
  const passage = clean(typed.passage);
  const detail = clean(typed.detail);
  const errors: { field: string; message: string }[] = [];
  if (!kind) errors.push({ field: 'kind', message: 'Choose what it is about' });
  if (detail === '') errors.push({ field: 'detail', message: 'Say what you saw' });
  if (kind === 'ai-declaration' && passage === '')
    errors.push({ field: 'passage', message: 'Copy in the passage that it is about' });
  errors.push(...tooLong('detail', detail, 'what you saw'), ...tooLong('passage', passage, 'the passage'));
  if (!kind || errors.length > 0) return { ok: false, errors };
  return { ok: true, form: { kind, requirement: typed.requirement || null, passage, detail } };
}

export function readQuestion(typed: Fields): Read<{ question: string }> {
  const question = clean(typed.question);
  const errors = [
    ...(question === '' ? [{ field: 'question', message: 'Write the question' }] : []),
    ...tooLong('question', question, 'the question'),
  ];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, question };
}

export function readResponse(typed: Fields): Read<{ response: string }> {
  const response = clean(typed.response);
  const errors = [
    ...(response === '' ? [{ field: 'response', message: 'Write your answer' }] : []),
    ...tooLong('response', response, 'your answer'),
  ];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, response };
}

export function readEnding(typed: Fields): Read<{ resolution: Resolution; returns: boolean; reason: string }> {
  const ending = Ending.safeParse(typed.ending).data;
  const reason = clean(typed.reason);
  const errors = [
    ...(ending ? [] : [{ field: 'ending', message: 'Choose how it ends' }]),
    ...(reason === '' ? [{ field: 'reason', message: 'Say why' }] : []),
    ...(reason.length > longest.resolution
      ? [{ field: 'reason', message: `Shorten the reason to at most ${number(longest.resolution)} characters` }]
      : []),
  ];
  if (!ending || errors.length > 0) return { ok: false, errors };
  const returns = ending === 'upheld-returned';
  return { ok: true, resolution: returns ? 'upheld' : ending, returns, reason };
}

function clean(text = ''): string {
  return cleanText(text).trim();
}

function tooLong(field: keyof typeof longest, text: string, what: string) {
  if (text.length <= longest[field]) return [];
  return [{ field, message: `Shorten ${what} to at most ${number(longest[field])} characters` }];
}

const number = (value: number) => value.toLocaleString('en-US');
