import type { ReactNode } from 'react';

export type Size = { width: number; height: number };

type ChartFigureProps = {
  /** Unique in the page. */
  id: string;
  /** What is shown, in a sentence: the name by which a screen reader knows the drawing. */
  title: string;
  /** How to read it, or what stands out. */
  note?: ReactNode;
  size: Size;
  /** The drawing. */
  children: ReactNode;
  /** The table of its numbers, unless it stands right beside the figure. */
  table?: ReactNode;
};

/** A drawing, its name and its numbers. On a narrow screen it keeps its size and scrolls, so that its words stay readable. */
export function ChartFigure({ id, title, note, size, children, table }: ChartFigureProps) {
  return (
    <figure className="chart">
      <figcaption>
        <span id={`${id}-title`}>{title}</span>
        {note && <span className="meta chart__note">{note}</span>}
      </figcaption>
      <div className="chart__scroll" role="group" aria-labelledby={`${id}-title`} tabIndex={0}>
        <svg
          role="img"
          aria-labelledby={`${id}-title`}
          viewBox={`0 0 ${size.width} ${size.height}`}
          width={size.width}
          height={size.height}
        >
          {children}
        </svg>
      </div>
      {table}
    </figure>
  );
}

/** A text as long as fits: what is cut off stands in the table. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
