import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { PeerAnswer } from './answer-attestation.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export type ReadAnswer = { ok: true; answer: PeerAnswer } | { ok: false; errors: FormErrors };

/** What the peer chose and typed. */
export function readAnswer(fields: Readonly<Record<string, string>>): ReadAnswer {
  const name = cleanText(fields.name ?? '').trim();
  const reason = cleanText(fields.reason ?? '').trim();
  switch (fields.answer) {
    case 'confirm': {
      const errors = [];
      if (name === '') errors.push({ field: 'name', message: 'Type your name to confirm' });
      if (name.length > 200) errors.push({ field: 'name', message: 'Shorten your name to at most 200 characters' });
      // A page that has no hash was not ours: what it showed is treated as changed.
      const seen = Sha256.safeParse(fields.seen).data ?? '';
      return errors.length > 0
        ? { ok: false, errors }
        : { ok: true, answer: { answer: 'confirm', typedName: name, seen } };
    }
    case 'decline':
      return reason.length > 2000
        ? { ok: false, errors: [{ field: 'reason', message: 'Shorten the reason to at most 2,000 characters' }] }
        : { ok: true, answer: { answer: 'decline', reason } };
    case 'withdraw':
      return { ok: true, answer: { answer: 'withdraw' } };
    default:
      return { ok: false, errors: [{ field: 'name', message: 'Choose to confirm or to decline' }] };
  }
}
