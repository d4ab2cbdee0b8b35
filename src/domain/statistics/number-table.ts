import type { Interval } from './normal.ts';

/** What stands in one place of a table: the page, the drawing, the CSV and the XLSX all have it from here. */
export type Cell =
  | { kind: 'text'; text: string }
  /** With so many decimals. */
  | { kind: 'number'; value: number; digits: number }
  /** 0 to 1; shown in percent. */
  | { kind: 'share'; value: number }
  | { kind: 'interval'; interval: Interval; digits: number; isShare: boolean }
  /** Hidden so that nobody can be found by it. */
  | { kind: 'hidden' }
  /** There is no such figure, and why. */
  | { kind: 'none'; why: string };

export type Column = { label: string; kind: 'text' | 'number' | 'share' | 'interval' };

export type NumberTable = {
  /** Part of the file’s and the sheet’s name. */
  key: string;
  title: string;
  columns: readonly Column[];
  rows: readonly { key: string; cells: readonly Cell[]; isTotal?: boolean; href?: string }[];
  note?: string;
  /** Whether columns and rows are the same categories, which only tell something side by side. */
  isMatrix?: boolean;
};

export const text = (value: string): Cell => ({ kind: 'text', text: value });
export const count = (value: number): Cell => ({ kind: 'number', value, digits: 0 });
export const hidden: Cell = { kind: 'hidden' };
export const none = (why: string): Cell => ({ kind: 'none', why });

export function number(value: number | undefined, digits = 2, why = 'no data'): Cell {
  return value === undefined ? none(why) : { kind: 'number', value, digits };
}

export function share(value: number | undefined, why = 'no data'): Cell {
  return value === undefined ? none(why) : { kind: 'share', value };
}

export function interval(bounds: Interval | undefined, options: { digits?: number; isShare?: boolean } = {}): Cell {
  const { digits = 2, isShare = false } = options;
  return bounds === undefined ? none('no data') : { kind: 'interval', interval: bounds, digits, isShare };
}

/** As it is read on a page. */
export function textOfCell(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'number':
      return formatNumber(cell.value, cell.digits);
    case 'share':
      return formatShare(cell.value);
    case 'interval': {
      const each = (value: number) => (cell.isShare ? formatShare(value) : formatNumber(value, cell.digits));
      return `${each(cell.interval.low)} to ${each(cell.interval.high)}`;
    }
    case 'hidden':
      return 'hidden';
    case 'none':
      return cell.why;
  }
}

/** 12,345.60; a minus sign as in print, and none before zero. */
export function formatNumber(value: number, digits = 0): string {
  const rounded = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return /^-[0.,]+$/u.test(rounded) ? rounded.slice(1) : rounded.replace('-', '−');
}

/** In whole percent: more digits would say more than the counts do. */
export function formatShare(value: number): string {
  return `${formatNumber(value * 100)} %`;
}
