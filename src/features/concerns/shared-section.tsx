import { countOf } from '#domain/evidence/finding.ts';
import { MarkedText } from './marked-text.tsx';
import type { Shared, SideBySide } from './passages.queries.ts';

/** What two attempts share, side by side. */
export function SharedSection({ shared }: { shared: Shared }) {
  const { attempt, other, texts, files } = shared;
  return (
    <section className="section" aria-labelledby="shared-title">
      <h2 id="shared-title">What the two share</h2>
      <p>
        <a href={`/lead/attempts/${attempt.attemptId}`}>
          Attempt {attempt.number} of {attempt.earnerName}
        </a>{' '}
        was handed in after{' '}
        <a href={`/lead/attempts/${other.attemptId}`}>
          attempt {other.number} of {other.earnerName}
        </a>
        {attempt.sealed.definition.slug !== other.sealed.definition.slug && `, which is of “${other.definition.title}”`}
        . Both may have drawn on the same source, or have worked together: ask before you judge.
      </p>
      {files.length > 0 && (
        <>
          <h3>The same {files.length === 1 ? 'file' : 'files'}</h3>
          <ul className="rows">
            {files.map(({ id, name, otherId, otherName }) => (
              <li key={id + otherId}>
                <a href={`/artifacts/${id}/view`}>{name}</a> is, to the letter,{' '}
                <a href={`/artifacts/${otherId}/view`}>
                  {otherName} <span className="sr-only">of {other.earnerName}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {texts.map((text, index) => (
        <Beside key={text.title + text.otherTitle} text={text} index={index} shared={shared} />
      ))}
    </section>
  );
}

function Beside({ text, index, shared }: { text: SideBySide; index: number; shared: Shared }) {
  const { attempt, other } = shared;
  const [own, theirs] = [`own-${index}`, `other-${index}`];
  const count = new Set(text.own.flatMap(({ passage }) => passage ?? [])).size;
  return (
    <section aria-labelledby={`text-${index}`} className="beside">
      <h3 id={`text-${index}`}>{text.title}</h3>
      <p className="numeral">
        {Math.round(text.similarity * 100)} % of the runs of five words in both are the same:{' '}
        {countOf(count, 'passage')} with {countOf(text.words, 'word')}. Quotations are left out.
      </p>
      <div className="beside__texts">
        <div>
          <h4>{attempt.earnerName}</h4>
          <MarkedText pieces={text.own} prefix={own} other={theirs} label={`${text.title} of ${attempt.earnerName}`} />
        </div>
        <div>
          <h4>
            {other.earnerName}
            {text.otherTitle !== text.title && <span className="meta"> {text.otherTitle}</span>}
          </h4>
          <MarkedText
            pieces={text.other}
            prefix={theirs}
            other={own}
            label={`${text.otherTitle} of ${other.earnerName}`}
          />
        </div>
      </div>
    </section>
  );
}
