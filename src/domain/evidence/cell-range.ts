/** Cells of a table from the top left to the bottom right; rows and columns are counted from 1. */
export type CellRange = { top: number; left: number; bottom: number; right: number };

/** "B2:D14" or "B2" as rows and columns, whichever corner comes first. */
export function readRange(text: string): CellRange | undefined {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6}))?$/.exec(text);
  if (!match) return undefined;
  const [, columnA = '', rowA = '', columnB = columnA, rowB = rowA] = match;
  const columns = [columnNumber(columnA), columnNumber(columnB)];
  const rows = [Number(rowA), Number(rowB)];
  return { top: Math.min(...rows), left: Math.min(...columns), bottom: Math.max(...rows), right: Math.max(...columns) };
}

export function formatRange({ top, left, bottom, right }: CellRange): string {
  const start = `${columnName(left)}${top}`;
  return top === bottom && left === right ? start : `${start}:${columnName(right)}${bottom}`;
}

/** A, B, … Z, AA, … of a column counted from 1. */
export function columnName(column: number): string {
  let name = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  }
  return name;
}

function columnNumber(name: string): number {
  return [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
