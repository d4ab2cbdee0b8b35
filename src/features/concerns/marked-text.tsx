import type { MarkedPiece } from '#domain/assessment/mark-passages.ts';

type MarkedTextProps = {
  pieces: readonly MarkedPiece[];
  /** Of the ids here, and of the text beside it, to whose same passage each number leads. */
  prefix: string;
  other?: string;
  label: string;
};

/** A text with its shared passages marked and numbered; it scrolls by itself. */
export function MarkedText({ pieces, prefix, other, label }: MarkedTextProps) {
  return (
    <div className="marked-text" role="region" aria-label={label} tabIndex={0}>
      {pieces.map(({ text, passage, isGap }, index) => {
        if (isGap) return <span key={index}> […] </span>;
        if (passage === undefined) return <span key={index}>{text}</span>;
        return (
          <mark key={index} id={`${prefix}-${passage}`}>
            {other === undefined ? (
              <span className="marked-text__number">{passage}</span>
            ) : (
              <a href={`#${other}-${passage}`} className="marked-text__number">
                <span className="sr-only">Passage </span>
                {passage}
                <span className="sr-only">, see it in the other text</span>
              </a>
            )}{' '}
            {text}
          </mark>
        );
      })}
    </div>
  );
}
