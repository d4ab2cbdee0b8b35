import type { ReactNode } from 'react';
import type { Standing } from '#domain/assessment/standing.ts';
import type { LookFor } from '#domain/definition/schema.ts';
import { Status } from '#ui/status.tsx';

type LookForLifeProps = {
  lookFor: LookFor;
  standing: Standing | undefined;
  headingLevel?: 3 | 4 | 5;
  /** Only where it stands; what was said of it stands elsewhere on the page. */
  isBrief?: boolean;
  children?: ReactNode;
};

/** One look-for with every rating that it has had: what was demonstrated stays, what was not says what to do. */
export function LookForLife({ lookFor, standing, headingLevel = 4, isBrief = false, children }: LookForLifeProps) {
  const Heading = `h${headingLevel}` as const;
  const history = standing?.history ?? [];
  return (
    <article className="standing" data-look-for={lookFor.id}>
      <div className="standing__head">
        <Heading className="standing__text">{lookFor.text}</Heading>
        {history.length > 0 && <Status name={standing?.state === 'demonstrated' ? 'demonstrated' : 'open'} />}
      </div>
      {lookFor.points.length > 0 && (
        <details>
          <summary>What belongs to it</summary>
          <ul className="standing__points">
            {lookFor.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </details>
      )}
      {history.length > 0 && !isBrief && (
        <ol className="standing__history">
          {history.map(({ attempt, value, comment }) => (
            <li key={attempt}>
              <p>
                Attempt {attempt}: <Status name={value} />
              </p>
              {comment.trim() !== '' && <blockquote className="assessor-comment">{comment}</blockquote>}
            </li>
          ))}
        </ol>
      )}
      {children}
    </article>
  );
}
