import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brennanPrediger } from './brennan-prediger.ts';
import { type Coefficient, intervalOf } from './coefficient.ts';
import { cohenKappa } from './cohen.ts';
import { congerKappa } from './conger.ts';
import { completeUnits, fleissByCategory, fleissKappa } from './fleiss.ts';
import { gwetAc } from './gwet.ts';
import { coincidencesOf, krippendorffAlpha, weightedAlpha } from './krippendorff.ts';
import { lightKappa } from './light.ts';
import { percentAgreement, unanimousWithin } from './percent-agreement.ts';
import {
  type CountedUnits,
  type RatedUnits,
  confusionMatrix,
  ratedUnits,
  unitsOfCounts,
  unitsOfTable,
} from './rated-units.ts';
import { scottPi } from './scott.ts';
import { type WeightName, weightsByDistance, weightsOf } from './weights.ts';

/** Values that R packages (irr, irrCAC, vcd) and books give; not part of this repository. */
const reference = '../shared/reference/agreement.json';
type Values = Record<string, unknown>;
type Cac = Record<string, { value: number; se: number; ci: string }>;
const sets: Record<string, Values> = existsSync(reference)
  ? (JSON.parse(readFileSync(reference, 'utf8')) as { sets: Record<string, Values> }).sets
  : {};
const weightNames = { unweighted: 'identity', linear: 'linear', quadratic: 'quadratic', ordinal: 'ordinal' } as const;
/** irrCAC rounds to five decimals. */
const rounded = 2e-5;
const exactly = 1e-9;

const valueOf = (coefficient: Coefficient | ReturnType<typeof percentAgreement>) => {
  if (!coefficient.defined) throw new Error(coefficient.reason);
  return coefficient;
};
const near = (got: number | undefined, expected: number, tolerance: number, what: string) => {
  expect(Math.abs((got ?? Number.NaN) - expected), `${what}: ${got} for ${expected}`).toBeLessThanOrEqual(tolerance);
};

/** The set’s ratings with its categories made 0 … q − 1, as many as occur. */
function unitsOf(name: string): RatedUnits & { values: number[]; rows: (number | null)[][] } {
  const rows = sets[name]?.ratings as (number | null)[][];
  const values = [...new Set(rows.flat().filter((rating) => rating !== null))].sort((a, b) => a - b);
  const coded = rows.map((row) => row.map((rating) => (rating === null ? null : values.indexOf(rating))));
  return { ...ratedUnits(coded, values.length), values, rows: coded };
}

