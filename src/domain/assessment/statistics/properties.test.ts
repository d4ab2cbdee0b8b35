import { expect, it } from 'vitest';
import { randomFrom } from '../../tile/random.ts';
import { ofUnits, valueOf } from '../../../../test/support/coefficients.ts';
import {
  type UnitRatings,
  adjacentAgreement,
  bootstrapFigures,
  brennanPrediger,
  cohenKappa,
  confusionMatrix,
  congerKappa,
  driftOf,
  exactAgreement,
  fleissKappa,
  gwetAc,
  kendallW,
  krippendorffAlpha,
  percentAgreement,
  raterBias,
  ratedUnits,
  scottPi,
  severityOf,
  sideAgreement,
  stuartMaxwell,
  unitsOfTable,
  weightedAlpha,
  weightsOf,
} from './index.ts';

const random = randomFrom('agreement');
const sample = (rows: number, raters: number, missing: number, q = 3): (number | null)[][] =>
  Array.from({ length: rows }, () => {
    const truth = Math.floor(random() * q);
    return Array.from({ length: raters }, () =>
      random() < missing ? null : random() < 0.6 ? truth : Math.floor(random() * q),
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

it('is no different for a hundred million pairs than for a hundred', () => {
  const small = [[20, 3, 1], [4, 25, 6], [2, 5, 34]]; // prettier-ignore
  const large = small.map((row) => row.map((count) => count * 1_000_000));
  expect(valueOf(cohenKappa(large))).toBeCloseTo(valueOf(cohenKappa(small)), 12);
  expect(valueOf(gwetAc(unitsOfTable(large)))).toBeCloseTo(valueOf(gwetAc(unitsOfTable(small))), 12);
  expect(valueOf(ofUnits.ordinal(unitsOfTable(large)))).toBeCloseTo(valueOf(ofUnits.ordinal(unitsOfTable(small))), 2);
});

const pairs = (rows: readonly UnitRatings[], q = 3) => confusionMatrix(rows as [number | null, number | null][], q);
const turned = (table: number[][]) => table.map((_, j) => table.map((row) => row[j] ?? 0));
const times = <T>(list: readonly T[], count: number) => Array.from({ length: count }, () => list).flat();

it('is the same of the same ratings several times over, but for alpha’s correction of small samples', () => {
  for (let round = 0; round < 10; round += 1) {
    const rows = sample(25, 3, 0.3);
    const [once, often] = [ratedUnits(rows, 3), ratedUnits(times(rows, 4), 3)];
    for (const name of ['ac1', 'ac2', 'fleiss', 'conger', 'bp'] as const)
      expect(valueOf(ofUnits[name](often))).toBeCloseTo(valueOf(ofUnits[name](once)), 12);
    // 1 − α goes with N − 1: (1 − α₄) / (1 − α₁) = (4N − 1) / (4N − 4).
    const n = rows.map((row) => row.filter((one) => one !== null).length).reduce((all, m) => all + (m > 1 ? m : 0), 0);
    for (const name of ['nominal', 'ordinal', 'interval'] as const)
      expect(1 - valueOf(ofUnits[name](often))).toBeCloseTo(
        (1 - valueOf(ofUnits[name](once))) * ((4 * n - 1) / (4 * n - 4)),
        10,
      );
  }
});

it('has all weights alike where there are but two categories', () => {
  for (let round = 0; round < 10; round += 1) {
    const rows = sample(40, 3, 0.2, 2);
    const units = ratedUnits(rows, 2);
    const table = pairs(sample(40, 2, 0.1, 2), 2);
    const nominal = valueOf(krippendorffAlpha(units, 'nominal'));
    expect(valueOf(krippendorffAlpha(units, 'ordinal'))).toBeCloseTo(nominal, 12);
    expect(valueOf(krippendorffAlpha(units, 'interval'))).toBeCloseTo(nominal, 12);
    for (const name of ['linear', 'quadratic', 'ordinal'] as const) {
      const weights = weightsOf(name, 2);
      for (const of of [gwetAc, fleissKappa, congerKappa, brennanPrediger, weightedAlpha, percentAgreement])
        expect(of(units, weights)).toEqual(of(units));
      expect(cohenKappa(table, weights)).toEqual(cohenKappa(table));
    }
    // Gwet's (2008) closed form of two raters and two categories: pe = 2 π (1 − π).
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = table;
    const n = a + b + c + d;
    const share = (2 * a + b + c) / (2 * n);
    const chance = 2 * share * (1 - share);
    expect(valueOf(gwetAc(unitsOfTable(table)))).toBeCloseTo(((a + d) / n - chance) / (1 - chance), 12);
    expect(valueOf(brennanPrediger(unitsOfTable(table)))).toBeCloseTo((2 * (a + d)) / n - 1, 12);
  }
});

it('knows no direction: counted from Yes down it is the same, and without weights in any order', () => {
  for (let round = 0; round < 10; round += 1) {
    const rows = sample(30, 3, 0.2);
    const renamed = (names: number[]) =>
      ratedUnits(
        rows.map((row) => row.map((one) => (one === null ? null : (names[one] ?? null)))),
        3,
      );
    const units = ratedUnits(rows, 3);
    for (const of of Object.values(ofUnits))
      expect(valueOf(of(renamed([2, 1, 0])))).toBeCloseTo(valueOf(of(units)), 10);
    for (const name of ['ac1', 'fleiss', 'bp', 'nominal'] as const)
      expect(valueOf(ofUnits[name](renamed([1, 2, 0])))).toBeCloseTo(valueOf(ofUnits[name](units)), 10);
  }
});

it('takes no side: whoever of two is the first, and what the second gave more often the first gave less often', () => {
  for (let round = 0; round < 20; round += 1) {
    const rows = sample(50, 2, 0.1);
    const table = pairs(rows);
    for (const name of ['identity', 'linear', 'quadratic', 'ordinal'] as const) {
      const weights = weightsOf(name, 3);
      expect(valueOf(cohenKappa(turned(table), weights))).toBeCloseTo(valueOf(cohenKappa(table, weights)), 12);
      expect(valueOf(scottPi(turned(table), weights))).toBeCloseTo(valueOf(scottPi(table, weights)), 12);
    }
    for (const of of [exactAgreement, adjacentAgreement, sideAgreement]) expect(of(turned(table))).toEqual(of(table));
    const [bias, other] = [raterBias(table), raterBias(turned(table))];
    const [margins, turnedMargins] = [stuartMaxwell(table), stuartMaxwell(turned(table))];
    if (!bias.defined || !other.defined || !margins.defined || !turnedMargins.defined) throw new Error('no difference');
    expect(other.share).toBeCloseTo(1 - bias.share, 12);
    expect(other.chiSquare).toBeCloseTo(bias.chiSquare, 12);
    expect(turnedMargins.chiSquare).toBeCloseTo(margins.chiSquare, 9);
    expect(turnedMargins.degrees).toBe(margins.degrees);
    const both = rows.filter((row): row is number[] => row.every((one) => one !== null));
    const [first, second] = [both.map(([a = 0]) => a), both.map(([, b = 0]) => b)];
    const [there, back] = [driftOf(first, second), driftOf(second, first)];
    if (!there.defined || !back.defined) throw new Error('no drift');
    expect(back.t).toBeCloseTo(-there.t, 12);
    expect(back.p).toBeCloseTo(there.p, 12);
    const severity = (rated: number[], agreed: number[]) => {
      const found = severityOf(
        rated.map((one, i) => ({ anchor: `${i % 7}`, rated: one, agreed: agreed[i] ?? 0 })),
        's',
      );
      if (!found.defined) throw new Error(found.reason);
      return found;
    };
    expect(severity(first, second).bias).toBeCloseTo(-severity(second, first).bias, 12);
    expect(severity(first, second).absolute).toBeCloseTo(severity(second, first).absolute, 12);
    // A mean that is 0 may hide distances; a distance is never less than the mean.
    expect(severity(first, second).absolute).toBeGreaterThanOrEqual(Math.abs(severity(first, second).bias));
  }
});

it('keeps within its bounds, and in its order: exact within sides and adjacent, the interval around the share', () => {
  for (let round = 0; round < 200; round += 1) {
    const q = 2 + Math.floor(random() * 4);
    const rows = sample(1 + Math.floor(random() * 40), 2, random() < 0.5 ? 0 : 0.4, q);
    const table = pairs(rows, q);
    const [exact, adjacent, sides] = [exactAgreement(table), adjacentAgreement(table), sideAgreement(table)];
    if (!exact.defined || !adjacent.defined || !sides.defined) continue;
    expect(exact.value).toBeLessThanOrEqual(Math.min(adjacent.value, sides.value));
    for (const { interval, value } of [exact, adjacent, sides]) {
      expect(interval.low).toBeLessThanOrEqual(value);
      expect(interval.high).toBeGreaterThanOrEqual(value);
      expect(interval.low >= 0 && interval.high <= 1).toBe(true);
    }
    for (const name of ['identity', 'linear', 'quadratic', 'ordinal'] as const) {
      const kappa = cohenKappa(table, weightsOf(name, q));
      if (kappa.defined) expect(Math.abs(kappa.value)).toBeLessThanOrEqual(1 + 1e-12);
    }
    const order = kendallW(ratedUnits(rows, q));
    if (order.defined) expect(order.value >= -1e-12 && order.value <= 1 + 1e-12).toBe(true);
  }
});

it('has a bootstrapped interval that holds the figure, narrower for more attempts, the same whatever the attempts are called', () => {
  const clusters = Array.from({ length: 60 }, () => pairs(sample(8, 2, 0)).flat());
  const intervalFor = (attempts: readonly number[][], seed = 'x') => {
    const { exact } = bootstrapFigures(attempts, ['exact'], seed);
    if (!exact.defined) throw new Error(exact.reason);
    return exact.interval;
  };
  const { low, high } = intervalFor(clusters);
  const all = exactAgreement(confusionOf(clusters));
  expect(all.defined && all.value > low && all.value < high).toBe(true);
  expect(intervalFor(clusters.map((cluster) => [...cluster]))).toEqual({ low, high });
  const four = intervalFor(times(clusters, 4));
  expect((high - low) / (four.high - four.low)).toBeGreaterThan(1.6);
  expect((high - low) / (four.high - four.low)).toBeLessThan(2.4);
});

function confusionOf(clusters: readonly number[][]): number[][] {
  const cells = Array.from({ length: 9 }, (_, at) => clusters.reduce((all, cluster) => all + (cluster[at] ?? 0), 0));
  return [cells.slice(0, 3), cells.slice(3, 6), cells.slice(6)];
}
