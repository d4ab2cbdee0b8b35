import type { Renewal, RenewalRefusal } from '#domain/award/validity.ts';
import { formatHours } from '../awards/award-words.ts';

export const renewalRefusals: Record<RenewalRefusal | 'hours-missing' | 'not-this-way' | 'asked-already', string> = {
  'does-not-expire': 'This award does not expire, so there is nothing to renew.',
  'no-renewal': 'This award can’t be renewed.',
  'too-early': 'It is too early to renew this award.',
  'too-late': 'The time to renew this award is over.',
  revoked: 'A revoked award can’t be renewed.',
  suspended: 'A suspended award can’t be renewed. It can again as soon as it is reinstated.',
  'revocation-open': 'While a revocation is under way, this award can’t be renewed.',
  'hours-missing': 'There are not enough hours of professional development yet.',
  'not-this-way': 'This award is renewed in another way. Open the page again.',
  'asked-already': 'You have asked already. You will have mail when it is decided.',
};

/** How an award is renewed, in a sentence. */
export function renewalSentence(renewal: Renewal | undefined): string {
  switch (renewal?.by) {
    case undefined:
      return 'It can’t be renewed.';
    case 'again':
      return 'It is renewed by earning the current version anew.';
    case 'hours':
      return `It is renewed with ${formatHours(renewal.hours)} of professional development that you earn after it.`;
    case 'statement':
      return 'It is renewed by a short statement that a lead assessor approves.';
  }
}

/** “2 years”, “18 months”. */
export function monthsWords(months: number): string {
  const [count, unit] = months % 12 === 0 ? [months / 12, 'year'] : [months, 'month'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
