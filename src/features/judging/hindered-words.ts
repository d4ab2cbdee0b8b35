import { countOf } from '#domain/evidence/finding.ts';
import type { Hindered, Hindrance, NobodysAttempt } from '../queue/who-may.queries.ts';

const hindranceWords: Record<Hindrance, (count: number) => string> = {
  seated: (count) => `${people(count)} scored it already`,
  conflict: (count) => `${people(count)} must not, for a conflict of interest`,
  names: (count) => `${people(count)} asked whose work it is`,
  certification: (count) => `${people(count)} ${count === 1 ? 'is' : 'are'} not certified for it`,
  refused: (count) => `${people(count)} gave it back`,
  away: (count) => `${people(count)} ${count === 1 ? 'is' : 'are'} away`,
};

function people(count: number): string {
  return countOf(count, 'assessor');
}

/** Why nobody may take it, in a sentence. */
export function hinderedSentence(hindered: Hindered): string {
  const why = [...hindered].map(([hindrance, count]) => hindranceWords[hindrance](count));
  if (why.length === 0) return 'Nobody assesses here.';
  return `${new Intl.ListFormat('en').format(why)}.`;
}

/** What a lead can do about it, the nearest first. */
export function hinderedAdvice(waitsFor: NobodysAttempt['waitsFor'], hindered: Hindered): string {
  const ways = [
    ...(hindered.has('certification') ? ['name somebody certified under Calibration'] : []),
    ...(hindered.has('away') ? ['wait until somebody is back'] : []),
    'ask an issuer admin to invite another assessor',
    ...(waitsFor === 'second' ? ['waive the second seat'] : []),
    ...(waitsFor === 'adjudication' ? ['take it back from adjudication'] : []),
  ];
  const [last, ...others] = ways.toReversed();
  return `You can ${others.length > 0 ? `${others.reverse().join(', ')}, or ${last}` : last}.`;
}

export const waitsForWords: Record<NobodysAttempt['waitsFor'], string> = {
  check: 'Completeness check',
  score: 'Scoring',
  second: 'Second assessor',
  adjudication: 'Adjudicator',
  appeal: 'Appeal',
};
