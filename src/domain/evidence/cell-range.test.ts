import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnName, formatRange, readRange } from './cell-range.ts';

it('names columns as spreadsheets do', () => {
  expect([1, 26, 27, 52, 702, 703].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'ZZ', 'AAA']);
});

it('reads a range from whichever corner it begins at', () => {
  const range = { top: 2, left: 2, bottom: 14, right: 4 };
  for (const text of ['B2:D14', 'D14:B2', 'B14:D2']) expect(readRange(text)).toEqual(range);
  expect(readRange('C7')).toEqual({ top: 7, left: 3, bottom: 7, right: 3 });
  expect(readRange('C0')).toBeUndefined();
});

it('reads back every range that it writes', () => {
  const row = fc.integer({ min: 1, max: 1_048_576 });
  const column = fc.integer({ min: 1, max: 16_384 });
  fc.assert(
    fc.property(row, row, column, column, (a, b, c, d) => {
      const range = { top: Math.min(a, b), bottom: Math.max(a, b), left: Math.min(c, d), right: Math.max(c, d) };
      expect(readRange(formatRange(range))).toEqual(range);
    }),
  );
});
