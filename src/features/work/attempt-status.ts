import type { StatusName } from '#ui/status.tsx';
import type { AttemptSummary } from './attempt-summary.ts';

/** How an attempt stands, as its earner is told: never who has it, nor how many. */
export function attemptStatus({ outcome, stage, isAssessed }: AttemptSummary): { name: StatusName; word?: string } {
  if (outcome === 'incomplete' && !isAssessed) return { name: 'incomplete', word: 'Came back, does not count' };
  if (outcome !== null) return { name: outcome };
  switch (stage) {
    case 'withdrawn':
      return { name: 'withdrawn', word: 'Taken back' };
    case 'pre_check':
      return { name: 'waiting', word: 'Waits for the check' };
    case 'adjudication':
      return { name: 'submitted', word: 'A second look' };
    case 'held':
      return { name: 'submitted', word: 'A last look' };
    default:
      return { name: 'submitted', word: 'Being assessed' };
  }
}

/** The same in a sentence, while it waits for a decision. */
export const stageSentences: Record<'pre_check' | 'scoring' | 'adjudication' | 'held', string> = {
  pre_check: 'Somebody looks whether everything is there and can be opened. Then it is assessed.',
  scoring: 'It is being assessed.',
  adjudication: 'It is being assessed, and parts of it are looked at a second time.',
  held: 'It has been assessed. A lead assessor looks at it once more before it goes out to you.',
};

/** Why its clock stands still. */
export const pauseSentences: Record<'question' | 'privacy' | 'concern', string> = {
  question: 'An answer of yours is awaited.',
  privacy: 'Something of it was hidden for privacy, and waits for you.',
  concern: 'There is a question about it that waits for your answer.',
};

/** Whether its earner may still take it back: as long as nobody has finished judging it. */
export function mayTakeBack({ stage, outcome }: AttemptSummary): boolean {
  return outcome === null && (stage === 'pre_check' || stage === 'scoring');
}
