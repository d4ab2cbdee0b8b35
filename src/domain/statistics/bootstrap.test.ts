import { expect, it } from 'vitest';
import { bootstrap, bootstrapAll, defaultResamples, quantile } from './bootstrap.ts';

const share = (sums: Float64Array) => ((sums[1] ?? 0) === 0 ? undefined : (sums[0] ?? 0) / (sums[1] ?? 1));
/** Clusters of ten ratings that are all right or all wrong. */
const alike = Array.from({ length: 50 }, (_, index) => [index % 2 === 0 ? 10 : 0, 10]);

it('gives the same interval for the same seed, and another for another', () => {
  const various = Array.from({ length: 50 }, (_, index) => [Math.sqrt(index), 10]);
  const one = bootstrap(various, share, { seed: 'a' });
  expect(bootstrap(various, share, { seed: 'a' })).toEqual(one);
  expect(bootstrap(various, share, { seed: 'b' })).not.toEqual(one);
});

it('is as wide as the clusters are few, not as the ratings are many', () => {
  const result = bootstrap(alike, share, { seed: 'width' });
  if (!result.defined) throw new Error(result.reason);
  // 50 independent halves: p ± 1.96 · √(¼ / 50) = 0.36 to 0.64; 500 independent ones would give 0.46 to 0.54.
  expect(result.interval.low).toBeGreaterThan(0.3);
  expect(result.interval.low).toBeLessThan(0.42);
  expect(result.interval.high).toBeGreaterThan(0.58);
  expect(result.interval.high).toBeLessThan(0.7);
});

it('gives several figures what each alone would get', () => {
  const other = (sums: Float64Array) => sums[0];
  const options = { seed: 'a', resamples: 50 };
  expect(bootstrapAll(alike, (sums) => [share(sums), other(sums)], 2, options)).toEqual([
    bootstrap(alike, share, options),
    bootstrap(alike, other, options),
  ]);
});

it('has no interval for one cluster, nor for a figure that is mostly undefined', () => {
  expect(bootstrap([[1, 1]], share, { seed: 'a' })).toEqual({ defined: false, reason: 'too-few', clusters: 1 });
  expect(bootstrap([], share, { seed: 'a' })).toMatchObject({ reason: 'too-few' });
  expect(bootstrap(alike, () => undefined, { seed: 'a' })).toMatchObject({ reason: 'often-undefined' });
});

it('refuses clusters of different widths, what is no number, and a level that is none', () => {
  expect(() => bootstrap([[1], [1, 2]], share, { seed: 'a' })).toThrow(RangeError);
  expect(() => bootstrap([[1], [Number.NaN]], share, { seed: 'a' })).toThrow(RangeError);
  expect(() => bootstrap(alike, share, { seed: 'a', level: 1 })).toThrow(RangeError);
  expect(() => bootstrap(alike, share, { seed: 'a', resamples: 0 })).toThrow(RangeError);
});

it('draws less often from very many clusters', () => {
  expect([10, 10_000, 25_000, 1_000_000].map(defaultResamples)).toEqual([1000, 1000, 400, 200]);
});

it('interpolates percentiles', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4], 0)).toBe(1);
  expect(quantile([7], 0.975)).toBe(7);
});
