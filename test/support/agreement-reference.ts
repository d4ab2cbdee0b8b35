import {
  type Coefficient,
  type RatedUnits,
  brennanPrediger,
  categoriesAgainstChance,
  coincidencesOf,
  cohenAgainstChance,
  cohenKappa,
  completeUnits,
  confusionMatrix,
  congerKappa,
  fleissAgainstChance,
  fleissByCategory,
  fleissKappa,
  gwetAc,
  intervalOf,
  intraclass,
  kendallW,
  krippendorffAlpha,
  lightKappa,
  percentAgreement,
  raterBias,
  ratedUnits,
  scottPi,
  stuartMaxwell,
  unanimousWithin,
  unitsOfCounts,
  unitsOfTable,
  weightedAlpha,
  weightsByDistance,
  weightsOf,
} from '../../src/domain/assessment/statistics/index.ts';
import { twoSidedP } from '../../src/domain/statistics/student-t.ts';

/** One set of a file of reference values: its data, and under any key what other programs make of them. */
export type ReferenceSet = Record<string, unknown>;

/** The same figures as ours, in the same shape; a number, or a text for an interval. */
type Figures = Record<string, unknown>;

const weightNames = { unweighted: 'identity', linear: 'linear', quadratic: 'quadratic', ordinal: 'ordinal' } as const;

/** What we make of the data of a set, by the keys of the reference file. */
export function figuresOf(set: ReferenceSet): Figures {
  if (set.ratings !== undefined) return figuresOfRatings(set.ratings as (number | null)[][], set);
  if (set.table !== undefined) return figuresOfTable(set.table as number[][]);
  if (set.counts !== undefined) return figuresOfCounts(set.counts as number[][]);
  return figuresOfKrippendorff(set.raters_by_units as (number | null)[][]);
}

function figuresOfRatings(rows: (number | null)[][], set: ReferenceSet): Figures {
  const values = [...new Set(rows.flat().filter((rating) => rating !== null))].sort((a, b) => a - b);
  const coded = rows.map((row) => row.map((rating) => (rating === null ? null : values.indexOf(rating))));
  const units = ratedUnits(coded, values.length);
  const complete = completeUnits(units);
  const unanimous = (steps: number) => share(unanimousWithin(units, steps));
  const names = set.levels as string[] | undefined;
  return {
    ...Object.fromEntries(Object.entries(weightNames).map(([key, name]) => [key, byPackage(units, name)])),
    ...(units.raters > 1 ? ofPairs(coded, units) : {}),
    kappam_fleiss: testedFleiss(complete),
    kappam_fleiss_exact: valueOf(congerKappa(complete)),
    kappam_fleiss_1to4: testedFleiss(
      ratedUnits(
        coded.map((row) => row.slice(0, 4)),
        units.q,
      ),
    ),
    kappam_fleiss_categories: fleissByCategory(units).map((kappa, k) => ({
      category: names?.[k],
      kappa,
      ...categoriesAgainstChance(units)[k],
    })),
    kappam_light: lightKappa(units),
    kendall_W_corrected: concordance(units, true),
    kendall_W_uncorrected: concordance(units, false),
    icc_twoway_agreement_single: correlation(rows, 'agreement'),
    icc_twoway_consistency_single: correlation(rows, 'consistency'),
    agree_exact_pct: 100 * unanimous(0),
    agree_tol1_pct: 100 * unanimous(1),
    complete_n: complete.units.length,
    kripp: byMetric(units, values),
    kripp_nominal: valueOf(krippendorffAlpha(units, 'nominal')),
    published: published(units),
  };
}

/** By irrCAC, of raw ratings. */
function byPackage(units: RatedUnits, name: (typeof weightNames)[keyof typeof weightNames]): Figures {
  const weights = weightsOf(name, units.q);
  const percent = percentAgreement(units, weights);
  const agreement: Coefficient = percent.defined ? { ...percent, observed: percent.value, expected: 0 } : percent;
  return {
    percent_agreement: whole(agreement, 0),
    ac: whole(gwetAc(units, weights)),
    fleiss: whole(fleissKappa(units, weights)),
    krippendorff: whole(weightedAlpha(units, weights)),
    conger: whole(congerKappa(units, weights)),
    brennan_prediger: whole(brennanPrediger(units, weights)),
  };
}

function whole(coefficient: Coefficient, least = -1): Figures {
  if (!coefficient.defined) throw new Error(coefficient.reason);
  const { value, observed, expected, error = 0, units } = coefficient;
  const interval = intervalOf(coefficient);
  const low = Math.max(least, interval?.low ?? 0);
  const ci = [low, interval?.high];
  return { value, pa: observed, pe: expected, se: error, ci, p: error === 0 ? 0 : twoSidedP(value / error, units - 1) };
}

