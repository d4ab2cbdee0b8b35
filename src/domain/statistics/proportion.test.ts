import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differenceOf, shareOf } from './proportion.ts';

/** Published values and those of other programs; not part of this repository. */
const reference = '../shared/reference/proportions.json';

type Reference = {
  single: { x: number; n: number; wilson: [number, number] }[];
  difference: { x1: number; n1: number; x2: number; n2: number; newcombe_Epi_ci_pd?: [number, number] }[];
};

const bounds = (count: number, n: number) => {
  const share = shareOf(count, n);
  return share.defined ? [share.interval.low, share.interval.high] : undefined;
};

it.each([
  // Newcombe, Statist Med 17 (1998) 857–872, table I, method 3.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('gives %i of %i the interval that was published', (count, n, low, high) => {
  const [l, h] = bounds(count, n) ?? [];
  expect(l).toBeCloseTo(low, 4);
  expect(h).toBeCloseTo(high, 4);
});

it.each([
  // Newcombe, Statist Med 17 (1998) 873–890, table II, method 10.
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
])('gives %i of %i less %i of %i the interval that was published', (x1, n1, x2, n2, low, high) => {
  const difference = differenceOf(shareOf(x1, n1), shareOf(x2, n2));
  if (!difference.defined) throw new Error(difference.reason);
  expect(difference.interval.low).toBeCloseTo(low, 4);
  expect(difference.interval.high).toBeCloseTo(high, 4);
});

describe.skipIf(!existsSync(reference))('by what other programs give', () => {
  const read = existsSync(reference)
    ? (JSON.parse(readFileSync(reference, 'utf8').replaceAll('newcombe_Epi_ci.pd', 'newcombe_Epi_ci_pd')) as Reference)
    : { single: [], difference: [] };

  it('reproduces every interval of a share', () => {
    expect(read.single.length).toBeGreaterThan(0);
    for (const { x, n, wilson } of read.single) {
      const [low, high] = bounds(x, n) ?? [];
      expect(low).toBeCloseTo(wilson[0], 9);
      expect(high).toBeCloseTo(wilson[1], 9);
    }
  });

  it('reproduces every interval of a difference', () => {
    for (const { x1, n1, x2, n2, newcombe_Epi_ci_pd: expected } of read.difference) {
      const difference = differenceOf(shareOf(x1, n1), shareOf(x2, n2));
      if (!difference.defined || !expected) throw new Error('not defined');
      expect(difference.interval.low).toBeCloseTo(expected[0], 9);
      expect(difference.interval.high).toBeCloseTo(expected[1], 9);
    }
  });
});

it('has no share of nothing, and refuses what is no count', () => {
  expect(shareOf(0, 0)).toEqual({ defined: false, reason: 'no-data', n: 0 });
  expect(differenceOf(shareOf(0, 0), shareOf(1, 2))).toEqual({ defined: false, reason: 'no-data' });
  for (const [count, n] of [
    [-1, 5],
    [6, 5],
    [1.5, 5],
    [Number.NaN, 5],
    [1, Number.POSITIVE_INFINITY],
  ] as const)
    expect(() => shareOf(count, n)).toThrow(RangeError);
});

it('stays within 0 and 1 for millions', () => {
  const [low = -1, high = 2] = bounds(1_000_000_000, 1_000_000_000) ?? [];
  expect(low).toBeGreaterThan(0.999999);
  expect(high).toBe(1);
});
