import { type Equation, type Range, rangesOf } from './linear-program.ts';

/** Counts of people by two features, or by one (a single row or column); all their totals are published beside them. */
export type CountTable = readonly (readonly number[])[];

/** Which cells are hidden, in the table’s shape. */
export type Mask = readonly (readonly boolean[])[];

export type SuppressedTable =
  | { ok: true; hidden: Mask; primary: number; complementary: number }
  /** Even with every cell hidden the totals tell too much: show none of it. */
  | { ok: false; reason: 'totals-tell' };

/** A hidden cell and what can be worked out of it. */
export type Finding = { row: number; column: number; range: Range };

/**
 * What somebody can work out of the hidden cells who knows all that is published, the totals, and that counts are no less
 * than 0: each one’s least and greatest value, by linear programming. The same is done to every table before it is shown,
 * and by the tests to what the pages say.
 *
 * Source: Cox, J Am Stat Assoc 75 (1980) 377–385; NCES 2011-603.
 */
export function attackTable(table: CountTable, hidden: Mask): Finding[] {
  const cells = table.flatMap((row, r) => row.flatMap((_, c) => (hidden[r]?.[c] ? [{ row: r, column: c }] : [])));
  const over = (
    isIn: (cell: { row: number; column: number }) => boolean,
    line: readonly [number, boolean][],
  ): Equation => ({
    terms: cells.flatMap((cell, index) => (isIn(cell) ? [[index, 1] as const] : [])),
    value: line.reduce((sum, [count, isHidden]) => sum + (isHidden ? count : 0), 0),
  });
  const isHidden = (r: number, c: number) => hidden[r]?.[c] ?? false;
  const columns = table[0]?.length ?? 0;
  // A breakdown by one feature has one total: those across it would be the cells themselves.
  const withRows = columns > 1 || table.length === 1;
  const equations = [
    ...(withRows ? table : []).map((row, r) =>
      over(
        (cell) => cell.row === r,
        row.map((count, c) => [count, isHidden(r, c)]),
      ),
    ),
    ...(table.length > 1 ? (table[0] ?? []) : []).map((_, c) =>
      over(
        (cell) => cell.column === c,
        table.map((row, r) => [row[c] ?? 0, isHidden(r, c)]),
      ),
    ),
  ].filter(({ terms }) => terms.length > 0);
  const ranges = rangesOf(
    cells.length,
    equations,
    cells.map((_, index) => index),
  );
  return cells.map((cell, index) => ({ ...cell, range: ranges[index] ?? { low: 0, high: 0 } }));
}

/** How many whole numbers lie in the range. */
export function valuesIn({ low, high }: Range): number {
  return Math.max(0, Math.floor(high + 1e-6) - Math.ceil(low - 1e-6) + 1);
}

/**
 * Hides what is too small: **primary**, cells from 1 to k − 1 (none hides nobody, unless `hidesZeros`), and
 * **complementary**, so many others, small ones first, that every hidden cell could still be at least k values.
 *
 * Source: NCES 2011-603 and 2.6 of its references; the patterns are not unique, what counts is that the attack fails.
 */
export function suppressTable(table: CountTable, k: number, hidesZeros = false): SuppressedTable {
  if (!Number.isSafeInteger(k) || k < 2)
    throw new RangeError(`The smallest group shown has two people or more, not ${k}`);
  const hidden = table.map((row) => row.map((count) => isSmall(count, k, hidesZeros)));
  const primary = hidden.flat().filter(Boolean).length;
  for (;;) {
    const open = attackTable(table, hidden).find(({ range }) => valuesIn(range) < k);
    if (!open) {
      const all = hidden.flat().filter(Boolean).length;
      return { ok: true, hidden, primary, complementary: all - primary };
    }
    const next = nextToHide(table, hidden, open);
    if (!next) return { ok: false, reason: 'totals-tell' };
    const row = hidden[next.row] ?? [];
    row[next.column] = true;
  }
}

function isSmall(count: number, k: number, hidesZeros: boolean): boolean {
  return count < k && (count > 0 || hidesZeros);
}

/** Where the open cell’s row or column holds nothing else that is hidden, its smallest shown cell; else the smallest. */
function nextToHide(table: CountTable, hidden: Mask, open: Finding): { row: number; column: number } | undefined {
  const shown = table.flatMap((row, r) =>
    row.flatMap((count, c) => (hidden[r]?.[c] ? [] : [{ row: r, column: c, count }])),
  );
  const alone = (isIn: (row: number, column: number) => boolean) =>
    hidden.flatMap((row, r) => row.filter((isHidden, c) => isHidden && isIn(r, c))).length === 1;
  const inRow = shown.filter(({ row }) => row === open.row);
  const inColumn = shown.filter(({ column }) => column === open.column);
  const choices = [
    ...(alone((row) => row === open.row) ? [inRow] : []),
    ...(alone((_, column) => column === open.column) ? [inColumn] : []),
    // It closes a rectangle where its row already has a hidden cell in this column.
    shown.filter(({ row, column }) => hidden[row]?.some(Boolean) && hidden.some((line) => line[column])),
    [...inRow, ...inColumn],
    shown,
  ];
  // A cell of nobody widens nothing: it is taken last.
  return choices
    .find((list) => list.length > 0)
    ?.reduce((best, one) => ((one.count || Infinity) < (best.count || Infinity) ? one : best));
}
