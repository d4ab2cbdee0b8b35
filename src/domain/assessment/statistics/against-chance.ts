import { twoSidedNormalP } from '#domain/statistics/chi-square.ts';
import { cohenKappa } from './cohen.ts';
import { fleissByCategory, fleissKappa } from './fleiss.ts';
import { type CountedUnits, sum } from './rated-units.ts';
import { type Weights, weightsOf } from './weights.ts';

/** κ over its standard error if there were no agreement but chance, and the two-sided p of that by the normal curve. */
export type AgainstChance = { z: number; p: number };

/**
 * Cohen’s kappa against none: √[(Σ pᵢ. p.ⱼ (wᵢⱼ − (w̄ᵢ. + w̄.ⱼ))² − pe²) / (n (1 − pe)²)] is its error where κ is 0;
 * undefined where kappa is, or where that error is 0. It tells whether there is agreement, not whether it is enough.
 *
 * Source: Fleiss, Cohen & Everitt, Psychol Bull 72 (1969) 323–327.
 */
export function cohenAgainstChance(
  table: readonly (readonly number[])[],
  weights: Weights = weightsOf('identity', table.length),
): AgainstChance | undefined {
  const kappa = cohenKappa(table, weights);
  if (!kappa.defined) return undefined;
  const n = kappa.units;
  const rows = table.map((row) => sum(row) / n);
  const columns = table.map((_, j) => sum(table.map((row) => row[j] ?? 0)) / n);
  const ofRow = weights.map((row) => sum(row.map((weight, j) => weight * (columns[j] ?? 0))));
  const ofColumn = weights.map((_, j) => sum(weights.map((row, i) => (row[j] ?? 0) * (rows[i] ?? 0))));
  const squares = sum(
    weights.flatMap((row, i) =>
      row.map((weight, j) => (rows[i] ?? 0) * (columns[j] ?? 0) * (weight - (ofRow[i] ?? 0) - (ofColumn[j] ?? 0)) ** 2),
    ),
  );
  return testOf(kappa.value, (squares - kappa.expected ** 2) / (n * (1 - kappa.expected) ** 2));
}

/**
 * Fleiss’ kappa against none, of n units with m ratings each: variance 2 [(Σ pₖ qₖ)² − Σ pₖ qₖ (qₖ − pₖ)] /
 * [n m (m − 1) (Σ pₖ qₖ)²], q = 1 − p; undefined where units have different numbers of ratings.
 *
 * Source: Fleiss, Nee & Landis, Psychol Bull 86 (1979) 974–977.
 */
export function fleissAgainstChance(units: CountedUnits): AgainstChance | undefined {
  const kappa = fleissKappa(units);
  const { n, m } = sizesOf(units);
  if (!kappa.defined || m === undefined) return undefined;
  const shares = Array.from(
    { length: units.q },
    (_, k) => sum(units.units.map(({ counts, times }) => times * (counts[k] ?? 0))) / (n * m),
  );
  const spread = sum(shares.map((p) => p * (1 - p)));
  const skew = sum(shares.map((p) => p * (1 - p) * (1 - 2 * p)));
  return testOf(kappa.value, (2 * (spread ** 2 - skew)) / (spread ** 2 * n * m * (m - 1)));
}

/** The same of each category against all others: variance 2 / (n m (m − 1)). */
export function categoriesAgainstChance(units: CountedUnits): (AgainstChance | undefined)[] {
  const { n, m } = sizesOf(units);
  return fleissByCategory(units).map((kappa) =>
    kappa === undefined || m === undefined ? undefined : testOf(kappa, 2 / (n * m * (m - 1))),
  );
}

function sizesOf({ units }: CountedUnits): { n: number; m: number | undefined } {
  const m = units[0]?.total ?? 0;
  const n = sum(units.map(({ times }) => times));
  return { n, m: m >= 2 && units.every(({ total }) => total === m) ? m : undefined };
}

function testOf(value: number, variance: number): AgainstChance | undefined {
  if (!(variance > 1e-15)) return undefined;
  const z = value / Math.sqrt(variance);
  return { z, p: twoSidedNormalP(z) };
}
