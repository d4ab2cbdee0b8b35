import { z } from 'zod';
import { longestComment } from '#islands/scoring/scoring-props.ts';
import type { SheetCells } from '../artifacts/measure-cells.ts';
import {
  type ColumnName,
  type RowKey,
  type SheetRating,
  checksumOf,
  columnNames,
  columns,
  plainText,
  readComment,
  readRating,
  readWas,
  sheetName,
} from './sheet-columns.ts';

/** What is wrong, and in which cell: “Scoring!D14”. */
export type CellError = { cell: string; message: string };

/** A row of the sheet: which rating it is, the look-for that stands beside it, and what it says. */
export type ReadRow = { row: number; key: RowKey; text: string; rating: SheetRating };

/** Most errors that are listed: past that the sheet is not what it should be. */
export const mostErrors = 100;
/** Most rows that are read: 20 attempts of the longest guide have fewer. */
const mostRows = 4000;

const Id = z.uuid();

export function cellOf(column: ColumnName, row: number): string {
  return `${sheetName}!${columns[column].letter}${row}`;
}

/** Reads a filled-in sheet. Everything that is wrong with it is named by its cell, and then nothing of it is taken. */
export function readSheet({
  rows,
  formulas,
}: SheetCells): { ok: true; rows: ReadRow[] } | { ok: false; errors: CellError[] } {
  const [head = []] = rows;
  const wrongHead = columnNames.find((name, index) => (head[index] ?? '').trim() !== columns[name].title);
  if (wrongHead) {
    const message = `The first row should say “${columns[wrongHead].title}” here. Use a sheet that was made by “Work offline”, with its columns in their places.`;
    return { ok: false, errors: [{ cell: cellOf(wrongHead, 1), message }] };
  }
  if (rows.length - 1 > mostRows)
    return {
      ok: false,
      errors: [{ cell: cellOf('attempt', mostRows + 2), message: 'There are more rows than any sheet of ours has.' }],
    };

  const errors: CellError[] = formulas.map((cell) => ({
    cell: `${sheetName}!${cell}`,
    message: 'There is a formula in this cell. Type what it should say.',
  }));
  const reckoned = new Set(errors.map(({ cell }) => cell));
  const read: ReadRow[] = [];
  const seen = new Map<string, number>();
  for (const [index, cells] of rows.entries()) {
    const row = index + 1;
    if (index === 0 || cells.every((cell) => (cell ?? '').trim() === '')) continue;
    const found = readRow(row, cells, reckoned);
    errors.push(...found.errors);
    if (!found.read) continue;
    const { key } = found.read;
    const id = `${key.assessmentId} ${key.lookFor}`;
    const first = seen.get(id);
    if (first !== undefined)
      errors.push({
        cell: cellOf('lookFor', row),
        message: `This look-for stands in row ${first} already. Keep one of the two.`,
      });
    else seen.set(id, row);
    read.push(found.read);
  }
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, mostErrors) };
  if (read.length === 0)
    return { ok: false, errors: [{ cell: cellOf('attempt', 2), message: 'There are no rows in this sheet.' }] };
  return { ok: true, rows: read };
}

function readRow(
  row: number,
  cells: readonly (string | null)[],
  reckoned: ReadonlySet<string>,
): { read?: ReadRow; errors: CellError[] } {
  const at = (column: ColumnName) => cells[columnNames.indexOf(column)] ?? '';
  const errors: CellError[] = [];
  const refuse = (column: ColumnName, message: string) => {
    const cell = cellOf(column, row);
    if (!reckoned.has(cell)) errors.push({ cell, message });
  };
  const key = {
    ...{ lookFor: at('key').trim(), assessmentId: at('assessment').trim() },
    ...{ sealed: at('sealed').trim(), was: at('was').trim() },
  };
  if (!Id.safeParse(key.assessmentId).success || !readWas(key.was) || at('checksum').trim() !== checksumOf(key))
    refuse(
      'key',
      'The hidden cells of this row were changed or are missing. Export the sheet again and copy your ratings over.',
    );
  const rating = readRating(at('rating'));
  if (!rating)
    refuse(
      'rating',
      `“${at('rating').slice(0, 40)}” is no rating. Write Yes, Almost or No, or why it can’t be judged, as the second sheet says.`,
    );
  const comment = readComment(at('comment'));
  if (comment.length > longestComment)
    refuse(
      'comment',
      `A comment takes at most ${longestComment.toLocaleString('en-US')} characters; this one has ${comment.length.toLocaleString('en-US')}.`,
    );
  return {
    errors,
    ...(rating &&
      errors.length === 0 && { read: { row, key, text: plainText(at('lookFor')), rating: { ...rating, comment } } }),
  };
}
