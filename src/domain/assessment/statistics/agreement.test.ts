import { describe, expect, it } from 'vitest';
import { ofUnits, valueOf } from '../../../../test/support/coefficients.ts';
import {
  agreementReport,
  brennanPrediger,
  cohenKappa,
  confusionMatrix,
  congerKappa,
  fleissKappa,
  gwetAc,
  intervalOf,
  krippendorffAlpha,
  percentAgreement,
  ratedUnits,
  unitsOfCounts,
  unitsOfTable,
  weightedAlpha,
  weightsByDistance,
  weightsOf,
} from './index.ts';

describe('values that were published', () => {
  it('gives Krippendorff’s example of 4 observers and 12 units its four alphas', () => {
    // Krippendorff, Computing Krippendorff’s Alpha-Reliability (2011), example C: .743, .815, .849, .797.
    const rows = [
      [1, 1, null, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
      [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [null, 5, 5, 5], [null, null, 1, 1], [null, null, 3, null],
    ].map((row) => row.map((rating) => (rating === null ? null : rating - 1))); // prettier-ignore
    const units = ratedUnits(rows, 5);
    const alphas = (['nominal', 'ordinal', 'interval', 'ratio'] as const).map((metric) =>
      valueOf(krippendorffAlpha(units, metric, [1, 2, 3, 4, 5])).toFixed(3),
    );
    expect(alphas).toEqual(['0.743', '0.815', '0.849', '0.797']);
    // The same data: Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), pp. 55–56.
    const gwet = [congerKappa(units), brennanPrediger(units), fleissKappa(units), gwetAc(units), weightedAlpha(units)];
    expect(gwet.map((one) => valueOf(one).toFixed(4))).toEqual(['0.7628', '0.7727', '0.7612', '0.7754', '0.7434']);
  });

  it('gives two raters of three ordered levels with missing ratings Gwet’s values', () => {
    // Gwet (2014), p. 84 and errata, quadratic weights.
    const rows = [[0, null], [1, 2], [2, 2], [2, 2], [1, 1], [1, null], [0, 0], [0, 1], [1, 1], [1, 1], [null, 2]]; // prettier-ignore
    const units = ratedUnits(rows, 3);
    const weights = weightsOf('quadratic', 3);
    const all = [gwetAc, congerKappa, fleissKappa, weightedAlpha, brennanPrediger].map((of) =>
      valueOf(of(units, weights)),
    );
    expect(all.map((value) => value.toFixed(4))).toEqual(['0.8261', '0.7772', '0.7673', '0.7581', '0.8125']);
  });

  it('shows the paradox of high agreement and no kappa', () => {
    // Gwet (2002, 2008): 118, 5, 2, 0.
    const table = [
      [118, 2],
      [5, 0],
    ];
    expect(valueOf(cohenKappa(table))).toBeCloseTo(-0.0234, 4);
    expect(valueOf(gwetAc(unitsOfTable(table)))).toBeCloseTo(0.9408, 4);
  });
});

describe('what is not defined', () => {
  const alike = Array.from({ length: 5 }, () => [2, 2]);

  it.each(Object.entries(ofUnits))(
    'says of one category throughout that %s is not defined, with the exact share',
    (_, of) => {
      expect(of(ratedUnits(alike, 3))).toEqual({ defined: false, reason: 'no-variation', exact: 1, units: 5 });
    },
  );

  it.each(Object.entries(ofUnits))('says that %s has no pairs where nobody rated twice', (_, of) => {
    const none = { defined: false, reason: 'no-pairs', exact: undefined, units: 0 };
    expect(of(ratedUnits([], 3))).toEqual(none);
    expect(of(ratedUnits([[null, null]], 3))).toEqual(none);
    expect(of(ratedUnits([[0], [1], [2]], 3))).toEqual(none);
    expect(of(ratedUnits([[0, null], [null, 2]], 3))).toEqual(none); // prettier-ignore
  });

  it('says so of kappa, whichever its weights', () => {
    const table = [[0, 0, 0], [0, 0, 0], [0, 0, 9]]; // prettier-ignore
    for (const name of ['identity', 'linear', 'quadratic', 'ordinal'] as const)
      expect(cohenKappa(table, weightsOf(name, 3))).toEqual({
        defined: false,
        reason: 'no-variation',
        exact: 1,
        units: 9,
      });
    expect(cohenKappa([[0, 0], [0, 0]])).toMatchObject({ reason: 'no-pairs' }); // prettier-ignore
  });

  it('gives an error to one unit of nothing', () => {
    const one = gwetAc(ratedUnits([[0, 2]], 3));
    expect(one).toMatchObject({ defined: true, error: undefined });
    expect(intervalOf(one)).toBeUndefined();
    expect(percentAgreement(ratedUnits([[1, 1]], 3))).toEqual({ defined: true, value: 1, units: 1, error: undefined });
    expect(percentAgreement(ratedUnits([[1, null]], 3))).toMatchObject({ defined: false, reason: 'no-pairs' });
  });

  it('gives shares alone below 30 pairs, and coefficients from 30 on', () => {
    const table = (yes: number) => [[3, 1, 0], [1, 4, 1], [0, 1, yes]]; // prettier-ignore
    const few = agreementReport(table(18));
    expect(few.pairs).toBe(29);
    expect(few.exact).toMatchObject({ defined: true, count: 25, n: 29 });
    expect(Object.values(few.coefficients).map((one) => !one.defined && one.reason)).toEqual(Array(10).fill('too-few'));
    expect(few.coefficients.kappa).toMatchObject({ exact: 25 / 29, units: 29 });
    expect(Object.values(agreementReport(table(19)).coefficients).every(({ defined }) => defined)).toBe(true);
    const none = agreementReport([[0, 0, 0], [0, 0, 0], [0, 0, 0]]); // prettier-ignore
    expect(none.coefficients.kappa).toMatchObject({ reason: 'no-pairs' });
    expect(none.exact).toMatchObject({ defined: false });
    expect(agreementReport([[0, 0, 0], [0, 0, 0], [0, 0, 40]]).coefficients.ac1).toMatchObject({ reason: 'no-variation', exact: 1 }); // prettier-ignore
  });
});

describe('what is refused', () => {
  it.each([3, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s as one of three categories', (category) => {
    expect(() => ratedUnits([[0, category]], 3)).toThrow(RangeError);
    expect(() => confusionMatrix([[category, 0]], 3)).toThrow(RangeError);
    expect(() => confusionMatrix([[null, category]], 3)).toThrow(RangeError);
  });

  it('refuses rows of different lengths, matrices that are not square, counts that are none', () => {
    expect(() => ratedUnits([[0, 1], [0]], 3)).toThrow('Unit 2 has 1 raters, the first has 2');
    expect(() => cohenKappa([[1, 2, 3], [1, 2, 3]])).toThrow(RangeError); // prettier-ignore
    expect(() => cohenKappa([[1, -2], [1, 2]])).toThrow(RangeError); // prettier-ignore
    expect(() => cohenKappa([[1, 0.5], [1, 2]])).toThrow(RangeError); // prettier-ignore
    expect(() => unitsOfCounts([[1, 2], [1]])).toThrow(RangeError);
    expect(() => ratedUnits([], 1)).toThrow(RangeError);
  });

  it('refuses weights that are none', () => {
    const table = [[4, 1], [1, 4]]; // prettier-ignore
    for (const weights of [
      [[1]],
      [
        [1, 2],
        [2, 1],
      ],
      [
        [0.5, 0],
        [0, 1],
      ],
      [
        [1, 0.2],
        [0.1, 1],
      ],
      [
        [1, Number.NaN],
        [Number.NaN, 1],
      ],
    ])
      // prettier-ignore
      expect(() => cohenKappa(table, weights)).toThrow(RangeError);
    expect(() => weightsByDistance([0, 0, 0])).toThrow(RangeError);
    expect(() => weightsByDistance([1, 2])).toThrow(RangeError);
    expect(() => krippendorffAlpha(unitsOfTable(table), 'interval', [1])).toThrow(RangeError);
    expect(() => krippendorffAlpha(unitsOfTable(table), 'ratio', [-1, 1])).toThrow(RangeError);
  });

  it('says of weights that call everything alike that nothing is defined', () => {
    expect(cohenKappa([[4, 1], [1, 4]], [[1, 1], [1, 1]])).toEqual({ defined: false, reason: 'no-variation', exact: 0.8, units: 10 }); // prettier-ignore
  });
});