describe.skipIf(!existsSync(reference))('agreement as other programs and books have it', () => {
  const withRatings = Object.keys(sets).filter((name) => sets[name]?.ratings !== undefined);

  it.each(withRatings.map((name) => [name]))('reproduces every coefficient, error and interval of %s', (name) => {
    const units = unitsOf(name);
    for (const [key, weightName] of Object.entries(weightNames)) {
      const expected = sets[name]?.[key] as Cac | undefined;
      if (!expected) continue;
      const weights = weightsOf(weightName, units.q);
      const got: Record<string, Coefficient | ReturnType<typeof percentAgreement>> = {
        percent_agreement: percentAgreement(units, weights),
        ac: gwetAc(units, weights),
        fleiss: fleissKappa(units, weights),
        krippendorff: weightedAlpha(units, weights),
        conger: congerKappa(units, weights),
        brennan_prediger: brennanPrediger(units, weights),
      };
      expect(Object.keys(got)).toEqual(Object.keys(expected));
      for (const [coefficient, { value, se, ci }] of Object.entries(expected)) {
        const what = `${name} ${key} ${coefficient}`;
        const result = valueOf(got[coefficient] as Coefficient);
        near(result.value, value, rounded, what);
        near(result.error, se, rounded, `${what} error`);
        if (coefficient === 'percent_agreement') continue;
        const interval = intervalOf(got[coefficient] as Coefficient);
        const [low = 0, high = 0] = ci.replaceAll(/[()]/gu, '').split(',').map(Number);
        near(interval?.low, low, 6e-4, `${what} from`);
        near(interval?.high, high, 6e-4, `${what} to`);
      }
    }
  });

  it.each(withRatings.map((name) => [name]))('reproduces what irr says of %s', (name) => {
    const units = unitsOf(name);
    const set = sets[name] ?? {};
    const pair = (g: number, h: number) =>
      confusionMatrix(
        units.rows.map((row) => [row[g] ?? null, row[h] ?? null]),
        units.q,
      );
    const kappas: [key: string, got: () => Coefficient][] = [
      ['kappa2_12_unweighted', () => cohenKappa(pair(0, 1))],
      ['kappa2_12_equal', () => cohenKappa(pair(0, 1), weightsOf('linear', units.q))],
      ['kappa2_12_squared', () => cohenKappa(pair(0, 1), weightsOf('quadratic', units.q))],
      ['kappa2_12_custom_0_1_2_4_7_11', () => cohenKappa(pair(0, 1), weightsByDistance([0, 1, 2, 4, 7, 11]))],
      ['kappa2_23', () => cohenKappa(pair(1, 2))],
      ['kappa2', () => cohenKappa(pair(0, 1))],
      ['kappa2_equal', () => cohenKappa(pair(0, 1), weightsOf('linear', units.q))],
      ['kappa2_squared', () => cohenKappa(pair(0, 1), weightsOf('quadratic', units.q))],
      ['kappam_fleiss', () => fleissKappa(completeUnits(units))],
      ['kappam_fleiss_exact', () => congerKappa(completeUnits(units))],
      [
        'kappam_fleiss_1to4',
        () =>
          fleissKappa(
            ratedUnits(
              units.rows.map((row) => row.slice(0, 4)),
              units.q,
            ),
          ),
      ],
      ['kripp_nominal', () => krippendorffAlpha(units, 'nominal')],
    ];
    let compared = 0;
    for (const [key, got] of kappas) {
      const expected = set[key] as number | { value: number } | undefined;
      if (expected === undefined) continue;
      near(valueOf(got()).value, typeof expected === 'number' ? expected : expected.value, exactly, `${name} ${key}`);
      compared += 1;
    }
    for (const [metric, expected] of Object.entries((set.kripp as Record<string, number> | undefined) ?? {})) {
      const alpha = krippendorffAlpha(units, metric as 'nominal', units.values);
      near(valueOf(alpha).value, expected, exactly, `${name} alpha ${metric}`);
      compared += 1;
    }
    if (set.kappam_light !== undefined) near(lightKappa(units), set.kappam_light as number, exactly, `${name} light`);
    for (const [key, steps] of [
      ['agree_exact_pct', 0],
      ['agree_tol1_pct', 1],
    ] as const) {
      if (set[key] === undefined) continue;
      const { count, n } = unanimousWithin(units, steps);
      near((100 * count) / n, set[key] as number, exactly, `${name} ${key}`);
    }
    const categories = set.kappam_fleiss_categories as { kappa: number }[] | undefined;
    categories?.forEach(({ kappa }, k) => near(fleissByCategory(units)[k], kappa, 5.1e-4, `${name} category ${k}`));
    const vcd = Object.entries(set).find(([key]) => key.startsWith('vcd_kappa'))?.[1] as
      Record<string, number[]> | undefined;
    if (vcd) {
      const table = vcd.table as unknown as number[][];
      for (const [key, weightName] of Object.entries({
        unweighted: 'identity',
        linear: 'linear',
        quadratic: 'quadratic',
      })) {
        const kappa = valueOf(cohenKappa(table, weightsOf(weightName as WeightName, table.length)));
        near(kappa.value, vcd[key]?.[0] ?? Number.NaN, exactly, `${name} vcd ${key}`);
        near(kappa.error, vcd[key]?.[1] ?? Number.NaN, exactly, `${name} vcd ${key} error`);
      }
    }
    if (!name.startsWith('gwet')) expect(compared).toBeGreaterThan(0);
  });

  it.each(['vision', 'gwet_cont3x3', 'gwet_cont4x4', 'paradox_2x2'])(
    'reproduces every coefficient of the table %s',
    (name) => {
      const set = sets[name] ?? {};
      const table = set.table as number[][];
      const units = unitsOfTable(table);
      let compared = 0;
      for (const [key, weightName] of Object.entries(weightNames)) {
        const expected = (set[key] ?? {}) as Record<string, { 'coeff.val': number; 'coeff.se': number }[]>;
        const weights = weightsOf(weightName, table.length);
        const got = {
          kappa: cohenKappa(table, weights),
          scott: scottPi(table, weights),
          ac: gwetAc(units, weights),
          bp: brennanPrediger(units, weights),
          kripp: weightedAlpha(units, weights),
          pa: percentAgreement(units, weights),
        };
        for (const [coefficient, [value]] of Object.entries(expected)) {
          const result = valueOf(got[coefficient as keyof typeof got]);
          near(result.value, value?.['coeff.val'] ?? Number.NaN, exactly, `${name} ${key} ${coefficient}`);
          compared += 1;
        }
      }
      const irr = { kappa: 'identity', kappa_equal: 'linear', kappa_squared: 'quadratic' } as const;
      for (const [key, weightName] of Object.entries(irr)) {
        if (typeof set[key] !== 'number') continue;
        near(
          valueOf(cohenKappa(table, weightsOf(weightName, table.length))).value,
          set[key],
          exactly,
          `${name} ${key}`,
        );
        compared += 1;
      }
      expect(compared).toBeGreaterThan(2);
    },
  );

  it('reproduces the coefficients of units of which only the counts are known', () => {
    const set = sets.gwet_distrib6 ?? {};
    const units: CountedUnits = unitsOfCounts(set.counts as number[][]);
    near(valueOf(gwetAc(units)).value, set.ac1 as number, exactly, 'AC1');
    near(valueOf(gwetAc(units)).error, set.ac1_se as number, exactly, 'AC1 error');
    near(valueOf(fleissKappa(units)).value, set.fleiss as number, exactly, 'Fleiss');
    near(valueOf(fleissKappa(units)).error, set.fleiss_se as number, exactly, 'Fleiss error');
    near(valueOf(brennanPrediger(units)).value, set.bp as number, exactly, 'BP');
    near(valueOf(weightedAlpha(units)).value, set.kripp as number, exactly, 'alpha');
  });

  it('reproduces Krippendorff’s example, its coincidences too', () => {
    const set = sets.krippendorff_C ?? {};
    const byRater = set.raters_by_units as (number | null)[][];
    const rows = (byRater[0] ?? []).map((_, unit) =>
      byRater.map((ratings) => (ratings[unit] ?? null) && (ratings[unit] ?? 0) - 1),
    );
    const units = ratedUnits(rows, 5);
    for (const [metric, alpha] of Object.entries(set.alpha as Record<string, number>))
      near(valueOf(krippendorffAlpha(units, metric as 'nominal', [1, 2, 3, 4, 5])).value, alpha, exactly, metric);
    coincidencesOf(units).coincidences.forEach((row, c) =>
      row.forEach((count, k) =>
        near(count, (set.coincidence as number[][])[c]?.[k] ?? Number.NaN, exactly, `${c} with ${k}`),
      ),
    );
  });
});
