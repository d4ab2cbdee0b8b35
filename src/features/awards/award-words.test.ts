import { expect, it } from 'vitest';
import type { AwardProcess } from './award-process.queries.ts';
import { processSentences } from './award-words.ts';

const base: AwardProcess = {
  ...{ assessors: 1, isDouble: false, isBlind: false, isAdjudicated: false, isAppealed: false, isByCoach: false },
  attemptSha256: 'a'.repeat(64),
  ...{ submittedAt: new Date('2026-11-01T10:00:00Z'), decidedAt: new Date('2026-11-01T09:00:00Z') },
};
const told = (change: Partial<AwardProcess>) => processSentences({ ...base, ...change }).join(' ');

it.each([
  [{}, 'One assessor scored it. It was not judged blind. It was decided within a day of being handed in.'],
  [{ assessors: 2, isDouble: true }, 'Two assessors scored it, neither knowing what the other found.'],
  [{ assessors: 3, isDouble: true, isAdjudicated: true }, 'Three assessors took part; two scored it, neither'],
  [{ assessors: 3, isDouble: true, isAdjudicated: true }, 'Where two were apart, an adjudicator decided.'],
  [{ assessors: 2 }, 'Two assessors scored it, over all its attempts.'],
  [{ isBlind: true }, 'It was judged blind'],
  [{ isAppealed: true }, 'An appeal was decided by somebody who had not scored it.'],
  [{ isByCoach: true }, 'The earner’s own coach scored it'],
  [{ decidedAt: new Date('2026-11-10T10:00:01Z') }, 'within 10 days'],
])('tells how it was judged: %j', (change, words) => expect(told(change)).toContain(words));
