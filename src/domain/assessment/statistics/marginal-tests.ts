import { chiSquareP } from '#domain/statistics/chi-square.ts';
import { checkTable, sum } from './rated-units.ts';

type Table = readonly (readonly number[])[];

export type MarginalTest = { defined: true; chiSquare: number; degrees: number; p: number };

/**
 * Whether two raters use the categories equally often (Stuart and Maxwell): χ² = dᵀ S⁻¹ d of the differences
 * dᵢ = nᵢ. − n.ᵢ, Sᵢᵢ = nᵢ. + n.ᵢ − 2 nᵢᵢ, Sᵢⱼ = −(nᵢⱼ + nⱼᵢ), one category left out. Categories on which the two never
 * differ say nothing and are left out, each with a degree of freedom; so are those that hang together with no other.
 *
 * Source: Stuart, Biometrika 42 (1955) 412–416; Maxwell, Br J Psychiatry 116 (1970) 651–655.
 */
export function stuartMaxwell(table: Table): MarginalTest | { defined: false; reason: 'no-disagreement' } {
  checkTable(table);
  const difference = table.map((row, i) => sum(row) - sum(table.map((other) => other[i] ?? 0)));
  const at = (i: number, j: number) => (table[i]?.[j] ?? 0) + (table[j]?.[i] ?? 0);
  const apart = (i: number) => sum(table.map((_, j) => (i === j ? 0 : at(i, j))));
  // Gauss's elimination; a row that comes to nothing is a combination of those before it.
  const rows = table.map((_, i) => [...table.map((_other, j) => (i === j ? apart(i) : -at(i, j))), difference[i] ?? 0]);
  let chiSquare = 0;
  let degrees = 0;
  const size = Math.max(1, ...table.map((_, i) => apart(i)));
  rows.forEach((row, i) => {
    const pivot = row[i] ?? 0;
    if (Math.abs(pivot) < size * 1e-12) return;
    chiSquare += (row.at(-1) ?? 0) ** 2 / pivot;
    degrees += 1;
    for (const other of rows.slice(i + 1)) {
      const factor = (other[i] ?? 0) / pivot;
      row.forEach((entry, j) => (other[j] = (other[j] ?? 0) - factor * entry));
    }
  });
  if (degrees === 0) return { defined: false, reason: 'no-disagreement' };
  return { defined: true, chiSquare, degrees, p: chiSquareP(chiSquare, degrees) };
}

/**
 * Whether one of two raters tends to give the higher category: of the pairs that differ, the share where the second is
 * higher; 0.5 is no bias. χ² = (above − below)² / (above + below), 1 degree of freedom, as in McNemar’s test.
 *
 * Source: Bishop, Fienberg & Holland, Discrete Multivariate Analysis (1975); McNemar, Psychometrika 12 (1947) 153–157.
 */
export function raterBias(
  table: Table,
): (MarginalTest & { share: number }) | { defined: false; reason: 'no-disagreement' } {
  checkTable(table);
  const above = sum(table.flatMap((row, i) => row.slice(i + 1)));
  const below = sum(table.flatMap((row, i) => row.slice(0, i)));
  if (above + below === 0) return { defined: false, reason: 'no-disagreement' };
  const chiSquare = (above - below) ** 2 / (above + below);
  return { defined: true, share: above / (above + below), chiSquare, degrees: 1, p: chiSquareP(chiSquare, 1) };
}
