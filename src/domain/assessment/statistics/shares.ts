import { type Share, shareOf } from '#domain/statistics/proportion.ts';
import { checkTable, sum } from './rated-units.ts';

type Table = readonly (readonly number[])[];

/** Pairs that two raters rated alike, with Wilson’s interval, from their confusion matrix. */
export function exactAgreement(table: Table): Share {
  return sharesWithin(table, (i, j) => i === j);
}

/** Pairs that are alike or one step apart. Of three categories nearly all are: judge by the exact share. */
export function adjacentAgreement(table: Table): Share {
  return sharesWithin(table, (i, j) => Math.abs(i - j) <= 1);
}

/** Pairs on the same side of a cut below the category `from`; the highest unless said: Yes against not-Yes. */
export function sideAgreement(table: Table, from = table.length - 1): Share {
  return sharesWithin(table, (i, j) => i >= from === j >= from);
}

/** The confusion matrix of Yes / not-Yes: everything below `from` taken together. */
export function sidesOf(table: Table, from = table.length - 1): number[][] {
  checkTable(table);
  const cell = (isHighRow: boolean, isHighColumn: boolean) =>
    sum(table.flatMap((row, i) => row.filter((_, j) => i >= from === isHighRow && j >= from === isHighColumn)));
  return [
    [cell(false, false), cell(false, true)],
    [cell(true, false), cell(true, true)],
  ];
}

function sharesWithin(table: Table, agrees: (i: number, j: number) => boolean): Share {
  checkTable(table);
  const agreeing = table.flatMap((row, i) => row.filter((_, j) => agrees(i, j)));
  return shareOf(sum(agreeing), sum(table.flat()));
}
