import { scaleLinear } from 'd3-scale';
import { formatShare } from '#domain/statistics/number-table.ts';
import { ChartFigure, type ChartLayout, summaryOf } from './chart-figure.tsx';
import { RowLabel, layRows } from './chart-rows.tsx';

type Stack = { key: string; label: string; counts: readonly number[] };

type StackedSharesProps = {
  id: string;
  title: string;
  note?: string;
  /** What the parts are, in order; at most four. */
  parts: readonly string[];
  stacks: readonly Stack[];
};

const top = 34;

/** Of each row how its parts divide it; told apart by pattern and place, not by colour alone. */
export function StackedShares({ id, title, note, parts, stacks }: StackedSharesProps) {
  const labels = stacks.map(({ label }) => label);
  const draw = (layout: ChartLayout) => {
    const rows = layRows(labels, layout, { top, after: 4, plotWidth: 450 });
    const x = scaleLinear([0, 1], [rows.left, rows.right]);
    const content = (
      <>
        <Patterns id={layout.id} />
        {parts.map((part, index) => (
          <g key={part} transform={`translate(${rows.left + index * 100},8)`}>
            <rect className="chart__part" fill={fillOf(layout.id, index)} width={16} height={14} />
            <text className="chart__tick" x={22} y={11}>
              {part}
            </text>
          </g>
        ))}
        {stacks.map(({ key, counts }, row) => {
          const y = rows.rows[row]?.middle ?? 0;
          return (
            <g key={key}>
              <RowLabel layout={rows} at={row} />
              {sharesOf(counts).map(({ from, share }, index) => (
                <g key={parts[index]}>
                  <rect
                    className="chart__part"
                    fill={fillOf(layout.id, index)}
                    x={x(from)}
                    y={y - 11}
                    width={Math.max(0, x(from + share) - x(from))}
                    height={22}
                  />
                  {share >= 0.12 && (
                    <text
                      className={index === 0 ? 'chart__on-part chart__on-part--full' : 'chart__on-part'}
                      x={x(from + share / 2)}
                      y={y}
                      dy="0.35em"
                      textAnchor="middle"
                    >
                      {formatShare(share)}
                    </text>
                  )}
                </g>
              ))}
            </g>
          );
        })}
      </>
    );
    return { width: rows.width, height: rows.bottom + 8, content };
  };
  const [part = ''] = parts;
  const firsts = stacks.map(({ label, counts }) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return { label, value: total === 0 ? undefined : (counts[0] ?? 0) / total };
  });
  const summary = `${part}: ${summaryOf(firsts, formatShare)}`;
  return <ChartFigure id={id} title={title} note={note} summary={summary} draw={draw} />;
}

/** Where each part begins and how long it is; nothing is no part of nothing. */
export function sharesOf(counts: readonly number[]): { from: number; share: number }[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let from = 0;
  return counts.map((count) => {
    const share = total === 0 ? 0 : count / total;
    const part = { from, share };
    from += share;
    return part;
  });
}

/** The first part is full, the others are hatched. */
function fillOf(id: string, part: number): string {
  return part === 0 ? 'var(--color-primary)' : `url(#${id}-hatch-${part})`;
}

/** Hatchings of the parts. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      {['M0,6L6,0', 'M0,3H6', 'M3,0V6'].map((path, index) => (
        <pattern key={path} id={`${id}-hatch-${index + 1}`} width={6} height={6} patternUnits="userSpaceOnUse">
          <rect className="chart__ground" width={6} height={6} />
          <path className="chart__hatch" d={path} />
        </pattern>
      ))}
    </defs>
  );
}
