import { expect, it } from 'vitest';
import { howArrivedAt } from './award-hours.ts';

const effort = { hours: { min: 5, max: 8 } };

it.each([
  ['nothing more', 12, undefined, ''],
  ['what they rest on', 12, { by: 'contact-hours' } as const, ' The hours are contact hours.'],
  [
    'what they rest on, in the issuer’s words',
    12,
    { by: 'pilot-median', note: 'nine teachers, spring 2025.' } as const,
    ' The hours are the median of a pilot: nine teachers, spring 2025.',
  ],
  ['what counts of them, where they are between quarters', 1.1, undefined, ' Credit goes in whole quarters: 1 hour.'],
])('says of the hours of an award %s', (_, pdHours, basis, more) => {
  const worth = { pdHours, credit: [], ...(basis && { basis }) };
  expect(howArrivedAt({ worth, effort }, 2)).toBe(
    `Version 2 of the micro-credential sets ${pdHours} PD hours; its issuer expects 5 to 8 hours of work.${more}`,
  );
});
