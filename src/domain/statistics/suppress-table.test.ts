import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../tile/random.ts';
import { rangesOf } from './linear-program.ts';
import { type Mask, attackTable, suppressTable, valuesIn } from './suppress-table.ts';

/** Patterns of another program, and what linear programming recovers from them; not part of this repository. */
const reference = '../shared/reference/suppression.json';
type Audited = { row: string; col: string; feasible: [number, number] };
type Case = {
  id: string;
  rows: string[];
  cols: string[];
  table: number[][];
  maxN: number;
  result: { row: string; col: string; suppressed: boolean }[];
  audit_primary_only: Audited[];
  audit_gauss: Audited[];
};

describe.skipIf(!existsSync(reference))('four tables, by what another program recovers', () => {
  const cases = existsSync(reference) ? (JSON.parse(readFileSync(reference, 'utf8')) as { cases: Case[] }).cases : [];
  const attacked = ({ table, rows, cols }: Case, hidden: Mask) =>
    attackTable(table, hidden).map(({ row, column, range }) => ({
      row: rows[row],
      col: cols[column],
      feasible: [range.low, range.high],
    }));
  const sorted = (list: Audited[]) =>
    list
      .map(({ row, col, feasible }) => ({ row, col, feasible }))
      .sort((a, b) => (a.row + a.col < b.row + b.col ? -1 : 1));

  it.each(cases.map((one) => [one.id, one] as const))('recovers of %s what it recovers', (_, one) => {
    const small = one.table.map((row) => row.map((count) => count > 0 && count <= one.maxN));
    expect(sorted(attacked(one, small) as Audited[])).toEqual(sorted(one.audit_primary_only));
    const others = one.rows.map((row) =>
      one.cols.map((col) => one.result.some((cell) => cell.row === row && cell.col === col && cell.suppressed)),
    );
    expect(sorted(attacked(one, others) as Audited[])).toEqual(sorted(one.audit_gauss));
  });

  it.each(cases.map((one) => [one.id, one] as const))('hides so much of %s that k values stay possible', (_, one) => {
    const k = one.maxN + 1;
    const result = suppressTable(one.table, k);
    if (!result.ok) throw new Error(result.reason);
    const found = attackTable(one.table, result.hidden);
    expect(found.length).toBe(result.primary + result.complementary);
    for (const { range } of found) expect(valuesIn(range)).toBeGreaterThanOrEqual(k);
    // Not by hiding everything.
    expect(found.length).toBeLessThanOrEqual(Math.max(one.table.flat().length / 2, 4));
  });
});

it('hides the next smallest beside a small one', () => {
  // A school of five groups, the third with 6: its total would tell.
  expect(suppressTable([[120, 85, 6, 43, 33]], 10)).toEqual({
    ok: true,
    hidden: [[false, false, true, false, true]],
    primary: 1,
    complementary: 1,
  });
});

it('shows a table without small cells whole, and zeros unless they are to be hidden', () => {
  expect(suppressTable([[10, 12], [20, 0]], 10)).toMatchObject({ primary: 0, complementary: 0 }); // prettier-ignore
  expect(suppressTable([[30, 12], [20, 0]], 10, true)).toMatchObject({ primary: 1, complementary: 3 }); // prettier-ignore
});

it('says so where totals alone tell too much', () => {
  expect(suppressTable([[3, 2]], 10)).toEqual({ ok: false, reason: 'totals-tell' });
  expect(suppressTable([[4]], 5)).toEqual({ ok: false, reason: 'totals-tell' });
  expect(suppressTable([], 5)).toMatchObject({ ok: true, primary: 0 });
  expect(() => suppressTable([[1]], 1)).toThrow(RangeError);
});

it('leaves no table recoverable, whatever it is', () => {
  const random = randomFrom('tables');
  for (let round = 0; round < 150; round += 1) {
    const rows = 1 + Math.floor(random() * 6);
    const columns = 1 + Math.floor(random() * 5);
    const table = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => Math.floor(random() ** 3 * 60)),
    );
    const k = 2 + Math.floor(random() * 9);
    const result = suppressTable(table, k);
    if (!result.ok) continue;
    table.forEach((row, r) =>
      row.forEach((count, c) => {
        if (count > 0 && count < k) expect(result.hidden[r]?.[c]).toBe(true);
      }),
    );
    for (const { row, column, range } of attackTable(table, result.hidden)) {
      const truth = table[row]?.[column] ?? -1;
      expect(range.low).toBeLessThanOrEqual(truth);
      expect(range.high).toBeGreaterThanOrEqual(truth);
      expect(valuesIn(range)).toBeGreaterThanOrEqual(k);
    }
  }
});

it('finds the bounds of a system, and what has none', () => {
  // a + b = 5, b + c = 3
  const equations = [
    { terms: [[0, 1], [1, 1]] as const, value: 5 },
    { terms: [[1, 1], [2, 1]] as const, value: 3 },
  ]; // prettier-ignore
  expect(rangesOf(4, equations, [0, 1, 2, 3])).toEqual([
    { low: 2, high: 5 },
    { low: 0, high: 3 },
    { low: 0, high: 3 },
    { low: 0, high: Number.POSITIVE_INFINITY },
  ]);
  expect(rangesOf(2, [], [1])).toEqual([{ low: 0, high: Number.POSITIVE_INFINITY }]);
  expect(() => rangesOf(1, [{ terms: [[0, 1]], value: -1 }], [0])).toThrow(RangeError);
});
