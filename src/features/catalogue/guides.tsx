import type { Definition, Requirement } from '#domain/definition/schema.ts';
import { Prose } from '#ui/prose.tsx';

type GuidesProps = { guides: Definition['guides']; requirements: readonly Requirement[] };

/** The scoring guides, with the evidence that each look-for is read in. */
export function Guides({ guides, requirements }: GuidesProps) {
  const titles = new Map(requirements.map(({ id, title }) => [id, title]));
  return guides.map(({ id, title, summary, lookFors }) => (
    <div key={id} className="guide">
      <h3>{title}</h3>
      {summary && <Prose text={summary} />}
      <ol className="look-fors">
        {lookFors.map((lookFor) => (
          <li key={lookFor.id}>
            <p>{lookFor.text}</p>
            {lookFor.points.length > 0 && (
              <ul className="plain-bullets">
                {lookFor.points.map((point) => (
                  <li key={point}>{point}</li>
                ))}
              </ul>
            )}
            <p className="meta">
              Read in{' '}
              {lookFor.judges.map((key, i) => (
                <span key={key}>
                  {i > 0 && ', '}
                  <a href={`#requirement-${key}`}>{titles.get(key) ?? key}</a>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ol>
    </div>
  ));
}
