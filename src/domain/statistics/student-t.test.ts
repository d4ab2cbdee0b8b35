import { expect, it } from 'vitest';
import { criticalT, twoSidedP } from './student-t.ts';

it.each([
  // Tables of Student's t: 97.5 % points.
  [1, 12.7062],
  [2, 4.30265],
  [10, 2.22814],
  [30, 2.04227],
  [1000, 1.96234],
])('knows the critical value for %i degrees of freedom', (degrees, expected) => {
  expect(criticalT(degrees)).toBeCloseTo(expected, 4);
});

it('gives the p that other programs give for a paired t', () => {
  // NAEP's drift t of 20 and of 30 re-scored papers, p by R's t.test.
  expect(twoSidedP(-2.001276033489, 19)).toBeCloseTo(0.05985348861378, 10);
  expect(twoSidedP(-3.247376563544, 29)).toBeCloseTo(0.002939291095846, 10);
  expect(twoSidedP(0, 19)).toBe(1);
  expect(twoSidedP(Number.POSITIVE_INFINITY, 19)).toBe(0);
});

it('refuses no degrees of freedom', () => {
  expect(() => twoSidedP(1, 0)).toThrow(RangeError);
});
