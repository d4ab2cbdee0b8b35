import { expect, it } from 'vitest';
import { chiSquareP, twoSidedNormalP } from '../../statistics/chi-square.ts';
import { criticalF, upperF } from '../../statistics/f-distribution.ts';
import {
  benchmarkOf,
  categoriesAgainstChance,
  cohenAgainstChance,
  confusionMatrix,
  fleissAgainstChance,
  intraclass,
  kendallW,
  raterBias,
  ratedUnits,
  stuartMaxwell,
} from './index.ts';

// Anxiety of 20 people, rated from 1 to 6 by three raters; R’s package irr gives the values below.
const anxiety = [
  [3, 3, 2], [3, 6, 1], [3, 4, 4], [4, 6, 4], [5, 2, 3], [5, 4, 2], [2, 2, 1], [3, 4, 6], [5, 3, 1], [2, 3, 1],
  [2, 2, 1], [6, 3, 2], [1, 3, 3], [5, 3, 3], [2, 2, 1], [2, 2, 1], [1, 1, 3], [2, 3, 3], [4, 3, 2], [3, 4, 2],
]; // prettier-ignore
const units = ratedUnits(
  anxiety.map((row) => row.map((rating) => rating - 1)),
  6,
);
// Unaided distance vision, right eye by left: Stuart, Biometrika 40 (1953) 105–110.
const vision = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]; // prettier-ignore

it('gives Kendall’s W, with and without its correction for ties', () => {
  expect(kendallW(units)).toEqual({ defined: true, value: expect.closeTo(0.53966, 5) as number, units: 20 });
  expect(kendallW(units, false)).toMatchObject({ value: expect.closeTo(0.50192, 5) as number });
  expect(kendallW(ratedUnits([[0, 0], [1, 1], [2, 2]], 3))).toMatchObject({ value: 1 }); // prettier-ignore
  expect(kendallW(ratedUnits([[0, 2], [1, 1], [2, 0]], 3))).toMatchObject({ value: 0 }); // prettier-ignore
});

it('gives intraclass correlations with their intervals', () => {
  const close = (value: number) => expect.closeTo(value, 5) as number;
  const at = (value: number, low: number, high: number) => ({
    value: close(value),
    interval: { low: close(low), high: close(high) },
  });
  expect(intraclass(anxiety, 'agreement')).toMatchObject(at(0.198, -0.03891, 0.49357));
  expect(intraclass(anxiety, 'consistency')).toMatchObject(at(0.21605, -0.04626, 0.52226));
  // One who is always a point more severe is consistent, and doesn’t agree; a row with a score missing is left out.
  const severe = [[0, 1], [1, 2], [2, 3], [3, null]]; // prettier-ignore
  expect(intraclass(severe, 'consistency')).toMatchObject({ value: 1, units: 3, interval: { low: 1, high: 1 } });
  expect(intraclass(severe, 'agreement')).toMatchObject({ value: close(2 / 3) });
});

it('tests how often two use the categories, and who of them gives the higher', () => {
  expect(stuartMaxwell(vision)).toEqual({
    defined: true,
    chiSquare: expect.closeTo(11.95657, 5) as number,
    degrees: 3,
    p: expect.closeTo(0.007533, 6) as number,
  });
  expect(raterBias(vision)).toMatchObject({ share: 1171 / 2181, chiSquare: 161 ** 2 / 2181, p: expect.closeTo(0.000566, 6) as number }); // prettier-ignore
  // Of two categories it is McNemar’s test: (b − c)² / (b + c).
  expect(stuartMaxwell([[20, 12], [5, 30]])).toMatchObject({ chiSquare: 49 / 17, degrees: 1 }); // prettier-ignore
  // A category that nobody used, or on which the two never differ, takes a degree of freedom with it.
  expect(stuartMaxwell([[20, 12, 0], [5, 30, 0], [0, 0, 9]])).toMatchObject({ chiSquare: 49 / 17, degrees: 1 }); // prettier-ignore
});

it('tests kappa against chance', () => {
  const table = confusionMatrix(
    anxiety.map(([a = 1, b = 1]) => [a - 1, b - 1]),
    6,
  );
  const z = (value: number, p: number) => ({
    z: expect.closeTo(value, 5) as number,
    p: expect.closeTo(p, 5) as number,
  });
  expect(cohenAgainstChance(table)).toEqual(z(1.16376, 0.24452));
  expect(fleissAgainstChance(units)).toEqual(z(-0.63415, 0.52598));
  // irr gives the categories of Fleiss’ data three decimals; of two categories both are what the whole is.
  const two = ratedUnits([[0, 0, 1], [1, 1, 1], [0, 0, 0], [0, 1, 1]], 2); // prettier-ignore
  const [no, yes] = categoriesAgainstChance(two);
  expect(no).toEqual(yes);
  expect(no?.z).toBeCloseTo(fleissAgainstChance(two)?.z ?? 0, 12);
});

