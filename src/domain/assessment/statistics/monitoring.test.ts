import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { usualCertificationSettings } from '../certification.ts';
import { meanOf } from '../../statistics/mean.ts';
import { driftByWindow, driftOf, exactAgreement, severityOf } from './index.ts';
import { confusionMatrix } from './rated-units.ts';
import { adjacentAgreement } from './shares.ts';

/** NAEP’s formulas worked on three sets; not part of this repository. */
const reference = '../shared/reference/rater_monitoring.json';
type Case = { id: string; score1: number[]; score2: number[] } & Record<
  | 'n'
  | 'exact'
  | 'pct_exact'
  | 'mean1'
  | 'mean2'
  | 't_from_t.test'
  | 'adjacent_or_exact_pct'
  | 'Dbar'
  | 'VarDbar'
  | 'SEDbar'
  | 't'
  | 'p'
  | 'signed_bias'
  | 'mean_abs_diff'
  | 'pct_second_higher',
  number
>;

describe.skipIf(!existsSync(reference))('monitoring as NAEP does it', () => {
  const cases = existsSync(reference)
    ? (JSON.parse(readFileSync(reference, 'utf8')) as { naep_drift_t: { cases: Case[] } }).naep_drift_t.cases
    : [];

  it('reproduces drift, bias and error of every set', () => {
    expect(cases).toHaveLength(3);
    for (const one of cases) {
      const drift = driftOf(one.score1, one.score2);
      if (!drift.defined) throw new Error(drift.reason);
      expect(drift.mean).toBeCloseTo(one.Dbar, 9);
      expect(drift.variance).toBeCloseTo(one.VarDbar, 9);
      expect(drift.error).toBeCloseTo(one.SEDbar, 9);
      expect(drift.t).toBeCloseTo(one.t, 9);
      expect(drift.t).toBeCloseTo(one['t_from_t.test'], 9);
      expect(drift.n).toBe(one.n);
      expect(meanOf(one.score1)).toMatchObject({ value: expect.closeTo(one.mean1, 9) as number });
      expect(meanOf(one.score2)).toMatchObject({ value: expect.closeTo(one.mean2, 9) as number });
      expect(drift.p).toBeCloseTo(one.p, 9);
      const anchors = one.score1.map((agreed, index) => ({
        anchor: String(index),
        agreed,
        rated: one.score2[index] ?? 0,
      }));
      const severity = severityOf(anchors, one.id);
      if (!severity.defined) throw new Error(severity.reason);
      expect(severity.bias).toBeCloseTo(one.signed_bias, 9);
      expect(severity.absolute).toBeCloseTo(one.mean_abs_diff, 9);
      expect(severity.exact).toMatchObject({ count: one.exact, n: one.n });
      expect((100 * severity.above) / one.n).toBeCloseTo(one.pct_second_higher, 9);
      const table = confusionMatrix(
        one.score1.map((score, index) => [score, one.score2[index] ?? 0]),
        7,
      );
      expect(exactAgreement(table)).toMatchObject({
        count: one.exact,
        value: expect.closeTo(one.pct_exact / 100, 9) as number,
      });
      expect(adjacentAgreement(table)).toMatchObject({ value: one.adjacent_or_exact_pct / 100 });
    }
  });
});

it.skipIf(!existsSync(reference))('asks to qualify what NAEP asks of items scored in three categories', () => {
  const { naep_qualifying: qualifying } = JSON.parse(readFileSync(reference, 'utf8')) as {
    naep_qualifying: { exact_agreement_required: Record<string, number> };
  };
  expect(usualCertificationSettings.bar).toBe(qualifying.exact_agreement_required['3-point']);
});

it('flags a rater who has become more severe', () => {
  // 30 re-scored papers, 8 of them a point or two lower: t = −3.247, p = .0029 (R’s t.test).
  const first = [2, 1, 0, 2, 2, 1, 1, 0, 0, 2, 2, 2, 2, 1, 2, 2, 2, 0, 1, 0, 0, 1, 2, 2, 2, 2, 2, 0, 2, 0];
  const second = [2, 1, 0, 2, 2, 1, 1, 0, 0, 2, 1, 2, 1, 1, 1, 2, 1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 2, 0];
  expect(driftOf(first, second)).toMatchObject({ defined: true, isFlagged: true });
  expect(driftOf(second, second.with(0, 1))).toMatchObject({ isFlagged: false });
});

it('has no t of differences that are all the same, nor of one paper', () => {
  expect(driftOf([1, 1], [2, 2])).toEqual({ defined: false, reason: 'no-variation', n: 2, mean: 1 });
  // Three tenths more each time, which binary fractions give as 0.30000000000000004 and 0.3.
  expect(driftOf([0.1, 0.2, 0.3], [0.4, 0.5, 0.6])).toMatchObject({ defined: false, reason: 'no-variation' });
  expect(driftOf([1], [2])).toEqual({ defined: false, reason: 'too-few', n: 1, mean: 1 });
  expect(driftOf([], [])).toEqual({ defined: false, reason: 'too-few', n: 0, mean: undefined });
  expect(() => driftOf([1], [])).toThrow(RangeError);
  expect(() => driftOf([1], [Number.NaN])).toThrow(RangeError);
});

it('has a severity of anchors only, and an interval only over two of them', () => {
  expect(severityOf([], 'a')).toEqual({ defined: false, reason: 'no-anchors' });
  const one = [
    { anchor: 'a', rated: 0, agreed: 2 },
    { anchor: 'a', rated: 2, agreed: 1 },
  ];
  expect(severityOf(one, 'a')).toMatchObject({
    n: 2,
    anchors: 1,
    bias: -0.5,
    absolute: 1.5,
    above: 1,
    below: 1,
    biasInterval: { defined: false },
  });
  expect(() => severityOf([{ anchor: 'a', rated: Number.NaN, agreed: 1 }], 'a')).toThrow(RangeError);
});

it('shows drift by window, in order', () => {
  const ratings = [
    { window: '2026-10', rated: 2, agreed: 2 },
    { window: '2026-09', rated: 2, agreed: 1 },
    { window: '2026-10', rated: 0, agreed: 1 },
  ];
  expect(driftByWindow(ratings).map(({ window, n, bias }) => [window, n, bias])).toEqual([
    ['2026-09', 1, 1],
    ['2026-10', 2, -0.5],
  ]);
  expect(driftByWindow([])).toEqual([]);
});
