import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
import type { Scoring } from './desk.queries.ts';

/** The look-fors that are rated here: all that are open in the attempt, or of them what is contested or appealed. */
export function lookForsToRate({
  definition,
  sealed,
  only,
}: Pick<Scoring, 'definition' | 'sealed' | 'only'>): string[] {
  const open = lookForsOfAttempt(definition, sealed);
  return only ? open.filter((lookFor) => only.includes(lookFor)) : open;
}
