import writeExcelFile from 'write-excel-file/node';
import { blindName } from '#domain/assessment/blind-name.ts';
import type { Scoring } from '../desk/desk.queries.ts';
import { lookForsToRate } from '../desk/look-fors-to-rate.ts';
import {
  type RowKey,
  type SheetRating,
  checksumOf,
  columnNames,
  columns,
  firstHidden,
  ratingWord,
  ratingWords,
  sheetName,
  wasOf,
} from './sheet-columns.ts';

type SheetRow = { attempt: string; guide: string; lookFor: string; rating: SheetRating; key: RowKey };

/** “Reading the Room, attempt 1, Earner 7F3A”: never a name, since a sheet is sent about. */
export function attemptTitle({ definition, number, attemptId }: Pick<Scoring, 'definition' | 'number' | 'attemptId'>) {
  return `${definition.title}, attempt ${number}, ${blindName(attemptId)}`;
}

/** A row for every look-for that is rated, with what is saved of it now. */
export function sheetRows(scorings: readonly Scoring[]): SheetRow[] {
  return scorings.flatMap((scoring) => {
    const open = new Set(lookForsToRate(scoring));
    return scoring.definition.guides.flatMap((guide) =>
      guide.lookFors
        .filter(({ id }) => open.has(id))
        .map(({ id, text }): SheetRow => {
          const saved = scoring.ratings.get(id);
          const rating = {
            ...{ value: saved?.value ?? null, condition: saved?.condition ?? null },
            comment: saved?.comment ?? '',
          };
          const was = wasOf(rating, saved?.revision ?? 0);
          const key = { lookFor: id, assessmentId: scoring.id, sealed: scoring.sha256, was };
          return { attempt: attemptTitle(scoring), guide: guide.title, lookFor: text, rating, key };
        }),
    );
  });
}

/** The scoring sheet as a workbook: ratings are chosen from a list, the keys of each row are hidden beside it. */
export async function writeSheet(scorings: readonly Scoring[]): Promise<Buffer> {
  const head = columnNames.map((name) => ({ value: columns[name].title, fontWeight: 'bold' as const }));
  const rows = sheetRows(scorings).map(({ attempt, guide, lookFor, rating, key }) =>
    [
      ...[attempt, guide, lookFor, ratingWord(rating), rating.comment],
      ...[key.lookFor, key.assessmentId, key.sealed, key.was, checksumOf(key)],
    ].map((value) => (value === '' ? null : { value, type: String, wrap: true, alignVertical: 'top' as const })),
  );
  const scoring = {
    data: [head, ...rows],
    sheet: sheetName,
    columns: columnNames.map((name) => ({ width: columns[name].width })),
    stickyRowsCount: 1,
  };
  const how = {
    data: howTo.map((line) => [{ value: line, type: String, wrap: true }]),
    sheet: 'How to fill it in',
    columns: [{ width: 100 }],
  };
  const sheetXml = { transform: (content: string) => withList(withHidden(content), rows.length + 1) };
  return writeExcelFile([scoring, how], {
    features: [{ files: { transform: { 'xl/worksheets/sheet{id}.xml': sheetXml } } }],
  }).toBuffer();
}

const howTo = [
  'Fill in two columns of the sheet “Scoring”: Rating and Comment. Leave the others as they are.',
  `Rating: ${ratingWords.slice(0, 3).join(', ')}, or why a look-for can’t be judged: ${ratingWords.slice(3).join(', ')}.`,
  'Almost and No need a comment that says what would make it a Yes; what can’t be judged needs one that says why.',
  'Rows may be sorted, filtered and left out; what you leave as it is stays as it is. No formulas.',
  'Then hand the sheet in under “Work offline” on your desk. It is looked through first, and nothing is sent to anybody: ratings are saved as drafts.',
];

/** The columns of keys are there, and out of the way. */
function withHidden(xml: string): string {
  return xml.replace(/<col\s[^>]*>/gu, (col) => {
    const place = Number(/\bmin="(\d+)"/u.exec(col)?.[1] ?? 0);
    return place > firstHidden ? col.replace('<col ', '<col hidden="1" ') : col;
  });
}

/** A list to choose the rating from. It only helps: what is typed beside it is read too. */
function withList(xml: string, lastRow: number): string {
  if (!xml.includes('hidden="1"')) return xml;
  const { letter } = columns.rating;
  const list = ratingWords.join(',');
  const validation =
    `<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${letter}2:${letter}${lastRow}">` +
    `<formula1>"${list}"</formula1></dataValidation></dataValidations>`;
  return xml.replace('</sheetData>', `</sheetData>${validation}`);
}
