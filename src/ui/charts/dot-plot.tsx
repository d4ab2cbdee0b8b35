import { scaleLinear } from 'd3-scale';
import { symbol, symbolCircle, symbolTriangle } from 'd3-shape';
import type { Interval } from '#domain/statistics/normal.ts';
import { formatNumber } from '#domain/statistics/number-table.ts';
import { Whisker } from './bar-chart.tsx';
import { ChartFigure, type ChartLayout, summaryOf } from './chart-figure.tsx';
import { RowLabel, layRows } from './chart-rows.tsx';

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

const top = 30;

/** How far each one leans to either side of 0, with intervals. Whose interval is all on one side has a triangle. */
export function DotPlot({ id, title, note, dots, sides, reach }: DotPlotProps) {
  const most = Math.max(
    reach,
    ...dots.flatMap(({ value, interval }) => [value ?? 0, interval?.low ?? 0, interval?.high ?? 0].map(Math.abs)),
  );
  const labels = dots.map(({ label }) => label);
  const draw = (layout: ChartLayout) => {
    const rows = layRows(labels, layout, { top, after: 14, plotWidth: 430 });
    const x = scaleLinear([-1.1 * most, 1.1 * most], [rows.left, rows.right]);
    const content = (
      <>
        <text className="chart__tick" x={rows.left} y={16}>
          ← {sides.below}
        </text>
        <text className="chart__tick" x={rows.right} y={16} textAnchor="end">
          {sides.above} →
        </text>
        {x.ticks(layout.isNarrow ? 4 : 5).map((tick) => (
          <g key={tick} transform={`translate(${x(tick)},0)`}>
            <line className={tick === 0 ? 'chart__axis' : 'chart__grid'} y1={top} y2={rows.bottom} />
            <text className="chart__tick" y={rows.bottom + 20} textAnchor="middle">
              {formatNumber(tick, 1)}
            </text>
          </g>
        ))}
        {dots.map(({ key, value, interval, why }, index) => {
          const y = rows.rows[index]?.middle ?? 0;
          return (
            <g key={key}>
              <RowLabel layout={rows} at={index} />
              {interval && <Whisker from={x(interval.low)} to={x(interval.high)} y={y} />}
              {value === undefined ? (
                <text className="chart__none" x={rows.left + 6} y={y} dy="0.35em">
                  {why ?? 'no data'}
                </text>
              ) : (
                <path
                  className="chart__dot"
                  transform={`translate(${x(value)},${y})`}
                  d={symbol(leans(interval) ? symbolTriangle : symbolCircle, 90)() ?? ''}
                />
              )}
            </g>
          );
        })}
      </>
    );
    return { width: rows.width, height: rows.bottom + 30, content };
  };
  const summary = summaryOf(dots, (value) => formatNumber(value, 2));
  return <ChartFigure id={id} title={title} note={note} summary={summary} draw={draw} />;
}

function leans(interval: Interval | undefined): boolean {
  return interval !== undefined && (interval.low > 0 || interval.high < 0);
}
