import { expect, it } from 'vitest';
import { createPace, describeTimeLeft } from './pace.ts';

const MB = 1e6;

it('tells the time left once it has seen enough', () => {
  const pace = createPace();
  pace.note(0, 0);
  pace.note(MB, 1000);
  expect(pace.secondsLeft(10 * MB)).toBeUndefined();
  pace.note(2 * MB, 2000);
  expect(pace.secondsLeft(10 * MB)).toBeCloseTo(8);
});

it('does not jump at a burst', () => {
  const pace = createPace();
  for (let second = 0; second <= 10; second += 1) pace.note(second * MB, second * 1000);
  pace.note(20 * MB, 11_000);
  const left = pace.secondsLeft(40 * MB) ?? 0;
  expect(left).toBeGreaterThan(5);
  expect(left).toBeLessThan(20);
});

it('takes neither a break nor what an earlier visit sent for speed', () => {
  const pace = createPace();
  pace.note(500 * MB, 0);
  pace.note(501 * MB, 1000);
  pace.note(502 * MB, 2000);
  expect(pace.secondsLeft(512 * MB)).toBeCloseTo(10);
  pace.pause();
  pace.note(502 * MB, 3_600_000);
  pace.note(503 * MB, 3_601_000);
  expect(pace.secondsLeft(513 * MB)).toBeCloseTo(10);
});

it.each([
  [3, 'a few seconds left'],
  [31, 'about 40 seconds left'],
  [70, 'about a minute left'],
  [250, 'about 4 minutes left'],
  [3580, 'about an hour left'],
  [5400, 'about 1½ hours left'],
])('says of %d seconds “%s”', (seconds, text) => {
  expect(describeTimeLeft(seconds)).toBe(text);
});
