import { cleanText } from '#domain/text/clean-text.ts';
import { type CellProblem, columnLetters, formulaMessage } from './agency-answers.ts';
import { hoursOf, hoursRefusals, readQuarters } from './quarters.ts';

/** Somebody on a list of who took part. */
export type Attendee = {
  /** In the list, from 1 on. */
  row: number;
  /** In small letters. */
  email: string;
  /** As the list has it; empty where it has none. */
  name: string;
  quarters: number;
  /** Where the address stands, as spreadsheets say it. */
  cell: string;
};

/** Most people of one session: every line is entered, and everybody told, in one transaction. */
export const mostAttendees = 500;
/** Most rows that are looked at, empty ones with them. */
export const mostRows = 2000;
const mostProblems = 100;

const titles = {
  email: /^e-?mail(?: address)?$/iu,
  name: /^(?:full )?name$|^educator$/iu,
  hours: /^(?:clock )?hours$/iu,
} as const;
type Column = keyof typeof titles;

/**
 * Reads a list of who took part: addresses, names and hours under titles in any order, or in this order without any. Who has no
 * hours of their own has those of the session. Everything that is wrong is named by its cell, and then nothing is taken.
 */
export function readAttendance(
  rows: readonly (readonly (string | null)[])[],
  {
    quarters: usual,
    isEmail,
    formulas = [],
  }: { quarters: number; isEmail: (text: string) => boolean; formulas?: readonly string[] },
): { ok: true; attendees: Attendee[] } | { ok: false; problems: CellProblem[] } {
  const head = (rows[0] ?? []).map(clean);
  const hasTitles = head.some((cell) => Object.values(titles).some((title) => title.test(cell)));
  const place = (column: Column, usualPlace: number) =>
    hasTitles ? head.findIndex((cell) => titles[column].test(cell)) : usualPlace;
  const places = { email: place('email', 0), name: place('name', 1), hours: place('hours', 2) };
  if (places.email < 0)
    return refuse([{ cell: 'Row 1', message: 'There is no column “E-mail”. Add one, or leave all titles out.' }]);
  if (rows.length > mostRows)
    return refuse([{ cell: `Row ${mostRows + 1}`, message: 'The list is too long. Enter it in parts.' }]);
  const used = new Set(
    Object.values(places)
      .filter((at) => at >= 0)
      .map(columnLetters),
  );
  const reckoned = formulas.filter((cell) => used.has(cell.replace(/\d+$/u, '')) || cell === '?');
  const problems: CellProblem[] = reckoned.map((cell) => ({ cell, message: formulaMessage }));
  const attendees: Attendee[] = [];
  const seen = new Map<string, number>();
  for (const [index, cells] of rows.entries()) {
    const row = index + 1;
    if ((index === 0 && hasTitles) || cells.every((cell) => clean(cell) === '')) continue;
    const at = (column: Column) => (places[column] < 0 ? '' : clean(cells[places[column]]));
    const cell = (column: Column) => `${columnLetters(places[column])}${row}`;
    const email = at('email').toLowerCase();
    const first = seen.get(email);
    const name = at('name');
    const hours = at('hours');
    const quarters = hours === '' ? usual : readQuarters(hours);
    if (email === '') problems.push({ cell: cell('email'), message: 'The e-mail address is missing.' });
    else if (!isEmail(email))
      problems.push({ cell: cell('email'), message: `“${email.slice(0, 60)}” is no e-mail address.` });
    else if (first !== undefined)
      problems.push({
        cell: cell('email'),
        message: `This address stands in row ${first} already. Keep one of the two.`,
      });
    else seen.set(email, row);
    if (name.length > 200) problems.push({ cell: cell('name'), message: 'Shorten this to at most 200 characters.' });
    if (typeof quarters === 'string') problems.push({ cell: cell('hours'), message: `${hoursRefusals[quarters]}.` });
    else attendees.push({ row, email, name, quarters, cell: cell('email') });
  }
  const said = problems.filter(({ cell, message }) => message === formulaMessage || !reckoned.includes(cell));
  if (said.length > 0) return refuse(said);
  if (attendees.length === 0) return refuse([{ cell: 'Row 1', message: 'There is nobody on the list.' }]);
  if (attendees.length > mostAttendees)
    return refuse([
      { cell: `Row ${attendees[mostAttendees]?.row ?? 1}`, message: `Enter at most ${mostAttendees} people at once.` },
    ]);
  return { ok: true, attendees };
}

/** A list as it is read, of these people. */
export function listText(attendees: readonly Attendee[]): string {
  return rowsText([
    ['E-mail', 'Name', 'Hours'],
    ...attendees.map(({ email, name, quarters }) => [email, name, String(hoursOf(quarters))]),
  ]);
}

/** The rows of a sheet as comma-separated values: every cell stands in its row and column as it did. */
export function rowsText(rows: readonly (readonly (string | null)[])[]): string {
  const quoted = (cell: string) => (/[",;\t\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map((cell) => quoted(cell ?? '')).join()).join('\n');
}

function refuse(problems: CellProblem[]): { ok: false; problems: CellProblem[] } {
  return { ok: false, problems: problems.slice(0, mostProblems) };
}

function clean(cell: string | null | undefined): string {
  return cleanText(cell ?? '')
    .replace(/^\uFEFF/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
