import { expect, it } from 'vitest';
import { backOff } from './back-off.ts';

it('doubles up to a minute, and spreads by half', () => {
  const most = [1, 2, 3, 4, 5, 6, 7, 8, 2000].map((failures) => backOff(failures, () => 1));
  expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(backOff(7, () => 0)).toBe(30_000);
});
