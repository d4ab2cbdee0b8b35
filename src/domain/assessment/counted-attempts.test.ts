import { expect, it } from 'vitest';
import { countedAttempts } from './counted-attempts.ts';

const attempts = [
  { number: 1, outcome: 'not_yet' },
  { number: 2, outcome: 'incomplete' },
  { number: 3, outcome: 'not_yet' },
  { number: 4, outcome: null },
] as const;

it('counts no attempt that could not be judged', () => {
  expect(countedAttempts(attempts)).toBe(3);
  expect(countedAttempts(attempts, 2)).toBe(1);
  expect(countedAttempts(attempts, 3)).toBe(2);
});

it('counts one that waits for its decision', () => {
  expect(countedAttempts([{ number: 1, outcome: null }])).toBe(1);
});

it('counts none that the earner took back', () => {
  expect(countedAttempts([{ number: 1, outcome: 'withdrawn' }])).toBe(0);
});

it('counts none that was taken back', () => {
  expect(countedAttempts([{ number: 1, outcome: null, stage: 'withdrawn' }, attempts[0]])).toBe(1);
});
