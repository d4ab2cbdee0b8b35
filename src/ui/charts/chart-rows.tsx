import type { ChartLayout } from './chart-figure.tsx';

/** Where the rows of a drawing go: their labels beside them, or above them where it is narrow. */
export type Rows = {
  rows: { lines: string[]; labelTop: number; middle: number }[];
  /** Where what is measured begins and ends, and the whole width with what stands behind it. */
  left: number;
  right: number;
  width: number;
  bottom: number;
  isNarrow: boolean;
};

/** Characters to a line, in the size of the labels. */
const perLine = 46;
const mostLines = 5;
const lineHeight = 17;
const characterWidth = 7.1;
/** Of a bar with the space around it. */
const bandHeight = 28;
const narrowWidth = 350;

/** Lays out rows with these labels below `top`, with room for `after` px of words behind what is measured. */
export function layRows(
  labels: readonly string[],
  { isNarrow }: ChartLayout,
  { top, after, plotWidth }: { top: number; after: number; plotWidth: number },
): Rows {
  const wrapped = labels.map((label) => wrapLabel(label, perLine, mostLines));
  const longest = Math.max(0, ...wrapped.flat().map(({ length }) => length));
  const left = isNarrow ? 2 : Math.max(80, Math.ceil(longest * characterWidth) + 14);
  let y = top;
  const rows = wrapped.map((lines) => {
    const labelHeight = lines.length * lineHeight;
    const height = isNarrow ? labelHeight + bandHeight + 4 : Math.max(bandHeight, labelHeight + 8) + 2;
    const row = isNarrow
      ? { lines, labelTop: y, middle: y + labelHeight + bandHeight / 2 }
      : { lines, labelTop: y + (height - labelHeight) / 2, middle: y + height / 2 };
    y += height;
    return row;
  });
  const right = isNarrow ? narrowWidth - after : left + plotWidth;
  return { rows, left, right, width: right + after, bottom: y, isNarrow };
}

/** The whole label, in as many lines as it needs. */
export function RowLabel({ layout, at }: { layout: Rows; at: number }) {
  const { lines, labelTop } = layout.rows[at] ?? { lines: [], labelTop: 0 };
  const x = layout.isNarrow ? 0 : layout.left - 12;
  return (
    <text className="chart__label" textAnchor={layout.isNarrow ? 'start' : 'end'}>
      {lines.map((line, index) => (
        <tspan key={index} x={x} y={labelTop + (index + 0.75) * lineHeight}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** Broken between words into at most so many lines; what is left over then stands in the table alone. */
export function wrapLabel(label: string, most: number, lines: number): string[] {
  const done: string[] = [];
  for (const word of label.split(/\s+/u).flatMap((one) => one.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [])) {
    const last = done.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) done[done.length - 1] = `${last} ${word}`;
    else done.push(word);
  }
  if (done.length <= lines) return done;
  return [...done.slice(0, lines - 1), `${(done[lines - 1] ?? '').slice(0, most - 1).trimEnd()}…`];
}
