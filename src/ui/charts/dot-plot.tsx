import { scaleLinear } from 'd3-scale';
import { symbol, symbolCircle, symbolTriangle } from 'd3-shape';
import type { Interval } from '#domain/statistics/normal.ts';
import { formatNumber } from '#domain/statistics/number-table.ts';
import { Whisker } from './bar-chart.tsx';
import { ChartFigure, shorten } from './chart-figure.tsx';

export type Dot = {
  key: string;
  label: string;
  value?: number | undefined;
  interval?: Interval | undefined;
  why?: string;
};

type DotPlotProps = {
  id: string;
  title: string;
  note?: string;
  dots: readonly Dot[];
  /** What lies to the left and right of 0. */
  sides: { below: string; above: string };
  /** How far the scale goes at least. */
  reach: number;
};

const rowHeight = 30;
const labelWidth = 210;
const plotWidth = 430;
const margin = { top: 30, bottom: 30 };

/** How far each one leans to either side of 0, with intervals. Whose interval is all on one side has a triangle. */
export function DotPlot({ id, title, note, dots, sides, reach }: DotPlotProps) {
  const most = Math.max(
    reach,
    ...dots.flatMap(({ value, interval }) => [value ?? 0, interval?.low ?? 0, interval?.high ?? 0].map(Math.abs)),
  );
  const x = scaleLinear([-1.1 * most, 1.1 * most], [labelWidth, labelWidth + plotWidth]);
  const height = margin.top + dots.length * rowHeight + margin.bottom;
  return (
    <ChartFigure id={id} title={title} note={note} size={{ width: labelWidth + plotWidth + 30, height }}>
      <text className="chart__tick" x={labelWidth} y={16}>
        ← {sides.below}
      </text>
      <text className="chart__tick" x={labelWidth + plotWidth} y={16} textAnchor="end">
        {sides.above} →
      </text>
      {x.ticks(5).map((tick) => (
        <g key={tick} transform={`translate(${x(tick)},0)`}>
          <line className={tick === 0 ? 'chart__axis' : 'chart__grid'} y1={margin.top} y2={height - margin.bottom} />
          <text className="chart__tick" y={height - 10} textAnchor="middle">
            {formatNumber(tick, 1)}
          </text>
        </g>
      ))}
      {dots.map(({ key, label, value, interval, why }, index) => (
        <g key={key} transform={`translate(0,${margin.top + (index + 0.5) * rowHeight})`}>
          <text className="chart__label" x={labelWidth - 10} dy="0.35em" textAnchor="end">
            {shorten(label, 30)}
          </text>
          {interval && <Whisker from={x(interval.low)} to={x(interval.high)} y={0} />}
          {value === undefined ? (
            <text className="chart__none" x={labelWidth + 6} dy="0.35em">
              {why ?? 'no data'}
            </text>
          ) : (
            <path
              className="chart__dot"
              transform={`translate(${x(value)},0)`}
              d={symbol(leans(interval) ? symbolTriangle : symbolCircle, 90)() ?? ''}
            />
          )}
        </g>
      ))}
    </ChartFigure>
  );
}

function leans(interval: Interval | undefined): boolean {
  return interval !== undefined && (interval.low > 0 || interval.high < 0);
}
