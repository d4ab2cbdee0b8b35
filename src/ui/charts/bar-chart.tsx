import { scaleLinear } from 'd3-scale';
import type { Interval } from '#domain/statistics/normal.ts';
import { formatNumber, formatShare } from '#domain/statistics/number-table.ts';
import { ChartFigure, type ChartLayout, summaryOf } from './chart-figure.tsx';
import { RowLabel, layRows } from './chart-rows.tsx';

/** A share or a mean, with its interval; without a value it is hidden or not defined, and `why` says which. */
export type Bar = {
  key: string;
  label: string;
  value?: number | undefined;
  interval?: Interval | undefined;
  why?: string;
};

type BarChartProps = {
  id: string;
  title: string;
  note?: string;
  bars: readonly Bar[];
  /** Shares go from 0 to 1; means from 0 as far as they reach. */
  unit: 'share' | { name: string; digits: number };
  /** A line to compare with: a bar to reach, the mean of all. */
  line?: { value: number; label: string };
};

const top = 26;

/** Horizontal bars with their 95 % intervals. */
export function BarChart({ id, title, note, bars, unit, line }: BarChartProps) {
  const isShare = unit === 'share';
  const format = (value: number) => (isShare ? formatShare(value) : formatNumber(value, unit.digits));
  const reach = Math.max(...bars.flatMap(({ value, interval }) => [value ?? 0, interval?.high ?? 0]), line?.value ?? 0);
  const labels = bars.map(({ label }) => label);
  const draw = (layout: ChartLayout) => {
    const rows = layRows(labels, layout, { top, after: 62, plotWidth: 380 });
    const x = scaleLinear([0, isShare ? 1 : reach || 1], [rows.left, rows.right]);
    if (!isShare) x.nice(5);
    const content = (
      <>
        {x.ticks(layout.isNarrow ? 4 : 5).map((tick) => (
          <g key={tick} transform={`translate(${x(tick)},0)`}>
            <line className="chart__grid" y1={top} y2={rows.bottom} />
            <text className="chart__tick" y={rows.bottom + 18} textAnchor={tick === 0 ? 'start' : 'middle'}>
              {format(tick)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => (
          <g key={bar.key}>
            <RowLabel layout={rows} at={index} />
            <OneBar bar={bar} x={x} y={rows.rows[index]?.middle ?? 0} format={format} />
          </g>
        ))}
        {line && (
          <g transform={`translate(${x(line.value)},0)`}>
            <line className="chart__limit" y1={top - 4} y2={rows.bottom} />
            <text className="chart__tick" y={top - 10} textAnchor="middle">
              {line.label}
            </text>
          </g>
        )}
      </>
    );
    return { width: rows.width, height: rows.bottom + 30, content };
  };
  return <ChartFigure id={id} title={title} note={note} summary={summaryOf(bars, format)} draw={draw} />;
}

type OneBarProps = { bar: Bar; x: (value: number) => number; y: number; format: (value: number) => string };

function OneBar({ bar: { value, interval, why }, x, y, format }: OneBarProps) {
  if (value === undefined)
    return (
      <text className="chart__none" x={x(0) + 6} y={y} dy="0.35em">
        {why ?? 'no data'}
      </text>
    );
  return (
    <>
      <rect className="chart__bar" x={x(0)} y={y - 9} width={Math.max(0, x(value) - x(0))} height={18} />
      {interval && <Whisker from={x(interval.low)} to={x(interval.high)} y={y} />}
      <text className="chart__value" x={x(Math.max(value, interval?.high ?? 0)) + 8} y={y} dy="0.35em">
        {format(value)}
      </text>
    </>
  );
}

/** An interval: a line with a stop at either end. */
export function Whisker({ from, to, y }: { from: number; to: number; y: number }) {
  return (
    <path className="chart__whisker" d={`M${from},${y - 4}V${y + 4}M${from},${y}H${to}M${to},${y - 4}V${y + 4}`} />
  );
}
