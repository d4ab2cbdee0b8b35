import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../tile/random.ts';
import {
  type Coefficient,
  agreementReport,
  bootstrapFigures,
  brennanPrediger,
  cohenKappa,
  completeUnits,
  confusionMatrix,
  congerKappa,
  fleissKappa,
  gwetAc,
  intervalOf,
  krippendorffAlpha,
  lightKappa,
  percentAgreement,
  ratedUnits,
  scottPi,
  sideAgreement,
  sidesOf,
  unanimousWithin,
  unitsOfCounts,
  unitsOfTable,
  weightedAlpha,
  weightsByDistance,
  weightsOf,
} from './index.ts';

const valueOf = (coefficient: Coefficient) => {
  if (!coefficient.defined) throw new Error(coefficient.reason);
  return coefficient.value;
};

/** Every coefficient of units, by name. */
const ofUnits = {
  ac1: (units: ReturnType<typeof ratedUnits>) => gwetAc(units),
  ac2: (units: ReturnType<typeof ratedUnits>) => gwetAc(units, weightsOf('ordinal', units.q)),
  fleiss: (units: ReturnType<typeof ratedUnits>) => fleissKappa(units),
  conger: (units: ReturnType<typeof ratedUnits>) => congerKappa(units, weightsOf('quadratic', units.q)),
  bp: (units: ReturnType<typeof ratedUnits>) => brennanPrediger(units),
  nominal: (units: ReturnType<typeof ratedUnits>) => krippendorffAlpha(units, 'nominal'),
  ordinal: (units: ReturnType<typeof ratedUnits>) => krippendorffAlpha(units, 'ordinal'),
  interval: (units: ReturnType<typeof ratedUnits>) => krippendorffAlpha(units, 'interval'),
  weighted: (units: ReturnType<typeof ratedUnits>) => weightedAlpha(units, weightsOf('linear', units.q)),
};

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

describe('properties', () => {
  const random = randomFrom('agreement');
  const sample = (rows: number, raters: number, missing: number) =>
    Array.from({ length: rows }, () => {
      const truth = Math.floor(random() * 3);
      return Array.from({ length: raters }, () =>
        random() < missing ? null : random() < 0.6 ? truth : Math.floor(random() * 3),
      );
    });
  const shuffled = <T>(list: readonly T[]) =>
    list
      .map((one) => [random(), one] as const)
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);

  it('is the same whatever the order of units and raters', () => {
    for (let round = 0; round < 20; round += 1) {
      const rows = sample(25, 4, 0.3);
      const order = shuffled([0, 1, 2, 3]);
      const moved = shuffled(rows).map((row) => order.map((rater) => row[rater] ?? null));
      for (const of of Object.values(ofUnits))
        expect(valueOf(of(ratedUnits(moved, 3)))).toBeCloseTo(valueOf(of(ratedUnits(rows, 3))), 10);
    }
  });

  it('is 1 where all agree and there is variation, and never above', () => {
    const rows = Array.from({ length: 30 }, (_, index) => Array.from({ length: 3 }, () => index % 3));
    for (const of of Object.values(ofUnits)) {
      expect(valueOf(of(ratedUnits(rows, 3)))).toBeCloseTo(1, 12);
      for (let round = 0; round < 10; round += 1)
        expect(valueOf(of(ratedUnits(sample(20, 3, 0.2), 3)))).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('is the same from rows as from their confusion matrix, and from the matrix turned round', () => {
    const rows = sample(80, 2, 0) as [number, number][];
    const table = confusionMatrix(rows, 3);
    const turned = table.map((_, j) => table.map((row) => row[j] ?? 0));
    expect(valueOf(congerKappa(ratedUnits(rows, 3)))).toBeCloseTo(valueOf(cohenKappa(table)), 12);
    for (const of of Object.values(ofUnits))
      expect(valueOf(of(unitsOfTable(table)))).toBeCloseTo(valueOf(of(ratedUnits(rows, 3))), 12);
    expect(valueOf(cohenKappa(turned))).toBeCloseTo(valueOf(cohenKappa(table)), 12);
  });

  it('has alpha of two raters, none missing, as pi with its correction for small samples', () => {
    const table = confusionMatrix(sample(40, 2, 0) as [number, number][], 3);
    const n = 80;
    const pi = valueOf(scottPi(table));
    expect(valueOf(krippendorffAlpha(unitsOfTable(table), 'nominal'))).toBeCloseTo(pi + (1 - pi) / n, 12);
    expect(valueOf(weightedAlpha(unitsOfTable(table), weightsOf('quadratic', 3)))).toBeCloseTo(
      valueOf(krippendorffAlpha(unitsOfTable(table), 'interval')),
      12,
    );
  });

  it('has Light’s kappa of two raters as Cohen’s', () => {
    const rows = sample(40, 2, 0.1);
    const complete = completeUnits(ratedUnits(rows, 3));
    expect(lightKappa(complete)).toBeCloseTo(valueOf(cohenKappa(confusionMatrix(rows as [number, number][], 3))), 12);
    expect(lightKappa(ratedUnits([[1, 1]], 3))).toBeUndefined();
  });

  it('counts an unused middle category as lying between', () => {
    const three = [[20, 0, 5], [0, 0, 0], [5, 0, 20]]; // prettier-ignore
    const two = [[20, 5], [5, 20]]; // prettier-ignore
    expect(valueOf(cohenKappa(three))).toBeCloseTo(valueOf(cohenKappa(two)), 12);
    expect(valueOf(brennanPrediger(unitsOfTable(three)))).not.toBeCloseTo(
      valueOf(brennanPrediger(unitsOfTable(two))),
      3,
    );
  });

  it('drops units with one rating from alpha, and ignores a rater who rated nothing', () => {
    const rows = sample(30, 3, 0.3);
    const more = [...rows.map((row) => [...row, null]), [2, null, null, null]];
    for (const of of [ofUnits.nominal, ofUnits.ordinal, ofUnits.weighted])
      expect(valueOf(of(ratedUnits(more, 3)))).toBeCloseTo(valueOf(of(ratedUnits(rows, 3))), 12);
    const silent = rows.map((row) => [...row, null]);
    expect(valueOf(congerKappa(ratedUnits(silent, 3)))).toBeCloseTo(valueOf(congerKappa(ratedUnits(rows, 3))), 12);
  });

  it('is no different for a hundred million pairs than for a hundred', () => {
    const small = [[20, 3, 1], [4, 25, 6], [2, 5, 34]]; // prettier-ignore
    const large = small.map((row) => row.map((count) => count * 1_000_000));
    expect(valueOf(cohenKappa(large))).toBeCloseTo(valueOf(cohenKappa(small)), 12);
    expect(valueOf(gwetAc(unitsOfTable(large)))).toBeCloseTo(valueOf(gwetAc(unitsOfTable(small))), 12);
    expect(valueOf(ofUnits.ordinal(unitsOfTable(large)))).toBeCloseTo(valueOf(ofUnits.ordinal(unitsOfTable(small))), 2);
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
});