it('says where there is nothing to reckon', () => {
  const alike = ratedUnits([[1, 1], [1, 1]], 3); // prettier-ignore
  expect(kendallW(alike)).toEqual({ defined: false, reason: 'no-variation', exact: 1, units: 2 });
  expect(kendallW(ratedUnits([[1], [2]], 3))).toMatchObject({ reason: 'no-pairs' });
  expect(intraclass([[1, 1], [1, 1]], 'agreement')).toMatchObject({ reason: 'no-variation' }); // prettier-ignore
  expect(intraclass([[0, 2], [0, 2]], 'agreement')).toMatchObject({ reason: 'no-variation' }); // prettier-ignore
  expect(intraclass([[0, 2]], 'agreement')).toMatchObject({ reason: 'too-few' });
  expect(intraclass([], 'consistency')).toMatchObject({ reason: 'too-few', units: 0 });
  expect(stuartMaxwell([[4, 0], [0, 3]])).toEqual({ defined: false, reason: 'no-disagreement' }); // prettier-ignore
  expect(raterBias([[4, 0], [0, 3]])).toEqual({ defined: false, reason: 'no-disagreement' }); // prettier-ignore
  expect(cohenAgainstChance([[4, 0], [0, 0]])).toBeUndefined(); // prettier-ignore
  // One of the two never varies: kappa is 0, and so is its error.
  expect(cohenAgainstChance([[4, 3], [0, 0]])).toBeUndefined(); // prettier-ignore
  expect(fleissAgainstChance(ratedUnits([[0, 1], [1, null]], 2))).toBeUndefined(); // prettier-ignore
});

it('refuses what is no table, score or coefficient', () => {
  expect(() => stuartMaxwell([[1, 2]])).toThrow(RangeError);
  expect(() => raterBias([[1, -1], [1, 1]])).toThrow(RangeError); // prettier-ignore
  expect(() => intraclass([[1, 2], [1]], 'agreement')).toThrow(RangeError);
  expect(() => intraclass([[1, Number.NaN]], 'agreement')).toThrow(RangeError);
  expect(() => benchmarkOf(1.1)).toThrow(RangeError);
  expect(() => chiSquareP(-1, 2)).toThrow(RangeError);
  expect(() => chiSquareP(1, 0)).toThrow(RangeError);
  expect(() => upperF(1, 0, 2)).toThrow(RangeError);
  expect(() => criticalF(1, 2, 2)).toThrow(RangeError);
});

it('names a coefficient', () => {
  expect([0.81, 0.8, 0.5, 0, -0.2].map((value) => benchmarkOf(value))).toEqual([
    'Almost Perfect',
    'Almost Perfect',
    'Moderate',
    'Slight',
    'Poor',
  ]);
  expect(benchmarkOf(0.7, 'altman')).toBe('Good');
  expect(benchmarkOf(0.74, 'fleiss')).toBe('Intermediate to Good');
});

it.each([
  // Tables of χ²: 5 % points, and the normal curve’s 97.5 % and 99.5 % points.
  [chiSquareP(3.841459, 1), 0.05],
  [chiSquareP(5.991465, 2), 0.05],
  [chiSquareP(18.307038, 10), 0.05],
  [chiSquareP(124.342113, 100), 0.05],
  [twoSidedNormalP(1.959964), 0.05],
  [twoSidedNormalP(-2.575829), 0.01],
  [upperF(4.964603, 1, 10), 0.05],
  [upperF(criticalF(0.025, 7, 19.5), 7, 19.5), 0.025],
])('has %d for the chance of %d in the tables', (got, chance) => {
  expect(got).toBeCloseTo(chance, 6);
});

it('has the chance of a large z as R’s pnorm has it, and of none', () => {
  expect(twoSidedNormalP(7.559765088635) / 4.0378e-14).toBeCloseTo(1, 3);
  expect(chiSquareP(0, 3)).toBe(1);
  expect(chiSquareP(Number.POSITIVE_INFINITY, 3)).toBe(0);
});
