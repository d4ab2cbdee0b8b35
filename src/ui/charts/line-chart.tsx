import { scaleLinear, scalePoint } from 'd3-scale';
import { line as lineOf } from 'd3-shape';
import type { Interval } from '#domain/statistics/normal.ts';
import { formatNumber, formatShare } from '#domain/statistics/number-table.ts';
import { ChartFigure, type ChartLayout, summaryOf } from './chart-figure.tsx';

/** One stretch of time; without a value there is a gap in the line. */
export type Point = { at: string; value: number | undefined; interval?: Interval | undefined };

type LineChartProps = {
  id: string;
  title: string;
  note?: string;
  points: readonly Point[];
  unit: 'share' | { digits: number };
  /** What the values should keep to. */
  limits?: readonly { value: number; label: string }[];
  /** The middle of a scale that goes to both sides. */
  isSigned?: boolean;
};

const plots = {
  wide: { left: 56, top: 20, width: 600, height: 220 },
  narrow: { left: 46, top: 20, width: 300, height: 200 },
};

/** A figure over time, each point with its interval, and the limits that it should keep to. */
export function LineChart({ id, title, note, points, unit, limits = [], isSigned = false }: LineChartProps) {
  const isShare = unit === 'share';
  const format = (value: number) => (isShare ? formatShare(value) : formatNumber(value, unit.digits));
  const values = [
    ...points.flatMap(({ value, interval }) => [value ?? 0, interval?.low ?? 0, interval?.high ?? 0]),
    ...limits.map(({ value }) => value),
  ];
  const reach = Math.max(...values.map(Math.abs), isShare ? 1 : 0) || 1;
  const longest = Math.max(0, ...limits.map(({ label }) => label.length));
  const draw = ({ isNarrow }: ChartLayout) => {
    const plot = isNarrow ? plots.narrow : plots.wide;
    const right = plot.left + plot.width;
    const y = scaleLinear([isSigned ? -reach : 0, isShare ? 1 : reach], [plot.top + plot.height, plot.top]);
    if (!isShare) y.nice(5);
    const x = scalePoint(
      points.map(({ at }) => at),
      [plot.left + 24, right - 24],
    );
    const path = lineOf<Point>()
      .defined(({ value }) => value !== undefined)
      .x(({ at }) => x(at) ?? 0)
      .y(({ value }) => y(value ?? 0))(points as Point[]);
    const every = Math.ceil(points.length / (isNarrow ? 4 : 8));
    const content = (
      <>
        {y.ticks(5).map((tick) => (
          <g key={tick} transform={`translate(0,${y(tick)})`}>
            <line className="chart__grid" x1={plot.left} x2={right} />
            <text className="chart__tick" x={plot.left - 8} dy="0.35em" textAnchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {limits.map(({ value, label }) => (
          <g key={label} transform={`translate(0,${y(value)})`}>
            <line className="chart__limit" x1={plot.left} x2={right} />
          </g>
        ))}
        {path && <path className="chart__line" d={path} />}
        {points.map(({ at, value, interval }, index) => (
          <g key={at} transform={`translate(${x(at) ?? 0},0)`}>
            {interval && <path className="chart__whisker" d={`M0,${y(interval.low)}V${y(interval.high)}`} />}
            {value !== undefined && <circle className="chart__dot" cy={y(value)} r={4.5} />}
            {index % every === 0 && (
              <text className="chart__tick" y={plot.top + plot.height + 22} textAnchor="middle">
                {at}
              </text>
            )}
          </g>
        ))}
        {limits.map(({ value, label }) => (
          <text
            key={label}
            className="chart__tick chart__over"
            {...(isNarrow
              ? { x: right, y: y(value) - 6, textAnchor: 'end' }
              : { x: right + 8, y: y(value), dy: '0.35em' })}
          >
            {label}
          </text>
        ))}
      </>
    );
    return { width: right + (isNarrow ? 4 : 8 + longest * 7), height: plot.top + plot.height + 34, content };
  };
  const summary = summaryOf(
    points.map(({ at, value }) => ({ label: at, value })),
    (value) => (isShare ? formatShare(value) : formatNumber(value, Math.max(1, unit.digits))),
  );
  return <ChartFigure id={id} title={title} note={note} summary={summary} draw={draw} />;
}
