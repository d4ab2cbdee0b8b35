import { expect, it } from 'vitest';
import { randomFrom } from '../../tile/random.ts';
import { ofUnits, valueOf } from '../../../../test/support/coefficients.ts';
import {
  bootstrapFigures,
  brennanPrediger,
  cohenKappa,
  completeUnits,
  confusionMatrix,
  congerKappa,
  fleissKappa,
  gwetAc,
  krippendorffAlpha,
  lightKappa,
  matrixOfRatings,
  ratedUnits,
  sideAgreement,
  sidesOf,
  unanimousWithin,
  unitsOfRatings,
  unitsOfTable,
} from './index.ts';

const random = randomFrom('agreement');
const sample = (rows: number, raters: number, missing: number) =>
  Array.from({ length: rows }, () => {
    const truth = Math.floor(random() * 3);
    return Array.from({ length: raters }, () =>
      random() < missing ? null : random() < 0.6 ? truth : Math.floor(random() * 3),
    );
  });

it('counts sides of Yes and not-Yes, and those that all raters rated closely', () => {
  const table = [[5, 2, 1], [0, 6, 3], [1, 0, 9]]; // prettier-ignore
  expect(sidesOf(table)).toEqual([[13, 4], [1, 9]]); // prettier-ignore
  expect(sideAgreement(table)).toMatchObject({ count: 22, n: 27 });
  const units = ratedUnits([[0, 0, 1], [2, 2, 2], [0, 1, 2], [1, 1, null]], 3); // prettier-ignore
  expect(unanimousWithin(units)).toEqual({ count: 1, n: 3 });
  expect(unanimousWithin(units, 1)).toEqual({ count: 2, n: 3 });
  expect(unanimousWithin(ratedUnits([[1], [2]], 3))).toEqual({ count: 0, n: 0 });
});

it('bootstraps by attempt: attempts judged alike throughout widen the interval', () => {
  const whole = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? [0, 10, 0, 0] : [5, 0, 0, 5]));
  const mixed = Array.from({ length: 400 }, (_, index) =>
    index % 4 === 0 ? [0, 1, 0, 0] : index % 2 ? [1, 0, 0, 0] : [0, 0, 0, 1],
  );
  const width = (clusters: number[][]) => {
    const { kappa: result } = bootstrapFigures(clusters, ['kappa'], 'test');
    if (!result.defined) throw new Error(result.reason);
    return result.interval.high - result.interval.low;
  };
  expect(width(whole)).toBeGreaterThan(2 * width(mixed));
  expect(bootstrapFigures([], ['exact'], 'test').exact).toMatchObject({ defined: false, reason: 'too-few' });
});

it('counts an unused middle category as lying between', () => {
  const three = [[20, 0, 5], [0, 0, 0], [5, 0, 20]]; // prettier-ignore
  const two = [[20, 5], [5, 20]]; // prettier-ignore
  expect(valueOf(cohenKappa(three))).toBeCloseTo(valueOf(cohenKappa(two)), 12);
  expect(valueOf(brennanPrediger(unitsOfTable(three)))).not.toBeCloseTo(valueOf(brennanPrediger(unitsOfTable(two))), 3);
});

it('drops units with one rating from alpha, and ignores a rater who rated nothing', () => {
  const rows = sample(30, 3, 0.3);
  const more = [...rows.map((row) => [...row, null]), [2, null, null, null]];
  for (const of of [ofUnits.nominal, ofUnits.ordinal, ofUnits.weighted])
    expect(valueOf(of(ratedUnits(more, 3)))).toBeCloseTo(valueOf(of(ratedUnits(rows, 3))), 12);
  const silent = rows.map((row) => [...row, null]);
  expect(valueOf(congerKappa(ratedUnits(silent, 3)))).toBeCloseTo(valueOf(congerKappa(ratedUnits(rows, 3))), 12);
});

it('has Light’s kappa of two raters as Cohen’s', () => {
  const rows = sample(40, 2, 0.1);
  const complete = completeUnits(ratedUnits(rows, 3));
  expect(lightKappa(complete)).toBeCloseTo(valueOf(cohenKappa(confusionMatrix(rows as [number, number][], 3))), 12);
  expect(lightKappa(ratedUnits([[1, 1]], 3))).toBeUndefined();
});

