import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ReferenceSet, figuresOf } from '../../../../test/support/agreement-reference.ts';
import { benchmarkOf, cohenKappa, krippendorffAlpha, percentAgreement, ratedUnits, unitsOfTable } from './index.ts';

/** Values that R packages (irr, irrCAC, vcd) and books give; not part of this repository. */
const reference = '../shared/reference/agreement.json';
const monitoring = '../shared/reference/rater_monitoring.json';
const sets = existsSync(reference)
  ? (JSON.parse(readFileSync(reference, 'utf8')) as { sets: Record<string, ReferenceSet> }).sets
  : {};

/** What is no figure: the data themselves, their names, and remarks. */
const isNoFigure = /^(?:ratings|table|counts|raters_by_units|levels|coding|note)\b|\.(?:note|source)$/u;
/** What irr 0.84.1 gave for alpha of three raters or more without a rating missing is wrong; `kripp` beside it is right. */
const isWrong = /WRONG/u;

/** How far ours may lie off: what was rounded, by so much; everything else not at all. */
function toleranceOf(path: string): number {
  if (path.startsWith('published')) return 5.1e-5;
  if (path.startsWith('kappam_fleiss_categories')) return 5.1e-4;
  if (/\.ci\.\d$/u.test(path)) return 5.1e-4;
  // irrCAC rounds coefficients and errors to five decimals; what it reckons from them, too.
  if (/^(?:unweighted|linear|quadratic|ordinal)\.\w+\.(?:value|se|p)$/u.test(path)) return 2e-5;
  return 1e-9;
}

type Leaf = { path: string; value: number | string | null };

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string' && path.endsWith('.ci'))
    return leavesOf(value.replaceAll(/[()]/gu, '').split(',').map(Number), path);
  if (value === null || typeof value !== 'object') return [{ path, value: value as Leaf['value'] }];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, path === '' ? key : `${path}.${key}`));
}

describe.skipIf(!existsSync(reference))('agreement as other programs and books have it', () => {
  const figured = Object.entries(sets).filter(([name]) => name !== 'degenerate');

  it.each(figured)('reproduces every number of %s', (name, set) => {
    const ours = new Map(leavesOf(figuresOf(set)).map(({ path, value }) => [path, value]));
    const wanted = leavesOf(set).filter(({ path }) => !isNoFigure.test(path) && !isWrong.test(path));
    expect(wanted.length).toBeGreaterThan(2);
    for (const { path, value } of wanted) {
      const got = ours.get(path);
      if (typeof value !== 'number') expect(got, `${name} ${path}`).toBe(value);
      else
        expect(
          Math.abs((typeof got === 'number' ? got : NaN) - value),
          `${name} ${path}: ${got} for ${value}`,
        ).toBeLessThanOrEqual(toleranceOf(path));
    }
  });

  it.each(figured.filter(([, set]) => Object.keys(set).some((key) => isWrong.test(key))))(
    'gives %s none of the values that are known to be wrong',
    (_, set) => {
      const alpha = figuresOf(set).kripp as Record<string, number>;
      const wrong = leavesOf(set).filter(({ path }) => isWrong.test(path));
      for (const { path, value } of wrong)
        expect(Math.abs((alpha[path.split('.')[1] ?? 'nominal'] ?? NaN) - Number(value))).toBeGreaterThan(1e-4);
    },
  );

  it('says of one category throughout that nothing is defined, with the exact share beside it', () => {
    const { ratings } = sets.degenerate?.all_same_two_raters as { ratings: number[][] };
    const units = ratedUnits(ratings, 3);
    const none = { defined: false, reason: 'no-variation', exact: 1, units: 5 };
    expect(cohenKappa([[0, 0, 0], [0, 5, 0], [0, 0, 0]])).toEqual(none); // prettier-ignore
    expect(krippendorffAlpha(units, 'nominal')).toEqual(none);
    expect(percentAgreement(units)).toMatchObject({ value: 1 });
    expect(percentAgreement(unitsOfTable([[0, 0], [0, 5]]))).toMatchObject({ value: 1 }); // prettier-ignore
  });
});

it.skipIf(!existsSync(monitoring))('has the names that other programs have for values', () => {
  const { benchmarks } = JSON.parse(readFileSync(monitoring, 'utf8')) as {
    benchmarks: Record<'landis_koch' | 'altman' | 'fleiss', [low: number, high: number, name: string][]>;
  };
  for (const [scale, key] of [
    ['landisKoch', 'landis_koch'],
    ['altman', 'altman'],
    ['fleiss', 'fleiss'],
  ] as const)
    // prettier-ignore
    for (const [low, high, name] of benchmarks[key]) {
      expect(benchmarkOf(low, scale)).toBe(name);
      expect(benchmarkOf((low + high) / 2, scale)).toBe(name);
      if (low > -1) expect(benchmarkOf(low - 1e-6, scale)).not.toBe(name);
    }
});
