import type { AwardProcess } from './award-process.queries.ts';

export function formatHours(hours: number): string {
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}

/** “1 day”, “9 days”; whole days begun count as one. */
export function daysBetween(from: Date, to: Date): number {
  return Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 86_400_000));
}

/** Who judged, in sentences that name nobody. */
export function processSentences(process: AwardProcess): string[] {
  const { assessors, isDouble, isBlind, isAdjudicated, isAppealed, isByCoach, submittedAt, decidedAt } = process;
  const days = daysBetween(submittedAt, decidedAt);
  return [
    ...(assessors === 0 ? [] : [scoredBy(assessors, isDouble)]),
    isBlind ? 'It was judged blind: without seeing whose work it was.' : 'It was not judged blind.',
    ...(isAdjudicated ? ['Where two were apart, an adjudicator decided.'] : []),
    ...(isAppealed ? ['An appeal was decided by somebody who had not scored it.'] : []),
    ...(isByCoach ? ['The earner’s own coach scored it, an exception that the issuer declares.'] : []),
    `It was decided ${days === 1 ? 'within a day' : `within ${days} days`} of being handed in.`,
  ];
}

const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

function scoredBy(assessors: number, isDouble: boolean): string {
  const count = numbers[assessors] ?? String(assessors);
  if (isDouble && assessors === 2) return 'Two assessors scored it, neither knowing what the other found.';
  if (isDouble) return `${count} assessors took part; two scored it, neither knowing what the other found.`;
  return assessors === 1 ? 'One assessor scored it.' : `${count} assessors scored it, over all its attempts.`;
}
