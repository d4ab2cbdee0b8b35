import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';

type Fields = Readonly<Record<string, string>>;
type Read<Value> = { ok: true; value: Value } | { ok: false; errors: FormErrors };

/** Longest text that either side writes, in characters. */
export const longestText = 5000;

/** Why the practice can’t be repeated, and what the earner would show in its place. */
export function readRequest(fields: Fields): Read<{ reason: string; proposal: string }> {
  const reason = cleanText(fields.reason ?? '').trim();
  const proposal = cleanText(fields.proposal ?? '').trim();
  const errors = [
    ...checkText('reason', reason, 'Say why this can’t be done again'),
    ...checkText('proposal', proposal, 'Say what you would hand in instead'),
  ];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { reason, proposal } };
}

/** The lead assessor’s answer; a no says what the earner can do. */
export function readAnswer(fields: Fields): Read<{ agrees: boolean; answer: string }> {
  const answer = cleanText(fields.answer ?? '').trim();
  const { verdict } = fields;
  const errors = [
    ...(verdict === 'agree' || verdict === 'refuse' ? [] : [{ field: 'verdict', message: 'Choose whether you agree' }]),
    ...checkText(
      'answer',
      answer,
      verdict === 'refuse' ? 'Say why not, and what they can do' : 'Say what you agree on',
    ),
  ];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { agrees: verdict === 'agree', answer } };
}

function checkText(field: string, text: string, missing: string): { field: string; message: string }[] {
  if (text === '') return [{ field, message: missing }];
  return text.length > longestText ? [{ field, message: 'Shorten this to at most 5,000 characters' }] : [];
}
