import { Fragment } from 'react';
import { type DiffPart, diffWords } from '#domain/text/diff-words.ts';

type TextDiffProps = {
  before: string;
  after: string;
  /** Shows unchanged stretches whole; otherwise only the words around each change. */
  isWhole?: boolean;
};

/** Longer unchanged stretches are cut down to so many characters around each change. */
const context = 120;

/** What was taken out of a text and what was put in, word by word: by underline, strike and words, never by colour alone. */
export function TextDiff({ before, after, isWhole = false }: TextDiffProps) {
  const parts = diffWords(before, after);
  if (parts.every(({ kind }) => kind === 'same')) return <p className="text-diff__none">No difference.</p>;
  return (
    <p className="text-diff">
      {parts.map((part, index) => (
        <Fragment key={index}>
          {part.kind !== 'same' ? (
            <Changed {...part} />
          ) : isWhole ? (
            part.text
          ) : (
            <Unchanged text={part.text} isFirst={index === 0} isLast={index === parts.length - 1} />
          )}
        </Fragment>
      ))}
    </p>
  );
}

function Changed({ kind, text }: DiffPart) {
  const Tag = kind === 'added' ? 'ins' : 'del';
  return (
    <Tag className={`text-diff__${kind}`}>
      <span className="sr-only">{kind === 'added' ? ' [added: ' : ' [taken out: '}</span>
      {text}
      <span className="sr-only">] </span>
    </Tag>
  );
}

function Unchanged({ text, isFirst, isLast }: { text: string; isFirst: boolean; isLast: boolean }) {
  if (text.length <= context * (isFirst || isLast ? 1 : 2) + 60) return text;
  return (
    <>
      {!isFirst && upToWord(text.slice(0, context))}
      <span className="text-diff__cut">
        <span aria-hidden="true">[…]</span>
        <span className="sr-only">(unchanged text left out)</span>
      </span>
      {!isLast && fromWord(text.slice(-context))}
    </>
  );
}

const upToWord = (text: string) => `${text.replace(/\S*$/u, '')}`;
const fromWord = (text: string) => `${text.replace(/^\S*/u, '')}`;

/** One side of two texts, with the words that only it has marked. */
export function MarkedText({ text, other }: { text: string; other: string }) {
  return diffWords(other, text).map(({ kind, text: words }, index) =>
    kind === 'removed' ? null : kind === 'same' ? (
      <Fragment key={index}>{words}</Fragment>
    ) : (
      <mark key={index} className="only-here">
        <span className="sr-only"> [only here: </span>
        {words}
        <span className="sr-only">] </span>
      </mark>
    ),
  );
}