it('says nothing of units with one rating alone, where all that two rated is of one category', () => {
  // By its formula AC1 would be 1 here: the single No keeps the expected agreement below 1.
  const units = ratedUnits([[2, 2], [2, 2], [0, null]], 3); // prettier-ignore
  for (const of of Object.values(ofUnits))
    expect(of(units)).toEqual({ defined: false, reason: 'no-variation', exact: 1, units: 2 });
});

it('counts units with one rating among the shares of Fleiss, Gwet and Conger, and not in alpha', () => {
  // By hand: pairs 00 02 22 give pa = 2/3; with the single 1 the mean shares are 3/8, 1/4, 3/8, without it 1/2, 0, 1/2.
  const units = ratedUnits([[0, 0], [0, 2], [2, 2], [1, null]], 3); // prettier-ignore
  expect(valueOf(fleissKappa(units))).toBeCloseTo((2 / 3 - 22 / 64) / (1 - 22 / 64), 12);
  expect(valueOf(gwetAc(units))).toBeCloseTo((2 / 3 - 21 / 64) / (1 - 21 / 64), 12);
  // The first rater: 1/2, 1/4, 1/4 of four; the second: 1/3, 0, 2/3 of three.
  expect(valueOf(congerKappa(units))).toBeCloseTo((2 / 3 - 1 / 3) / (1 - 1 / 3), 12);
  // N = 6: D_o = 2/6, D_e = 2 · 3 · 3 / (6 · 5).
  expect(valueOf(krippendorffAlpha(units, 'nominal'))).toBeCloseTo(1 - 1 / 3 / (18 / 30), 12);
});

it('has ordinal differences by how many ratings lie between, so that they depend on what is used', () => {
  // By hand: 00 ×4, 22 ×4, 02 ×1, so n = 9, 0, 9: δ = (18 − 9)², as for two categories; with Almost between it is larger.
  const without = ratedUnits([...Array(4).fill([0, 0]), ...Array(4).fill([2, 2]), [0, 2]], 3); // prettier-ignore
  expect(valueOf(krippendorffAlpha(without, 'ordinal'))).toBeCloseTo(
    valueOf(krippendorffAlpha(without, 'nominal')),
    12,
  );
  const rows = [...Array(4).fill([0, 0]), ...Array(4).fill([2, 2]), ...Array(2).fill([1, 1]), [0, 2]]; // prettier-ignore
  // n = 9, 4, 9, N = 22; δ₀₁ = δ₁₂ = (13 − 6.5)², δ₀₂ = (22 − 9)²; Σ o δ = 2 · 169; Σ n n δ = 2 (36 + 36) 42.25 + 2 · 81 · 169.
  expect(valueOf(krippendorffAlpha(ratedUnits(rows, 3), 'ordinal'))).toBeCloseTo(1 - (21 * 338) / (6084 + 27378), 12);
});

it('takes values that lie close together for what they are', () => {
  const units = ratedUnits([[0, 0], [1, 1], [0, 1], [1, 1]], 2); // prettier-ignore
  expect(valueOf(krippendorffAlpha(units, 'interval', [0, 1e-7]))).toBeCloseTo(
    valueOf(krippendorffAlpha(units, 'interval')),
    12,
  );
});

it('takes ratings by their names, and refuses what is none', () => {
  const rows = [['yes', 'almost'], ['no', 'no'], [null, 'yes']] as const; // prettier-ignore
  expect(unitsOfRatings(rows)).toEqual(ratedUnits([[2, 1], [0, 0], [null, 2]], 3)); // prettier-ignore
  expect(matrixOfRatings(rows)).toEqual([[1, 0, 0], [0, 0, 0], [0, 1, 0]]); // prettier-ignore
  expect(() => unitsOfRatings([['maybe' as 'yes']])).toThrow(
    new RangeError('“maybe” is none of the ratings no, almost, yes'),
  );
});
