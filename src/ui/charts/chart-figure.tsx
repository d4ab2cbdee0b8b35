import type { ReactNode } from 'react';

/** How a drawing is laid out: for a screen with room beside it, and for one that is as narrow as a phone. */
export type ChartLayout = {
  /** Unique in the page, for what a drawing refers to within itself. */
  id: string;
  isNarrow: boolean;
};

export type Drawing = { width: number; height: number; content: ReactNode };

type ChartFigureProps = {
  /** Unique in the page. */
  id: string;
  /** What is shown, in a sentence: the name by which a screen reader knows the drawing. */
  title: string;
  /** How to read it, or what stands out. */
  note?: ReactNode;
  /** What a reader would see at a glance, for whoever can’t; the numbers stand in the table. */
  summary: string;
  draw: (layout: ChartLayout) => Drawing;
};

const kinds = ['wide', 'narrow'] as const;

/**
 * A drawing and its name; its numbers stand in the table below it. It is drawn twice, and the style sheet shows the one
 * that the screen has room for: words keep their size and are all there, and nothing scrolls sideways.
 */
export function ChartFigure({ id, title, note, summary, draw }: ChartFigureProps) {
  return (
    <figure className="chart">
      <figcaption>
        <span>{title}</span>
        {note && <span className="meta chart__note">{note}</span>}
      </figcaption>
      {kinds.map((kind) => {
        const own = `${id}-${kind}`;
        const { width, height, content } = draw({ id: own, isNarrow: kind === 'narrow' });
        return (
          <svg
            key={kind}
            className={`chart__${kind}`}
            role="img"
            aria-labelledby={`${own}-title`}
            aria-describedby={`${own}-summary`}
            viewBox={`0 0 ${width} ${height}`}
            width={width}
            height={height}
          >
            <title id={`${own}-title`}>{title}</title>
            <desc id={`${own}-summary`}>{summary}</desc>
            {content}
          </svg>
        );
      })}
    </figure>
  );
}

type Named = { label: string; value?: number | undefined };

/** The ends of what is drawn, in words. */
export function summaryOf(all: readonly Named[], format: (value: number) => string): string {
  const known = all.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
  const sorted = known.toSorted((a, b) => a.value - b.value);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return 'There are no values to draw.';
  const ends =
    sorted.length === 1
      ? `${least.label}: ${format(least.value)}.`
      : `From ${least.label}, ${format(least.value)}, to ${most.label}, ${format(most.value)}.`;
  const missing = all.length - known.length;
  return missing === 0 ? ends : `${ends} ${missing} without a value.`;
}
