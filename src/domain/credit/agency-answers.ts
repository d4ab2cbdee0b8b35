import { cleanText } from '#domain/text/clean-text.ts';

/** The columns that an agency fills in, as they are called in the file that is sent. */
export const answerColumns = { line: 'Line', answer: 'Answer', reason: 'Reason' } as const;

export type AgencyAnswer = { row: number; line: string; answer: 'accepted' | 'refused'; reason: string | null };

/** What is wrong, and in which cell. */
export type CellProblem = { cell: string; message: string };

/** Most that are listed: past that the file is not what it should be. */
const mostProblems = 100;
const longestReason = 2000;

/** What is kept as the value of a formula is what some program once reckoned. */
export const formulaMessage = 'There is a formula in this cell. Write what it should say.';

const accepting = new Set(['accepted', 'accept', 'yes', 'approved', 'ok']);
const refusing = new Set(['refused', 'refuse', 'rejected', 'no', 'denied']);

/**
 * Reads an agency’s answer: a table with the columns Line, Answer and Reason, wherever they stand among others. A row without
 * an answer waits on. Everything that is wrong is named by its cell, and then nothing is taken.
 */
export function readAgencyAnswers(
  rows: readonly (readonly (string | null)[])[],
  { formulas = [], known }: { formulas?: readonly string[]; known: ReadonlySet<string> },
): { ok: true; answers: AgencyAnswer[] } | { ok: false; problems: CellProblem[] } {
  const [head = []] = rows;
  const places = { line: placeOf(head, 'line'), answer: placeOf(head, 'answer'), reason: placeOf(head, 'reason') };
  const missing = (['line', 'answer', 'reason'] as const).filter((name) => places[name] < 0);
  if (missing.length > 0) {
    const problems = missing.map((name) => ({
      cell: 'Row 1',
      message: `There is no column “${answerColumns[name]}”. Use the file of this batch, and fill in Answer and Reason.`,
    }));
    return { ok: false, problems };
  }
  const used = new Set(Object.values(places).map(columnLetters));
  const problems: CellProblem[] = formulas
    .filter((cell) => used.has(cell.replace(/\d+$/u, '')) || cell === '?')
    .map((cell) => ({ cell, message: formulaMessage }));
  const reckoned = new Set(problems.map(({ cell }) => cell));
  const answers: AgencyAnswer[] = [];
  const seen = new Map<string, number>();
  for (const [index, cells] of rows.entries()) {
    const row = index + 1;
    if (index === 0 || cells.every((cell) => (cell ?? '').trim() === '')) continue;
    const at = (name: keyof typeof places) => cleanText(cells[places[name]] ?? '').trim();
    const refuse = (name: keyof typeof places, message: string) => {
      const cell = `${columnLetters(places[name])}${row}`;
      if (!reckoned.has(cell)) problems.push({ cell, message });
    };
    const line = at('line').toUpperCase();
    const first = seen.get(line);
    if (!known.has(line))
      refuse(
        'line',
        line === '' ? 'The line’s id is missing.' : `There is no line “${line.slice(0, 40)}” in this batch.`,
      );
    else if (first !== undefined) refuse('line', `This line stands in row ${first} already. Keep one of the two.`);
    else seen.set(line, row);
    const said = at('answer').toLowerCase();
    const answer = accepting.has(said) ? 'accepted' : refusing.has(said) ? 'refused' : undefined;
    if (said === '') {
      if (at('reason') !== '') refuse('answer', 'There is a reason but no answer. Write Accepted or Refused.');
      continue;
    }
    if (!answer) {
      refuse('answer', `“${at('answer').slice(0, 40)}” is no answer. Write Accepted or Refused, or leave it empty.`);
      continue;
    }
    const reason = at('reason');
    if (answer === 'refused' && reason === '') refuse('reason', 'Write why it was refused: the earner reads it.');
    if (reason.length > longestReason)
      refuse('reason', `Shorten this to at most ${longestReason.toLocaleString('en-US')} characters.`);
    answers.push({ row, line, answer, reason: answer === 'refused' ? reason : null });
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, mostProblems) };
  if (answers.length === 0)
    return {
      ok: false,
      problems: [
        { cell: `${columnLetters(places.answer)}2`, message: 'No line has an answer yet. Write Accepted or Refused.' },
      ],
    };
  return { ok: true, answers };
}

function placeOf(head: readonly (string | null)[], name: keyof typeof answerColumns): number {
  return head.findIndex(
    (title) =>
      (title ?? '')
        .replace(/^\uFEFF/u, '')
        .trim()
        .toLowerCase() === answerColumns[name].toLowerCase(),
  );
}

/** “A”, “Z”, “AA”. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnLetters(rest - 1) : ''}${String.fromCodePoint(65 + (index % 26))}`;
}
