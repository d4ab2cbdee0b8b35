import { type Coefficient, errorOf, isZero } from './coefficient.ts';
import { observedAgreement, weighted, whyNotDefined } from './observed.ts';
import { type CountedUnits, sum } from './rated-units.ts';
import { type Weights, checkedWeights, square, weightsOf } from './weights.ts';

export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * Krippendorff’s alpha: 1 − D_o / D_e = 1 − (N − 1) Σ o_ck δ_ck / Σ n_c n_k δ_ck, for any number of raters, with ratings
 * missing. The coincidences o_ck count every pair within a unit with weight 1 / (m_u − 1), whatever its number of
 * ratings m_u; units with one rating drop out. δ: nominal 0 or 1; ordinal (Σ_{g=c..k} n_g − (n_c + n_k) / 2)²; interval
 * (c − k)²; ratio ((c − k) / (c + k))², of the categories’ `values` (0, 1, 2 … unless given; for a ratio from 0 up).
 *
 * Source: Krippendorff, Computing Krippendorff’s Alpha-Reliability (2011).
 */
export function krippendorffAlpha(units: CountedUnits, metric: Metric, values?: readonly number[]): Coefficient {
  const undefinedBecause = whyNotDefined(units, weightsOf('identity', units.q));
  if (undefinedBecause) return undefinedBecause;
  const { coincidences, margins, paired } = coincidencesOf(units);
  const all = sum(margins);
  const difference = differences(metric, margins, checkedValues(metric, units.q, values));
  const each = (entry: (c: number, k: number) => number) =>
    sum(difference.flatMap((row, c) => row.map((delta, k) => entry(c, k) * delta)));
  const observed = each((c, k) => coincidences[c]?.[k] ?? 0) / all;
  const expected = each((c, k) => ((margins[c] ?? 0) / all) * ((margins[k] ?? 0) / (all - 1)));
  // Against the largest difference there is: the values may lie as close together as they like.
  const largest = Math.max(...difference.flat());
  if (largest === 0 || isZero(expected / largest)) {
    const exact = observedAgreement(units, weightsOf('identity', units.q)).agreement;
    return { defined: false, reason: 'no-variation', exact, units: paired };
  }
  return {
    defined: true,
    value: 1 - observed / expected,
    observed: 1 - observed / largest,
    expected: 1 - expected / largest,
    units: paired,
    error: undefined,
  };
}

/**
 * The same with fixed weights of agreement, δ = 1 − w (identity: nominal; quadratic: interval), and its standard error
 * between units. `ordinal` weights are Gwet’s, which differ from Krippendorff’s ordinal δ.
 *
 * Source: Gwet (2014), chapters 2 to 5.
 */
export function weightedAlpha(units: CountedUnits, weights: Weights = weightsOf('identity', units.q)): Coefficient {
  checkedWeights(weights, units.q);
  const undefinedBecause = whyNotDefined(units, weightsOf('identity', units.q));
  if (undefinedBecause) return undefinedBecause;
  const pairable = { q: units.q, units: units.units.filter(({ total }) => total > 1) };
  const { of, paired } = observedAgreement(pairable, weights);
  const { margins } = coincidencesOf(pairable);
  const all = sum(margins);
  const mean = all / paired;
  const shares = margins.map((margin) => margin / all);
  const byCategory = shares.map((_, k) => weighted(weights, shares, k));
  const expected = sum(shares.map((share, k) => share * (byCategory[k] ?? 0)));
  const room = 1 - expected;
  if (isZero(room)) {
    const exact = observedAgreement(units, weightsOf('identity', units.q)).agreement;
    return { defined: false, reason: 'no-variation', exact, units: paired };
  }
  // Of all pairs of values the share 1 / N is of a value with itself.
  const bare = sum(pairable.units.map((unit) => (unit.times * unit.total * of(unit)) / all));
  const observed = (1 - 1 / all) * bare + 1 / all;
  const centre = (bare - expected) / room;
  const parts = pairable.units.map((unit) => {
    const excess = (unit.total - mean) / mean;
    // Gwet corrects for the unit's number of ratings by the observed agreement with the pairs of a value with itself.
    const own = ((unit.total * of(unit)) / mean - observed * excess - expected) / room;
    const met = sum(unit.counts.map((count, k) => count * (byCategory[k] ?? 0))) / mean;
    const byChance = (2 * (1 - centre) * (met - expected * excess - expected)) / room;
    return { value: own - byChance, times: unit.times };
  });
  const value = (observed - expected) / room;
  return { defined: true, value, observed, expected, units: paired, error: errorOf(parts, centre) };
}

/** How often each category meets each within units, and how often each occurs, over units with at least two ratings. */
export function coincidencesOf({ q, units }: CountedUnits) {
  const coincidences = square(q, () => 0);
  let paired = 0;
  for (const { counts, total, times } of units) {
    if (total < 2) continue;
    paired += times;
    counts.forEach((count, c) => {
      const row = coincidences[c] ?? [];
      counts.forEach((other, k) => {
        row[k] = (row[k] ?? 0) + (times * count * (c === k ? other - 1 : other)) / (total - 1);
      });
    });
  }
  // By counting, not by adding up the thirds above: this many are whole numbers.
  const margins = Array.from({ length: q }, (_, k) =>
    sum(units.map(({ counts, total, times }) => (total < 2 ? 0 : times * (counts[k] ?? 0)))),
  );
  return { coincidences, margins, paired };
}

function differences(metric: Metric, margins: readonly number[], values: readonly number[]): number[][] {
  const value = (k: number) => values[k] ?? 0;
  return square(margins.length, (c, k) => {
    if (c === k) return 0;
    if (metric === 'nominal') return 1;
    if (metric === 'interval') return (value(c) - value(k)) ** 2;
    if (metric === 'ratio') return value(c) + value(k) === 0 ? 0 : ((value(c) - value(k)) / (value(c) + value(k))) ** 2;
    const between = sum(margins.slice(Math.min(c, k), Math.max(c, k) + 1));
    return (between - ((margins[c] ?? 0) + (margins[k] ?? 0)) / 2) ** 2;
  });
}

function checkedValues(metric: Metric, q: number, values: readonly number[] = Array.from({ length: q }, (_, k) => k)) {
  if (values.length !== q || !values.every(Number.isFinite)) throw new RangeError(`${q} categories have ${q} values`);
  if (metric === 'ratio' && values.some((value) => value < 0)) throw new RangeError('A ratio is of values from 0 up');
  return values;
}
