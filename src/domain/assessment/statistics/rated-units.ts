import { checkCategories } from './weights.ts';

/** Who rated a unit how, in the raters’ order: category numbers 0 … q−1, and null where somebody did not rate it. */
export type UnitRatings = readonly (number | null)[];

/** How often each category was given to a unit, by whomever; `times` such units there are. */
export type CountedUnit = { counts: readonly number[]; total: number; times: number };

/** Units with q categories, fixed by the rubric. Who gave which rating need not be known. */
export type CountedUnits = { q: number; units: readonly CountedUnit[] };

/** A unit of which it is known who rated it how. */
export type RatedUnit = CountedUnit & { ratings: UnitRatings };

/** Units of which it is known who rated them how. A unit is a look-for of an attempt; units that nobody rated are left out. */
export type RatedUnits = { q: number; raters: number; units: readonly RatedUnit[] };

/**
 * Units from a table with a row for each unit and a column for each rater.
 *
 * @throws RangeError where a rating is no category, or the rows have different numbers of raters
 */
export function ratedUnits(rows: readonly UnitRatings[], q: number): RatedUnits {
  checkCategories(q);
  const raters = rows[0]?.length ?? 0;
  const units = rows.map((ratings, index) => {
    if (ratings.length !== raters)
      throw new RangeError(`Unit ${index + 1} has ${ratings.length} raters, the first has ${raters}`);
    return { ratings, ...counted(ratings, q), times: 1 };
  });
  return { q, raters, units: units.filter(({ total }) => total > 0) };
}

/** Units of two raters from their confusion matrix: rows are the first’s categories, columns the second’s. */
export function unitsOfTable(table: readonly (readonly number[])[]): RatedUnits {
  const q = table.length;
  checkTable(table);
  const units = table.flatMap((row, i) =>
    row.flatMap((times, j) => (times === 0 ? [] : [{ ratings: [i, j], ...counted([i, j], q), times }])),
  );
  return { q, raters: 2, units };
}

/** Units of which is known how many raters chose each category, not which. */
export function unitsOfCounts(rows: readonly (readonly number[])[], q = rows[0]?.length ?? 0): CountedUnits {
  checkCategories(q);
  const units = rows.map((counts) => {
    if (counts.length !== q) throw new RangeError(`A unit has ${q} counts, one for each category`);
    counts.forEach(checkCount);
    return { counts, total: sum(counts), times: 1 };
  });
  return { q, units: units.filter(({ total }) => total > 0) };
}

/** @throws RangeError where it is not square, or a count is no whole number from 0 */
export function checkTable(table: readonly (readonly number[])[]): void {
  checkCategories(table.length);
  for (const row of table) {
    if (row.length !== table.length) throw new RangeError('A confusion matrix has as many columns as rows');
    row.forEach(checkCount);
  }
}

/** Two raters’ counts of units by category: rows the first’s, columns the second’s; only units that both rated. */
export function confusionMatrix(pairs: readonly (readonly [number | null, number | null])[], q: number): number[][] {
  checkCategories(q);
  const table = Array.from({ length: q }, () => Array.from({ length: q }, () => 0));
  for (const [first, second] of pairs) {
    if (first !== null) checkCategory(first, q);
    if (second !== null) checkCategory(second, q);
    if (first === null || second === null) continue;
    const row = table[first] ?? [];
    row[second] = (row[second] ?? 0) + 1;
  }
  return table;
}

export function sum(values: Iterable<number>): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}

function counted(ratings: UnitRatings, q: number): { counts: number[]; total: number } {
  const counts = Array.from({ length: q }, () => 0);
  let total = 0;
  for (const rating of ratings) {
    if (rating === null) continue;
    checkCategory(rating, q);
    counts[rating] = (counts[rating] ?? 0) + 1;
    total += 1;
  }
  return { counts, total };
}

function checkCategory(category: number, q: number): void {
  if (!Number.isInteger(category) || category < 0 || category >= q)
    throw new RangeError(`${category} is none of the categories 0 to ${q - 1}`);
}

function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} is no count`);
}
