import { scaleLinear } from 'd3-scale';
import type { Interval } from '#domain/statistics/normal.ts';
import { formatNumber, formatShare } from '#domain/statistics/number-table.ts';
import { ChartFigure, shorten } from './chart-figure.tsx';

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

const rowHeight = 30;
const labelWidth = 210;
const plotWidth = 390;
const margin = { top: 26, right: 70, bottom: 30 };

/** Horizontal bars with their 95 % intervals. */
export function BarChart({ id, title, note, bars, unit, line }: BarChartProps) {
  const isShare = unit === 'share';
  const format = (value: number) => (isShare ? formatShare(value) : formatNumber(value, unit.digits));
  const reach = Math.max(...bars.flatMap(({ value, interval }) => [value ?? 0, interval?.high ?? 0]), line?.value ?? 0);
  const x = scaleLinear([0, isShare ? 1 : reach || 1], [labelWidth, labelWidth + plotWidth]);
  if (!isShare) x.nice(5);
  const height = margin.top + bars.length * rowHeight + margin.bottom;
  const bottom = height - margin.bottom;
  return (
    <ChartFigure id={id} title={title} note={note} size={{ width: labelWidth + plotWidth + margin.right, height }}>
      {x.ticks(5).map((tick) => (
        <g key={tick} transform={`translate(${x(tick)},0)`}>
          <line className="chart__grid" y1={margin.top} y2={bottom} />
          <text className="chart__tick" y={bottom + 18} textAnchor="middle">
            {format(tick)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => (
        <g key={bar.key} transform={`translate(0,${margin.top + index * rowHeight})`}>
          <text className="chart__label" x={labelWidth - 10} y={rowHeight / 2} dy="0.35em" textAnchor="end">
            {shorten(bar.label, 30)}
          </text>
          {bar.value === undefined ? (
            <text className="chart__none" x={labelWidth + 6} y={rowHeight / 2} dy="0.35em">
              {bar.why ?? 'no data'}
            </text>
          ) : (
            <>
              <rect
                className="chart__bar"
                x={x(0)}
                y={6}
                width={Math.max(0, x(bar.value) - x(0))}
                height={rowHeight - 12}
              />
              {bar.interval && <Whisker from={x(bar.interval.low)} to={x(bar.interval.high)} y={rowHeight / 2} />}
              <text
                className="chart__value"
                x={x(Math.max(bar.value, bar.interval?.high ?? 0)) + 8}
                y={rowHeight / 2}
                dy="0.35em"
              >
                {format(bar.value)}
              </text>
            </>
          )}
        </g>
      ))}
      {line && (
        <g transform={`translate(${x(line.value)},0)`}>
          <line className="chart__limit" y1={margin.top - 4} y2={bottom} />
          <text className="chart__tick" y={margin.top - 10} textAnchor="middle">
            {line.label}
          </text>
        </g>
      )}
    </ChartFigure>
  );
}

/** An interval: a line with a stop at either end. */
export function Whisker({ from, to, y }: { from: number; to: number; y: number }) {
  return (
    <path className="chart__whisker" d={`M${from},${y - 4}V${y + 4}M${from},${y}H${to}M${to},${y - 4}V${y + 4}`} />
  );
}
