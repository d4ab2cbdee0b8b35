import { scaleLinear } from 'd3-scale';
import { formatNumber, formatShare } from '#domain/statistics/number-table.ts';
import { ChartFigure, type ChartLayout } from './chart-figure.tsx';

type ConfusionHeatProps = {
  id: string;
  title: string;
  note?: string;
  /** Of the categories, in order. */
  labels: readonly string[];
  rowTitle: string;
  columnTitle: string;
  table: readonly (readonly number[])[];
};

const sizes = { wide: { cell: 96, left: 130 }, narrow: { cell: 82, left: 92 } };
const top = 74;

/** Who said what when the other said what: counts, shares of all, and the more the darker. The diagonal is framed. */
export function ConfusionHeat({ id, title, note, labels, rowTitle, columnTitle, table }: ConfusionHeatProps) {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  const same = table.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const most = Math.max(...table.flat(), 1);
  const strength = scaleLinear([0, most], [0, 1]);
  const draw = ({ isNarrow }: ChartLayout) => {
    const { cell, left } = isNarrow ? sizes.narrow : sizes.wide;
    const content = (
      <>
        <text className="chart__label" x={left + (labels.length * cell) / 2} y={22} textAnchor="middle">
          {columnTitle}
        </text>
        <text className="chart__label" x={0} y={top - 14}>
          {rowTitle}
        </text>
        {labels.map((label, index) => (
          <g key={label}>
            <text className="chart__tick" x={left + (index + 0.5) * cell} y={top - 14} textAnchor="middle">
              {label}
            </text>
            <text className="chart__tick" x={left - 12} y={top + (index + 0.5) * cell} dy="0.35em" textAnchor="end">
              {label}
            </text>
          </g>
        ))}
        {table.map((row, r) =>
          row.map((count, c) => (
            <g key={`${labels[r]} ${labels[c]}`} transform={`translate(${left + c * cell},${top + r * cell})`}>
              <rect
                className={r === c ? 'chart__cell chart__cell--same' : 'chart__cell'}
                x={2}
                y={2}
                width={cell - 4}
                height={cell - 4}
              />
              <rect
                className="chart__heat"
                x={2}
                y={2}
                width={cell - 4}
                height={cell - 4}
                fillOpacity={(0.55 * strength(count)).toFixed(3)}
              />
              <text className="chart__count" x={cell / 2} y={cell / 2 - 4} textAnchor="middle">
                {formatNumber(count)}
              </text>
              <text className="chart__tick" x={cell / 2} y={cell / 2 + 16} textAnchor="middle">
                {total === 0 ? '–' : formatShare(count / total)}
              </text>
            </g>
          )),
        )}
      </>
    );
    return { width: left + labels.length * cell + 4, height: top + labels.length * cell + 6, content };
  };
  const summary = `${formatNumber(same)} of ${formatNumber(total)} pairs are the same.`;
  return <ChartFigure id={id} title={title} note={note} summary={summary} draw={draw} />;
}