/** By irr and vcd, of two of the raters. */
function ofPairs(coded: (number | null)[][], { q }: RatedUnits): Figures {
  const pair = (g: number, h: number) =>
    confusionMatrix(
      coded.map((row) => [row[g] ?? null, row[h] ?? null]),
      q,
    );
  const tested = (table: number[][], weights = weightsOf('identity', q)) => {
    const kappa = cohenKappa(table, weights);
    const n = kappa.units;
    return { value: valueOf(kappa), ...cohenAgainstChance(table, weights), n, raters: 2 };
  };
  const large = (table: number[][]) => {
    const entry = (name: 'identity' | 'linear' | 'quadratic') => {
      const kappa = cohenKappa(table, weightsOf(name, q));
      return kappa.defined ? [kappa.value, kappa.error] : [];
    };
    return { table, unweighted: entry('identity'), linear: entry('linear'), quadratic: entry('quadratic') };
  };
  const first = pair(0, 1);
  const second = pair(1, 2);
  const linear = tested(first, weightsOf('linear', q));
  const quadratic = tested(first, weightsOf('quadratic', q));
  return {
    kappa2: tested(first),
    kappa2_equal: linear,
    kappa2_squared: quadratic,
    kappa2_12_unweighted: tested(first),
    kappa2_12_equal: linear,
    kappa2_12_squared: quadratic,
    kappa2_12_custom_0_1_2_4_7_11: q === 6 ? tested(first, weightsByDistance([0, 1, 2, 4, 7, 11])) : undefined,
    kappa2_23: tested(second),
    vcd_kappa_12: large(first),
    vcd_kappa_23: large(second),
  };
}

function figuresOfTable(table: number[][]): Figures {
  const units = unitsOfTable(table);
  const n = table.flat().reduce((all, count) => all + count, 0);
  // Of tables irrCAC divides by n where it divides by n − 1 of raw ratings, as we do; kappa's error is the large-sample one.
  const shrink = Math.sqrt((n - 1) / n);
  const entry = (result: { defined: boolean; value?: number; error?: number | undefined }, factor = shrink) => [
    { 'coeff.val': result.value, 'coeff.se': (result.error ?? 0) * factor },
  ];
  const kappa = (name: 'identity' | 'linear' | 'quadratic') =>
    valueOf(cohenKappa(table, weightsOf(name, table.length)));
  const marginal = stuartMaxwell(table);
  const bias = raterBias(table);
  return {
    ...Object.fromEntries(
      Object.entries(weightNames).map(([key, name]) => {
        const weights = weightsOf(name, table.length);
        return [
          key,
          {
            kappa: entry(cohenKappa(table, weights), 1),
            scott: entry(scottPi(table, weights)),
            ac: entry(gwetAc(units, weights)),
            bp: entry(brennanPrediger(units, weights)),
            kripp: entry(weightedAlpha(units, weights)),
            pa: entry(percentAgreement(units, weights)),
          },
        ];
      }),
    ),
    kappa: kappa('identity'),
    kappa_equal: kappa('linear'),
    kappa_squared: kappa('quadratic'),
    stuart_maxwell: marginal.defined ? { chi2: [[marginal.chiSquare]], p: [[marginal.p]] } : undefined,
    rater_bias: bias.defined ? { value: bias.share, chi2: bias.chiSquare, p: bias.p } : undefined,
  };
}

function figuresOfCounts(counts: number[][]): Figures {
  const units = unitsOfCounts(counts);
  const [ac, fleiss] = [gwetAc(units), fleissKappa(units)];
  return {
    ac1: valueOf(ac),
    ac1_se: ac.defined ? ac.error : undefined,
    fleiss: valueOf(fleiss),
    fleiss_se: fleiss.defined ? fleiss.error : undefined,
    bp: valueOf(brennanPrediger(units)),
    kripp: valueOf(weightedAlpha(units)),
  };
}

function figuresOfKrippendorff(byRater: (number | null)[][]): Figures {
  const rows = (byRater[0] ?? []).map((_, unit) =>
    byRater.map((ratings) => (ratings[unit] ?? null) && (ratings[unit] ?? 0) - 1),
  );
  const units = ratedUnits(rows, 5);
  const { coincidences, margins } = coincidencesOf(units);
  return {
    alpha: byMetric(units, [1, 2, 3, 4, 5]),
    n_pairable: margins.reduce((all, margin) => all + margin, 0),
    coincidence: coincidences,
  };
}

function byMetric(units: RatedUnits, values: readonly number[]): Figures {
  const metrics = ['nominal', 'ordinal', 'interval', 'ratio'] as const;
  return Object.fromEntries(metrics.map((metric) => [metric, valueOf(krippendorffAlpha(units, metric, values))]));
}

/** What the book prints: observed, expected, coefficient; AC2 with quadratic weights, the rest of five categories without. */
function published(units: RatedUnits): Figures {
  const weights = weightsOf(units.q === 3 ? 'quadratic' : 'identity', units.q);
  const three = (coefficient: Coefficient) =>
    coefficient.defined ? [coefficient.observed, coefficient.expected, coefficient.value] : [];
  return {
    conger_kappa: three(congerKappa(units, weights)),
    gwet_AC2: three(gwetAc(units, weights)),
    gwet_gamma_AC1: three(gwetAc(units, weights)),
    fleiss_pi: three(fleissKappa(units, weights)),
    krippendorff: three(weightedAlpha(units, weights)),
    brennan_prediger: three(brennanPrediger(units, weights)),
  };
}

function testedFleiss(units: RatedUnits): Figures {
  const n = units.units.length;
  return { value: valueOf(fleissKappa(units)), ...fleissAgainstChance(units), n, raters: units.raters };
}

function concordance(units: RatedUnits, correctsTies: boolean): number | undefined {
  const found = kendallW(units, correctsTies);
  return found.defined ? found.value : undefined;
}

function correlation(rows: (number | null)[][], type: 'agreement' | 'consistency'): Figures | undefined {
  const found = intraclass(rows, type);
  return found.defined ? { value: found.value, lbound: found.interval.low, ubound: found.interval.high } : undefined;
}

function share({ count, n }: { count: number; n: number }): number {
  return count / n;
}

function valueOf(coefficient: Coefficient): number | undefined {
  return coefficient.defined ? coefficient.value : undefined;
}
